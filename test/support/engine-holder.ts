/**
 * A process that finds or starts an engine on a data directory, says so in one line of JSON, and stays until it is
 * told to stop by the end of its input. Arguments: the data directory, its name as a holder, `share` or `own`.
 */
import { findOrStartEngine } from '../../subgraphs/shared/mongo/index.js';

const [dataDir = '', holder = '', mode = 'own'] = process.argv.slice(2);

const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

try {
  const engine = await findOrStartEngine({
    dataDir,
    holder,
    share: mode === 'share',
    log: () => undefined,
    onExit: (reason) => say({ exited: reason }),
  });
  say({ uri: engine.uri, kind: engine.kind, description: engine.description });
  process.stdin.on('end', () => void engine.stop().then(() => process.exit(0)));
  process.stdin.resume();
} catch (error) {
  say({ error: error instanceof Error ? error.name : 'unknown', message: String(error) });
  process.exit(1);
}

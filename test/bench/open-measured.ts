/** What serves the record that is measured: all walls, the trail on, over HTTP with tokens, as `npm start` serves it. */
import { readConfig } from '../../gateway/config.js';
import type { LocalIssuer } from '../../gateway/issuer.js';
import { type OneProcess, startInOneProcess } from '../../gateway/one-process.js';
import { openSignIn } from '../../gateway/sign-in.js';
import '../../subgraphs/kinds.js';
import { type Databases, openDatabases } from '../../subgraphs/shared/databases.js';
import type { Walls } from '../../subgraphs/shared/subgraph.js';
import type { RecordAt } from './child.js';

export interface OpenMeasured {
  readonly databases: Databases;
  readonly issuer: LocalIssuer;
  /** Starts a gateway; several may stand beside each other. */
  start(walls?: Walls): Promise<OneProcess>;
}

/** @param env settings beside those of the record */
export async function openMeasured({ uri, prefix, dataDir }: RecordAt, env?: NodeJS.ProcessEnv): Promise<OpenMeasured> {
  const config = readConfig({ DATA_DIR: dataDir, PORT: '0', ...env });
  const databases = await openDatabases({ uri, prefix });
  const { viewers, jwks, issuer } = await openSignIn(config);
  if (!issuer) throw new Error('what is measured signs its own tokens');
  return {
    databases,
    issuer,
    start: (walls = {}) =>
      startInOneProcess({
        databases,
        dataDir,
        limits: config.limits,
        subgraphDeadlineMs: config.subgraphs.deadlineMs,
        signIn: { viewers, ...(jwks && { jwks }) },
        listen: { port: 0, host: '127.0.0.1' },
        walls,
      }),
  };
}

/** Starts the naive stack: three subgraphs and a gateway, four processes. */
import { Measured, type RecordAt } from '../child.js';

const SUBGRAPHS = ['administrative', 'clinical', 'financial'] as const;

/** All its processes, the gateway last. */
export async function startNaive(at: RecordAt): Promise<Measured[]> {
  const script = (name: string) => new URL(`./${name}.js`, import.meta.url);
  const started: Measured[] = [];
  try {
    for (const subgraph of SUBGRAPHS)
      started.push(await Measured.start(`naive ${subgraph}`, script('subgraph-server'), { ...at, subgraph }));
    const subgraphs = Object.fromEntries(SUBGRAPHS.map((name, index) => [name, started[index]?.ready.url ?? '']));
    started.push(await Measured.start('naive gateway', script('gateway-server'), { ...at, subgraphs }));
    return started;
  } catch (error) {
    await Promise.all(started.map((server) => server.stop()));
    throw error;
  }
}

/** Chartlens as five processes, each of which tells what it has used. */
import { startSeparateProcesses } from '../support/separate-processes.js';
import { Measured, type RecordAt, startFlags } from './child.js';

/** All of them, the gateway last. They take the tokens of the gateway that keeps its keys in the same folder. */
export async function startSeparate({ uri, prefix, dataDir }: RecordAt): Promise<Measured[]> {
  const { url, processes } = await startSeparateProcesses({
    compiled: new URL('../../', import.meta.url),
    ...{ uri, prefix, dataDir },
    execArgv: [...startFlags(), '--import', new URL('./usage-preload.js', import.meta.url).href],
  });
  return [...processes].map(([name, child]) => Measured.of(name, url, child));
}

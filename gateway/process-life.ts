/** Ends the process when it is told to, after what it owns was closed. A second signal ends it at once. */
export function stopOnSignals(log: (line: string) => void, close: () => Promise<void>): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(1);
    stopping = true;
    log('Stopping: requests in flight are finished first.');
    await close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
  if (process.env['npm_lifecycle_event'] !== undefined) whenOrphaned(() => void stop());
}

const PARENT_CHECK_MS = 1000;

/** npm that is killed takes nobody along: a gateway that was started by it must not go on in secret. */
function whenOrphaned(stop: () => void): void {
  const parent = process.ppid;
  const check = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(check);
    stop();
  }, PARENT_CHECK_MS);
  check.unref();
}

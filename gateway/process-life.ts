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
}

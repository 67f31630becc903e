import type { ChildMessage } from './served-child.js';

/**
 * The life of a child: it starts what it serves, says that it is ready, and closes when its parent says so or is
 * gone. Signals are not for it: an interrupt at the terminal or a SIGTERM to the whole service must not take the
 * database away from a gateway which still drains. `close` gets `within` milliseconds, then it ends regardless.
 */
export function liveAsChild(start: () => Promise<{ close: () => Promise<void> }>, within: number): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGPIPE'] as const) process.on(signal, () => undefined);
  const started = start();
  let closing = false;
  const close = (): void => {
    if (closing) return;
    closing = true;
    setTimeout(() => process.exit(1), within).unref();
    started
      .then((served) => served.close())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  process.on('message', close);
  process.on('disconnect', close);
  // The parent may have died before the listener stood.
  if (!process.connected) close();
  started.then(
    () => tellParent({ ready: true }),
    (error: unknown) => tellParent({ failed: rootReason(error) }, 1),
  );
}

/** The loader of native parts wraps what went wrong several times: the innermost says it. */
function rootReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? rootReason(error.cause) : (error.message.split('\n')[0] ?? '');
}

/** Sends to the parent, and then ends with `exitCode` where one is given; a parent that is gone is no error. */
export function tellParent(message: ChildMessage, exitCode?: number): void {
  const done = (): void => {
    if (exitCode !== undefined) process.exit(exitCode);
  };
  if (process.connected && process.send) process.send(message, undefined, undefined, done);
  else done();
}

/**
 * Keeps a real mongod: mongod does not notice when its parent dies, so this process does it for it.
 * Arguments: the milliseconds it gets to close, the program, then its own arguments.
 */
import { spawn } from 'node:child_process';
import { liveAsChild, tellParent } from './child-life.js';

const [limit = '', program = '', ...args] = process.argv.slice(2);
const closeWithin = Number(limit);

liveAsChild(async () => {
  // Its own group: an interrupt at the terminal is for the gateway, which closes the database last.
  const mongod = spawn(program, args, { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = new Promise<void>((resolve) => mongod.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    mongod.once('spawn', resolve);
    mongod.once('error', reject);
  });
  if (mongod.pid !== undefined) tellParent({ also: mongod.pid });
  let closing = false;
  mongod.once('close', (code, signal) => {
    if (!closing) tellParent({ failed: `mongod ended: ${signal ?? `exit code ${code}`}` }, 1);
  });
  const close = async (): Promise<void> => {
    closing = true;
    mongod.kill('SIGTERM');
    const timer = setTimeout(() => mongod.kill('SIGKILL'), closeWithin);
    await ended;
    clearTimeout(timer);
  };
  return { close };
}, closeWithin + 2000);

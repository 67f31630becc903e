/**
 * The driver takes the next message on a connection for the answer to its last command, whatever command it answers. An
 * answer that came twice would then be taken for that of the next command, and its for the one after: one viewer's rows
 * for another's question. Here a connection is given up at the first message that answers another command.
 *
 * It reaches into the driver, whose version is pinned, and refuses to start where it does not find what it knows.
 */
import { createRequire } from 'node:module';
import mongoose from 'mongoose';

interface Connection {
  onError(error: Error): void;
}

interface WireMessage {
  readonly responseTo: number;
}

interface ConnectionClass {
  readonly prototype: Connection & {
    writeCommand(this: Connection, command: { readonly requestId: number }, options: unknown): Promise<void>;
    readMany(this: Connection, options: unknown): AsyncGenerator<WireMessage>;
  };
}

let isKept = false;

/** Makes every connection of this process keep to the order of its answers; asked again it does nothing. */
export function keepAnswersInOrder(): void {
  if (isKept) return;
  const { prototype } = driversConnection();
  const { writeCommand, readMany } = prototype;
  if (typeof writeCommand !== 'function' || typeof readMany !== 'function')
    throw new Error('this version of the MongoDB driver is not known: its connections cannot be kept in order');
  const asked = new WeakMap<Connection, number>();
  prototype.writeCommand = function (command, options) {
    asked.set(this, command.requestId);
    return writeCommand.call(this, command, options);
  };
  prototype.readMany = async function* (options) {
    // Of an answer in several messages each names the one before; the first names the command.
    let isFirst = true;
    for await (const message of readMany.call(this, options)) {
      if (isFirst && message.responseTo !== asked.get(this)) {
        const error = new mongoose.mongo.MongoNetworkError('the answer to another command came');
        this.onError(error);
        throw error;
      }
      isFirst = false;
      yield message;
    }
  };
  isKept = true;
}

/** The driver's own class; it is mongoose's copy that we run. */
function driversConnection(): ConnectionClass {
  const ours = createRequire(import.meta.url);
  const mongooses = createRequire(ours.resolve('mongoose'));
  const { Connection } = mongooses('mongodb/lib/cmap/connection.js') as { Connection: ConnectionClass };
  return Connection;
}

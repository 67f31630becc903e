/** Stands between the driver and MongoDB and spoils what passes, one command at a time, as networks and failovers do. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { encodeDocument } from '../../subgraphs/shared/mongo/bson.js';
import { Frames, frameReply, readRequest } from '../../subgraphs/shared/mongo/wire.js';

export type Fault =
  /** The command never arrives. */
  | { readonly does: 'cut before' }
  /** The command is done; its answer never arrives. */
  | { readonly does: 'cut after' }
  /** Half of the answer arrives. */
  | { readonly does: 'truncate' }
  /** The answer arrives twice. */
  | { readonly does: 'duplicate' }
  | { readonly does: 'delay'; readonly milliseconds: number }
  /** The command never arrives; the answer is an error of MongoDB's. */
  | { readonly does: 'refuse'; readonly code: number }
  /** The command is done, and the answer is an error of MongoDB's. */
  | { readonly does: 'deny'; readonly code: number };

/** What happens to a command into a collection; null for nothing. */
export type FaultPlan = (command: string, collection: string) => Fault | null;

export interface FaultProxy {
  readonly uri: string;
  /** From now on. */
  plan: FaultPlan;
  /** How many faults there were: a fault that never happens proves nothing. */
  readonly faults: number;
  stop(): Promise<void>;
}

export async function startFaultProxy(uri: string): Promise<FaultProxy> {
  const target = new URL(uri);
  const sockets = new Set<Socket>();
  const proxy = { plan: (() => null) as FaultPlan, faults: 0 };
  const server = createServer((client) => {
    const upstream = connectTo(target);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => socket.destroy());
    }
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
    join(client, upstream, (message) => {
      const { command } = readRequest(message);
      const fault = proxy.plan(command, collectionOf(message, command));
      if (fault) proxy.faults++;
      return fault;
    });
  });
  const port = await listen(server);
  const own = new URL(uri);
  own.hostname = '127.0.0.1';
  own.port = String(port);
  own.searchParams.set('directConnection', 'true');
  return Object.assign(proxy, {
    uri: own.href,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  });
}

/** A host and port, or the path of a socket. */
function connectTo({ hostname, port }: URL): Socket {
  const host = decodeURIComponent(hostname);
  return host.startsWith('/') ? connect(host) : connect(Number(port || 27017), host);
}

/** Passes messages both ways, each through what is to happen to it. */
function join(client: Socket, upstream: Socket, faultOf: (message: Buffer) => Fault | null): void {
  const faults = new Map<number, Fault>();
  const cut = () => void client.destroy();
  eachMessage(client, (message) => {
    const fault = faultOf(message);
    const id = message.readInt32LE(4);
    if (fault?.does === 'cut before') cut();
    else if (fault?.does === 'refuse') client.write(errorReply(fault.code, id));
    else {
      if (fault) faults.set(id, fault);
      upstream.write(message);
    }
  });
  eachMessage(upstream, (message) => {
    const id = message.readInt32LE(8);
    const fault = faults.get(id);
    faults.delete(id);
    switch (fault?.does) {
      case 'cut after':
        cut();
        break;
      case 'truncate':
        client.write(message.subarray(0, message.length / 2), cut);
        break;
      case 'deny':
        client.write(errorReply(fault.code, id));
        break;
      case 'delay':
        setTimeout(() => client.write(message), fault.milliseconds);
        break;
      default:
        client.write(message);
        if (fault?.does === 'duplicate') client.write(message);
    }
  });
}

function eachMessage(socket: Socket, take: (message: Buffer) => void): void {
  const frames = new Frames();
  socket.on('data', (chunk: Buffer) => {
    for (const message of frames.push(chunk)) take(Buffer.from(message));
  });
}

/** The collection that a command names: the text behind the command's name. */
function collectionOf(message: Buffer, command: string): string {
  const key = Buffer.from(`\x02${command}\0`, 'latin1');
  const at = message.indexOf(key);
  if (at < 0) return '';
  const length = message.readInt32LE(at + key.length);
  return message.toString('utf8', at + key.length + 4, at + key.length + 4 + length - 1);
}

function errorReply(code: number, requestId: number): Buffer {
  return frameReply(
    encodeDocument({ ok: 0, errmsg: 'a fault of the test', code, codeName: 'Fault' }),
    1,
    requestId,
    false,
  );
}

function listen(server: Server): Promise<number> {
  return new Promise((done) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      done(typeof address === 'object' && address ? address.port : 0);
    }),
  );
}

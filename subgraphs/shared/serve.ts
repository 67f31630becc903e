/** A subgraph on HTTP, for running it as a process of its own. Only its gateway is answered, on loopback too. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { VIEWER_HEADER } from '../../schema/policy/viewer.js';
import { continued } from '../../schema/telemetry/telemetry.js';
import type { Subgraph, SubgraphRequest } from './subgraph.js';

const MAX_BODY_BYTES = 4_000_000;

export interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly ready: () => Promise<boolean>;
}

export async function serveSubgraph(subgraph: Subgraph, options: ServeOptions): Promise<Server> {
  const server = createServer((request, response) => {
    respond(subgraph, options, request, response).catch(() =>
      send(response, 500, { errors: [{ message: 'internal' }] }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return server;
}

async function respond(
  subgraph: Subgraph,
  options: ServeOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url?.split('?')[0];
  if (path === '/healthz') return send(response, 200, { status: 'ok' });
  if (path === '/readyz')
    return (await options.ready())
      ? send(response, 200, { status: 'ready' })
      : send(response, 503, { status: 'not ready' });
  const header = request.headers[VIEWER_HEADER];
  const sealed = typeof header === 'string' ? header : undefined;
  // Who is not the gateway learns nothing, not even what a well-formed request would be.
  const body = request.method === 'POST' && path === '/graphql' && sealed !== undefined ? await read(request) : null;
  const asked = () => subgraph.answer(body ?? { query: '' }, sealed);
  // Only the gateway's seal makes a trace header worth anything.
  const { status, body: answer } = await (sealed === undefined ? asked() : continued(request.headers, asked));
  send(response, status, answer);
}

async function read(request: IncomingMessage): Promise<SubgraphRequest | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  try {
    const parsed = JSON.parse(Buffer.concat(chunks).toString()) as Partial<SubgraphRequest> | null;
    if (typeof parsed?.query !== 'string') return null;
    return { query: parsed.query, variables: parsed.variables ?? {}, operationName: parsed.operationName };
  } catch {
    return null;
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response
    .writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(text),
      'cache-control': 'no-store',
    })
    .end(text);
}

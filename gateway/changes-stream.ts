/**
 * `GET /changes`: the feed of changes as server-sent events. Each event is a page of the GraphQL field `changes`, through
 * all walls, and its id is the cursor: who reconnects with `Last-Event-ID` misses nothing and gets nothing twice.
 */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { BaseContext } from '@apollo/server';
import type { Request, RequestHandler, Response } from 'express';
import type { Viewer } from '../schema/policy/viewer.js';
import type { Streams } from './admission/streams.js';
import { catalogued } from './errors.js';
import { cataloguedFrom } from './http-errors.js';
import { askOwn, type OwnOperationParts } from './own-operation.js';
import type { ViewerReader } from './viewer.js';
import { atWidth, WIDTH_HEADER } from './width.js';

export interface ChangesStreamParts<C extends BaseContext> extends OwnOperationParts<C> {
  readonly viewers: ViewerReader;
  /** How many may stand. */
  readonly streams: Streams;
  /** Looks in a turn of its own, like any operation; absent, at once. */
  readonly inTurn?: <T>(viewer: Viewer, work: () => Promise<T>) => Promise<T>;
  /** Aborted when the gateway stops: streams end, and their readers come back elsewhere. */
  readonly stopping: AbortSignal;
  /** Milliseconds between two looks, while there is nothing. */
  readonly every?: number;
}

const EVERY_MS = 1000;
/** Proxies cut connections on which nothing is said. */
const SILENCE_MS = 15_000;

const QUERY = `query RecordChangeStream($after: String, $since: String, $patient: ID) {
  changes(after: $after, since: $since, patient: $patient, first: 200) {
    cursor hasMore changes { kind record about version recorded }
  }
}`;

const PARAMETERS: ReadonlySet<string> = new Set(['after', 'since', 'patient']);

interface Page {
  readonly cursor: string;
  readonly hasMore: boolean;
  readonly changes: readonly object[];
}

type Variables = Readonly<Record<string, string | null>>;

/**
 * Answers who is signed in; the token is read again for each look, so a stream ends with it. Beyond the streams that may stand
 * it is refused with OVERLOADED before anything is read; one that stands waits for its turns and is not ended by a crowd.
 */
export function changesStream<C extends BaseContext>(parts: ChangesStreamParts<C>): RequestHandler {
  return async (request, response) => {
    const variables = variablesOf(request);
    const ended = parts.streams.open(response.locals['viewer'] as Viewer);
    if (!ended) throw catalogued('OVERLOADED');
    try {
      await stream(parts, request, response, variables);
    } finally {
      ended();
    }
  };
}

async function stream<C extends BaseContext>(
  parts: ChangesStreamParts<C>,
  request: Request,
  response: Response,
  variables: Variables,
): Promise<void> {
  const closed = new AbortController();
  response.once('close', () => closed.abort());
  // What is wrong with the request is answered as such, before the stream begins.
  const first = await look(parts, request, variables);
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    // No proxy shall hold events back, and a connection that has ended shall not be waited for.
    'X-Accel-Buffering': 'no',
    Connection: 'close',
  });
  await follow(parts, request, response, { variables, page: first }, AbortSignal.any([closed.signal, parts.stopping]));
  response.end();
}

async function follow<C extends BaseContext>(
  parts: ChangesStreamParts<C>,
  request: Request,
  response: Response,
  begin: { readonly variables: Variables; readonly page: Page },
  ended: AbortSignal,
): Promise<void> {
  let { variables, page } = begin;
  // At once, also with nothing to tell: the reader knows that the stream stands, and from where.
  let said = 0;
  try {
    for (;;) {
      if (page.changes.length > 0 || Date.now() - said > SILENCE_MS) {
        await say(response, page, ended);
        said = Date.now();
      }
      if (!page.hasMore) await pause(parts.every ?? EVERY_MS, undefined, { signal: ended });
      ended.throwIfAborted();
      variables = { ...variables, after: page.cursor, since: null };
      page = await lookOrWait(parts, request, variables, page.cursor);
    }
  } catch (error) {
    if (ended.aborted) return;
    const { code, message } = cataloguedFrom(error);
    response.write(`event: error\ndata: ${JSON.stringify({ code, message })}\n\n`);
  }
}

/** In a crowd the reader's place stays where it is until there is room. */
async function lookOrWait<C extends BaseContext>(
  parts: ChangesStreamParts<C>,
  request: Request,
  variables: Variables,
  cursor: string,
): Promise<Page> {
  try {
    return await look(parts, request, variables);
  } catch (error) {
    if (cataloguedFrom(error).code === 'OVERLOADED') return { cursor, hasMore: false, changes: [] };
    throw error;
  }
}

/** A page as an event; without changes only its place, which keeps the connection and moves the reader on. */
async function say(response: Response, { cursor, changes }: Page, ended: AbortSignal): Promise<void> {
  const text = `id: ${cursor}\nevent: ${changes.length > 0 ? 'changes' : 'place'}\ndata: ${JSON.stringify(changes)}\n\n`;
  if (!response.write(text)) await once(response, 'drain', { signal: ended });
}

/** @throws BAD_REQUEST naming what is not taken. */
function variablesOf(request: Request): Variables {
  const parameters = new URL(request.originalUrl, 'http://gateway').searchParams;
  for (const name of parameters.keys())
    if (!PARAMETERS.has(name)) throw catalogued('BAD_REQUEST', { reason: `it takes ${[...PARAMETERS].join(', ')}` });
  const [resumed] = request.headersDistinct['last-event-id'] ?? [];
  return {
    after: resumed ?? parameters.get('after'),
    since: parameters.get('since'),
    patient: parameters.get('patient'),
  };
}

async function look<C extends BaseContext>(
  parts: ChangesStreamParts<C>,
  request: Request,
  variables: Variables,
): Promise<Page> {
  const { viewers, inTurn = (_viewer, work) => work() } = parts;
  const sent = request.headersDistinct;
  const viewer = atWidth(await viewers.read((sent['authorization'] ?? [])[0]), sent[WIDTH_HEADER] ?? []);
  const data = await inTurn(viewer, () => askOwn(parts, viewer, { query: QUERY, variables: { ...variables } }));
  return data['changes'] as Page;
}

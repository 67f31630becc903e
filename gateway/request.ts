/** From HTTP to one GraphQL operation: GraphQL over HTTP, read strictly and once. */
import type { Request } from 'express';
import { type CataloguedError, catalogued } from './errors.js';

export interface OperationRequest {
  /** null where only the id of a persisted operation was sent. */
  readonly query: string | null;
  /** The id of a persisted operation: the SHA-256 of its text. */
  readonly persisted: string | null;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>> | null;
}

const MEDIA_TYPES = ['application/json; charset=utf-8', 'application/graphql-response+json; charset=utf-8'];

/** The media type of the answer; null when the client accepts none of ours. Without an Accept header: JSON. */
export function acceptedType(request: Request): string | null {
  return request.accepts(MEDIA_TYPES) || null;
}

/**
 * The operation of a GET or a POST.
 * @throws CataloguedError BAD_REQUEST or BATCH_REFUSED; never with a word of what was sent.
 */
export function readOperation(request: Request): OperationRequest {
  const fields = request.method === 'GET' ? searchFields(request) : bodyFields(request);
  const { query, operationName, variables, extensions } = fields;
  if (operationName != null && typeof operationName !== 'string') throw badRequest('operationName must be a string');
  if (variables != null && !isObject(variables)) throw badRequest('variables must be an object');
  if (extensions != null && !isObject(extensions)) throw badRequest('extensions must be an object');
  const persisted = persistedIn(extensions ?? {});
  // An id alone is a question; beside one the text may be left out, but not be something else.
  if (query === undefined && persisted !== null) return { query: null, persisted, ...rest(operationName, variables) };
  if (typeof query !== 'string' || query.trim() === '') throw badRequest('query must be a string and not be empty');
  return { query, persisted, ...rest(operationName, variables) };
}

function rest(
  operationName: string | null | undefined,
  variables: Readonly<Record<string, unknown>> | null | undefined,
): Pick<OperationRequest, 'operationName' | 'variables'> {
  return { operationName: operationName ?? null, variables: variables ?? null };
}

/** As Apollo's clients send it. */
function persistedIn({ persistedQuery }: Readonly<Record<string, unknown>>): string | null {
  if (persistedQuery == null) return null;
  const hash = isObject(persistedQuery) ? persistedQuery['sha256Hash'] : undefined;
  if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash))
    throw badRequest('the hash of a persisted query must be a SHA-256 in 64 hexadecimal digits');
  return hash;
}

interface Fields {
  readonly query?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
  readonly extensions?: unknown;
}

function bodyFields(request: Request): Fields {
  const body: unknown = request.body;
  if (!Buffer.isBuffer(body) || body.length === 0) throw badRequest('the body is empty');
  const value = parseJson(decodeUtf8(body), 'the body');
  if (Array.isArray(value)) throw catalogued('BATCH_REFUSED');
  if (!isObject(value)) throw badRequest('the body must be a JSON object');
  return value;
}

function searchFields(request: Request): Fields {
  const at = request.url.indexOf('?');
  const search = new URLSearchParams(at < 0 ? '' : request.url.slice(at + 1));
  const json = (name: string) => {
    const text = once(search, name);
    return text === undefined || text === '' ? undefined : parseJson(text, name);
  };
  return {
    query: once(search, 'query'),
    operationName: once(search, 'operationName') || undefined,
    variables: json('variables'),
    extensions: json('extensions'),
  };
}

function once(search: URLSearchParams, name: string): string | undefined {
  const values = search.getAll(name);
  if (values.length > 1) throw badRequest(`${name} may stand in the address only once`);
  return values[0];
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw badRequest('the body is not UTF-8');
  }
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw badRequest(`${where} is not valid JSON`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Rewrites the request to what was judged, and to nothing else: Apollo sees this operation, this media type, and none of
 * the client's other headers, the token and forged viewer headers among them. `extensions` end here.
 */
export function forwardOperation(
  request: Request,
  operation: Pick<OperationRequest, 'operationName' | 'variables'> & { readonly query: string },
  mediaType: string,
): void {
  const { query, operationName, variables } = operation;
  request.headers = { accept: mediaType, 'content-type': 'application/json' };
  if (request.method !== 'GET') {
    request.body = { query, ...(operationName === null ? {} : { operationName }), ...(variables && { variables }) };
    return;
  }
  const search = new URLSearchParams({ query });
  if (operationName !== null) search.set('operationName', operationName);
  if (variables !== null) search.set('variables', JSON.stringify(variables));
  request.url = `/graphql?${search}`;
  request.body = undefined;
}

function badRequest(reason: string): CataloguedError {
  return catalogued('BAD_REQUEST', { reason });
}

/** What of an error may leave: catalogued errors, and GraphQL's own words about the query. All else becomes a reference. */
import { randomUUID } from 'node:crypto';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import {
  CataloguedError,
  catalogued,
  type ErrorCode,
  type ErrorDetails,
  extensionsOf,
  isCriterion,
  isErrorCode,
  messageOf,
} from '../errors.js';

import { noteRequest } from '../telemetry/request-note.js';

/** Told about every error that was masked, so that an operator can find it by the reference that the caller has. */
export type ErrorReport = (reference: string, error: unknown) => void;

/**
 * Apollo's classes for what is wrong with a request. They exist in this process only: an error that came from a subgraph
 * as JSON is never of these classes, whatever code it claims, and so its words never pass.
 */
const REQUEST_ERRORS = [
  'SyntaxError',
  'ValidationError',
  'UserInputError',
  'OperationResolutionError',
  'BadRequestError',
];
const MAX_MESSAGE = 500;
const MAX_FRAMES = 8;

/** The options of an ApolloServer that make every answer of it leave through the catalogue. */
export function maskedErrors(report: ErrorReport = reportToStderr) {
  return {
    includeStacktraceInErrorResponses: false,
    formatError: (formatted: GraphQLFormattedError, original: unknown) => maskError(formatted, original, report),
  };
}

/** The error as it may be shown; `path` stays, because clients put errors beside the fields they belong to. */
export function maskError(
  formatted: GraphQLFormattedError,
  original: unknown,
  report: ErrorReport = reportToStderr,
): GraphQLFormattedError {
  const path = formatted.path === undefined ? {} : { path: formatted.path };
  const known = cataloguedIn(original);
  if (known) return { message: known.message, ...path, extensions: extensionsOf(known.code, known.details) };
  if (isRequestError(original)) return requestError(formatted);
  const code = codeIn(formatted, original);
  if (code && !REQUEST_CODES.includes(code)) {
    const details = detailsIn(formatted.extensions);
    return { message: messageOf(code, details), ...path, extensions: extensionsOf(code, details) };
  }
  const internal = internalError(original, report);
  return { message: internal.message, ...path, extensions: { code: 'INTERNAL' } };
}

/** An error of ours for one that nobody may see; the report gets it under the reference that the message names. */
export function internalError(error: unknown, report: ErrorReport = reportToStderr): CataloguedError {
  const reference = randomUUID();
  noteRequest({ reference });
  report(reference, error);
  return catalogued('INTERNAL', { reference });
}

/**
 * One line to standard error: the class of the error and where it was thrown. Its message stays out, because messages of
 * databases and parsers quote the values they choked on.
 */
export function reportToStderr(reference: string, error: unknown): void {
  const root = rootOf(error);
  const frames = root instanceof Error ? (root.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  const name = root instanceof Error ? root.name : typeof root;
  const at = frames.slice(0, MAX_FRAMES).map((line) => line.trim());
  process.stderr.write(`${JSON.stringify({ level: 'error', reference, name, at })}\n`);
}

/** These codes tell about the request that the client sent; from a subgraph they tell about one that the gateway made. */
const REQUEST_CODES: readonly ErrorCode[] = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
  'UNAUTHENTICATED',
  'INTERNAL',
];

/** The gateway and Apollo wrap errors of resolvers and data sources; ours may be some layers down. */
function cataloguedIn(error: unknown): CataloguedError | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 8; depth += 1) {
    if (at instanceof CataloguedError) return at;
    at = at instanceof GraphQLError ? at.originalError : at.cause;
  }
  return null;
}

function rootOf(error: unknown): unknown {
  let at = error;
  for (let depth = 0; at instanceof GraphQLError && at.originalError && depth < 8; depth += 1) at = at.originalError;
  return at;
}

function isRequestError(error: unknown): boolean {
  return error instanceof GraphQLError && error.path === undefined && REQUEST_ERRORS.includes(error.name);
}

function requestError(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const code = formatted.extensions?.['code'];
  const message = formatted.message.slice(0, MAX_MESSAGE);
  const locations = formatted.locations === undefined ? {} : { locations: formatted.locations };
  return { message, ...locations, extensions: { code: isErrorCode(code) ? code : 'BAD_REQUEST' } };
}

/** The code of an error that crossed from a subgraph as data: the code is taken, its words are ours. */
function codeIn(formatted: GraphQLFormattedError, original: unknown): ErrorCode | null {
  const code = original instanceof GraphQLError ? original.extensions['code'] : formatted.extensions?.['code'];
  return isErrorCode(code) ? code : null;
}

/** Numbers, and a place in the question, are all that a subgraph may add: they cannot carry a line of a record. */
function detailsIn(extensions: GraphQLFormattedError['extensions']): ErrorDetails {
  return Object.fromEntries(
    Object.entries(extensions ?? {}).filter(
      ([name, value]) => typeof value === 'number' || (name === 'criterion' && isCriterion(value)),
    ),
  ) as ErrorDetails;
}

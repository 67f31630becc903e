/** The one catalogue of errors that may leave the gateway: each with its HTTP status and what the caller can do. */
import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { BASES, type Basis, type InformationBlockingBasis } from '../schema/policy/information-blocking.js';

interface CatalogueEntry {
  readonly status: number;
  /** `{name}` stands for a detail of that name. */
  readonly message: string;
  /** Why the refusal is no information blocking; absent where nothing was refused, or only a mistake of the caller. */
  readonly basis?: Basis;
}

/**
 * Codes are stable: clients switch on them. `gateway/errors.md` lists them, and a test keeps both in agreement. Apollo's and
 * graphql-js' own codes stand here too, so that nothing outside this list can leave.
 *
 * GRAPHQL_VALIDATION_FAILED has no basis, though hidden fields end there: a field that the role may not see is answered
 * like one that nobody has thought of, to the byte. A basis would tell the two apart, and so would tell that the hidden
 * one exists. For the same reason a record out of scope is null like an unknown one, with no error at all. Which basis
 * closes a field or a record tells `policy explain`, to those who may ask for others.
 */
export const CATALOGUE = {
  UNAUTHENTICATED: {
    status: 401,
    message: 'Send one valid access token as "Authorization: Bearer <token>": {reason}.',
    basis: 'security',
  },
  SIGN_IN_UNAVAILABLE: {
    status: 503,
    message: 'The sign-in keys cannot be fetched, so no token can be checked. Try again shortly.',
    basis: 'security',
  },
  FORBIDDEN: { status: 403, message: 'Your role may not ask for this.', basis: 'privacy' },
  BAD_TOKEN_REQUEST: { status: 400, message: 'The local issuer can make no token of this: {reason}.' },
  NOT_FOUND: { status: 404, message: 'There is nothing here. The API is at /graphql.' },
  METHOD_NOT_ALLOWED: { status: 405, message: 'Use one of these methods here: {allowed}.' },
  NOT_ACCEPTABLE: { status: 406, message: 'Accept application/json or application/graphql-response+json.' },
  CONFLICT: {
    status: 409,
    message:
      'Somebody changed this record first: nothing was written. Its current version is {currentVersion}; read it again.',
  },
  KEY_REUSED: {
    status: 409,
    message: 'This idempotency key was used for another change: nothing was written. Take a new key for each change.',
  },
  NOT_WRITTEN: { status: 503, message: 'The store takes no writes just now: nothing was written. Try again shortly.' },
  STORAGE_FULL: {
    status: 507,
    message: 'The store has no room left: nothing was written. Reading goes on; tell your administrator.',
  },
  WRITE_UNCERTAIN: {
    status: 503,
    message:
      'It is not known whether this was written. Repeat it with the same idempotency key: it will be written once.',
  },
  TRANSFER_TOO_LARGE: {
    status: 413,
    message: 'This record has more than {limit} characters. Ask the operator for an export of it.',
    basis: 'performance',
  },
  BODY_TOO_LARGE: { status: 413, message: 'A request body may have at most {limit} bytes.', basis: 'performance' },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    message: 'Send the body as "Content-Type: application/json" in UTF-8, without a content encoding.',
  },
  BAD_REQUEST: { status: 400, message: 'The request is not a GraphQL request: {reason}.' },
  BAD_WIDTH: { status: 400, message: 'The header chartlens-width cannot be used like this: {reason}.' },
  UNKNOWN_PATIENT: { status: 400, message: 'There is no patient with this id.' },
  NO_REASON: { status: 400, message: 'Say in words why the record must be opened: 10 to 500 characters.' },
  ALREADY_REVIEWED: { status: 409, message: 'This emergency opening has been reviewed. Read it to see the outcome.' },
  UNKNOWN_RECORD: { status: 400, message: 'There is no record with the id at {input}: nothing was written.' },
  BAD_RECORD: {
    status: 400,
    message: 'The record does not take the value at {input}; the schema says what it takes. Nothing was written.',
  },
  AMOUNTS_DIFFER: {
    status: 400,
    message: 'The amount at {input} is not what the others come to, to the last digit: nothing was written.',
  },
  NOT_YOURS: {
    status: 403,
    message: 'Another organisation wrote the record at {input}, and only they change it: nothing was written.',
  },
  WRONG_STATE: {
    status: 409,
    message: 'The record at {input} is in a state in which this cannot be done: nothing was written. Read it again.',
  },
  TIME_TAKEN: { status: 409, message: 'The time at {input} is taken: nothing was booked. Choose another one.' },
  BATCH_REFUSED: { status: 400, message: 'Send one operation for each request: batches (JSON arrays) are refused.' },
  BAD_USER_INPUT: { status: 400, message: 'A variable has a value that does not fit its type.' },
  BAD_ARGUMENT: {
    status: 400,
    message: 'An argument of this field has a value that it does not take; the schema says what it takes.',
  },
  BAD_CURSOR: { status: 400, message: '"after" is not a cursor of this list: pass endCursor of its last page.' },
  BAD_PAGE: { status: 400, message: 'This list does not give pages of that size; the schema says what "first" takes.' },
  UNKNOWN_OPERATION: {
    status: 400,
    message: 'This operation is not in the manifest of persisted operations of your role.',
  },
  OPERATION_RESOLUTION_FAILURE: {
    status: 400,
    message: 'Name exactly one operation of the document as operationName.',
  },
  GRAPHQL_PARSE_FAILED: { status: 400, message: 'The query is not valid GraphQL.' },
  GRAPHQL_VALIDATION_FAILED: { status: 400, message: 'The query does not fit the schema of your role.' },
  FRAGMENT_CYCLE: { status: 400, message: 'A fragment must not contain itself.' },
  FRAGMENT_TWICE: { status: 400, message: 'Two fragments of a query must not have the same name.' },
  RESERVED_NAME: { status: 400, message: 'The name __proto__ cannot be used in a query.' },
  TOO_MANY_TOKENS: {
    status: 400,
    message: 'A query may have at most {limit} tokens (MAX_TOKENS).',
    basis: 'performance',
  },
  QUERY_TOO_DEEP: {
    status: 400,
    message: 'A query may be at most {limit} fields deep (MAX_DEPTH).',
    basis: 'performance',
  },
  ARGUMENT_TOO_DEEP: {
    status: 400,
    message: 'An argument may nest lists and objects at most {limit} deep.',
    basis: 'performance',
  },
  TOO_MANY_ALIASES: {
    status: 400,
    message: 'A query may have at most {limit} aliases (MAX_ALIASES).',
    basis: 'performance',
  },
  TOO_MANY_DIRECTIVES: {
    status: 400,
    message: 'One place of a query may have at most {limit} directives.',
    basis: 'performance',
  },
  TOO_MANY_ROOT_FIELDS: {
    status: 400,
    message: 'An operation may have at most {limit} fields at its root.',
    basis: 'performance',
  },
  TOO_MANY_FIELDS: {
    status: 400,
    message: 'A query may select at most {limit} fields, counting a fragment wherever it is spread.',
    basis: 'performance',
  },
  TOO_MANY_REPEATS: {
    status: 400,
    message: 'A query may select the same answer field at most {limit} times.',
    basis: 'performance',
  },
  INTROSPECTION_TOO_DEEP: {
    status: 400,
    message: 'Introspection may nest fields, interfaces, possibleTypes and inputFields at most {limit} deep.',
  },
  INTROSPECTION_TOO_LARGE: { status: 400, message: 'Introspection may select at most {limit} fields in one query.' },
  QUERY_TOO_COSTLY: {
    status: 400,
    message:
      'A query may cost at most {limit} (MAX_COST), this one costs {cost}. Ask for smaller pages or fewer fields.',
    basis: 'performance',
  },
  BAD_CRITERION: {
    status: 400,
    message:
      'The criterion at {criterion} cannot be: the schema says what it takes. Null, empty lists and bounds that exclude each other are refused.',
  },
  UNKNOWN_CODE_SYSTEM: {
    status: 400,
    message: 'The criterion at {criterion} names a code system that the population does not hold there.',
  },
  MIXED_UNITS: {
    status: 400,
    message: 'The criterion at {criterion} needs one UCUM unit that the population holds: no two units are compared.',
  },
  EMPTY_PERIOD: {
    status: 400,
    message: 'The criterion at {criterion} is a period that ends before it begins, or names neither.',
  },
  POPULATION_TOO_COSTLY: {
    status: 400,
    message:
      'A question to the population may cost at most {limit}, this one costs {cost}. Ask by fewer criteria or fields.',
    basis: 'performance',
  },
  POPULATION_SPENT: {
    status: 429,
    message:
      'At most {limit} different numbers are told of the population in a month, and they are told. What was answered before is answered still.',
    basis: 'privacy',
  },
  OVERLOADED: {
    status: 503,
    message:
      'More is asked just now than can be answered: nothing was read. Try again after the seconds in Retry-After.',
    basis: 'performance',
  },
  SUBGRAPH_UNAVAILABLE: { status: 503, message: 'A part of the record does not answer just now. Try again shortly.' },
  SUBGRAPH_DEADLINE: {
    status: 504,
    message: 'A part of the record took too long to answer. Ask for less, or try again.',
    basis: 'performance',
  },
  TRAIL_UNAVAILABLE: {
    status: 503,
    message: 'The audit trail cannot be written, so nothing may be shown. Try again shortly.',
    basis: 'security',
  },
  TRAIL_UNAVAILABLE_AFTER_WRITE: {
    status: 503,
    message:
      'This was written, but the audit trail cannot be, so nothing may be shown. Repeat it with the same idempotency key: ' +
      'it is not written again, and the answer is the first one.',
    basis: 'security',
  },
  INTERNAL: {
    status: 500,
    message: 'Something failed on our side. Tell your administrator this reference: {reference}.',
  },
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof CATALOGUE;
export type ErrorDetails = Readonly<Record<string, string | number>>;

/** The only details that leave as extensions of their own; the others only fill the message. */
const PUBLIC_DETAILS = ['limit', 'cost', 'currentVersion'] as const;

/** Where in a question its mistake is: names of our own schema and places, never a word that was sent. */
const CRITERION = /^(?:where|with|of|years|during)(?:\.(?:[a-z][A-Za-z0-9]{0,20}|\d{1,3})){0,24}$/;

export function isCriterion(value: unknown): value is string {
  return typeof value === 'string' && CRITERION.test(value);
}

/** Where in the arguments of a change its mistake is: names of our own schema and places, never a word that was sent. */
const CHANGE_INPUT =
  /^(?:input|id|patient|recipient|reason|idempotencyKey)(?:\.(?:[a-z][A-Za-z0-9]{0,30}|\d{1,3})){0,12}$/;

export function isChangeInput(value: unknown): value is string {
  return typeof value === 'string' && CHANGE_INPUT.test(value);
}

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(CATALOGUE, code);
}

export function statusOf(code: ErrorCode): number {
  return CATALOGUE[code].status;
}

/** The exception of 45 CFR 171 under which the refusal is no information blocking; null where none is claimed. */
export function basisOf(code: ErrorCode): InformationBlockingBasis | null {
  const { basis }: CatalogueEntry = CATALOGUE[code];
  return basis === undefined ? null : BASES[basis];
}

/** The catalogue's message with its details filled in; a detail that is missing reads as "?". */
export function messageOf(code: ErrorCode, details: ErrorDetails = {}): string {
  return CATALOGUE[code].message.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? '?'));
}

/** The extensions an answer shows for an error: its code, for limits their numbers, for refusals their basis. */
export function extensionsOf(code: ErrorCode, details: ErrorDetails = {}): Record<string, unknown> {
  const shown = PUBLIC_DETAILS.filter((name) => typeof details[name] === 'number');
  const basis = basisOf(code);
  const { criterion, input } = details;
  return {
    code,
    ...Object.fromEntries(shown.map((name) => [name, details[name]])),
    ...(isCriterion(criterion) && { criterion }),
    ...(isChangeInput(input) && { input }),
    ...(basis && { informationBlocking: basis }),
  };
}

/** An error made from the catalogue in this process: only these pass the mask with their details. */
export class CataloguedError extends GraphQLError {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails, http: boolean) {
    const head = http ? { http: { status: statusOf(code), headers: new HeaderMap() } } : {};
    super(messageOf(code, details), { extensions: { ...extensionsOf(code, details), ...head } });
    this.code = code;
    this.details = details;
  }
}

/** An error of one field or one subgraph: the rest of the answer stands, and so does its status 200. */
export function catalogued(code: ErrorCode, details: ErrorDetails = {}): CataloguedError {
  return new CataloguedError(code, details, false);
}

/** An error that refuses the whole operation: Apollo answers with the catalogue's HTTP status. */
export function refusal(code: ErrorCode, details: ErrorDetails = {}): CataloguedError {
  return new CataloguedError(code, details, true);
}

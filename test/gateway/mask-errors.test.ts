import { readFile } from 'node:fs/promises';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { basisOf, CATALOGUE, catalogued, type ErrorCode, refusal } from '../../gateway/errors.js';
import { maskError, reportToStderr } from '../../gateway/plugins/mask-errors.js';

const PERFORMANCE = { exception: '45 CFR 171.205', title: 'Health IT performance exception' };
const CANARY = 'Grace Hopper 1906-12-09';

function masked(error: GraphQLError, report: (reference: string, error: unknown) => void = () => undefined) {
  return maskError(error.toJSON(), error, report);
}

/** As the gateway makes them of what a subgraph answered. */
function fromSubgraph(code: string | undefined, message: string, more: object = {}): GraphQLError {
  const upstream = Object.assign(new Error(message), { extensions: { code } });
  return new GraphQLError(message, {
    originalError: upstream,
    path: ['patient', 'conditions'],
    extensions: { ...(code ? { code } : {}), serviceName: 'clinical', exception: { stacktrace: [CANARY] }, ...more },
  });
}

describe('an error that leaves', () => {
  test('is one of the catalogue, however deep the gateway wrapped it', () => {
    const wrapped = new GraphQLError('x', {
      originalError: new GraphQLError('y', { originalError: catalogued('SUBGRAPH_DEADLINE') }),
      path: ['patient'],
    });
    expect(masked(wrapped)).toEqual({
      message: CATALOGUE.SUBGRAPH_DEADLINE.message,
      path: ['patient'],
      extensions: { code: 'SUBGRAPH_DEADLINE', informationBlocking: PERFORMANCE },
    });
  });

  test('names its limit as a number', () => {
    expect(masked(refusal('TOO_MANY_ALIASES', { limit: 50 }))).toEqual({
      message: 'A query may have at most 50 aliases (MAX_ALIASES).',
      extensions: { code: 'TOO_MANY_ALIASES', limit: 50, informationBlocking: PERFORMANCE },
    });
  });

  test('from a subgraph keeps its code and its path, and loses every word', () => {
    const answer = masked(fromSubgraph('FORBIDDEN', `${CANARY} at http://10.0.0.7:4001`));
    expect(answer).toEqual({
      message: CATALOGUE.FORBIDDEN.message,
      path: ['patient', 'conditions'],
      extensions: {
        code: 'FORBIDDEN',
        informationBlocking: { exception: '45 CFR 171.202', title: 'Privacy exception' },
      },
    });
  });

  test.each([
    'GRAPHQL_VALIDATION_FAILED',
    'GRAPHQL_PARSE_FAILED',
    'UNAUTHENTICATED',
    'BAD_REQUEST',
    'E11000',
    undefined,
  ])('from a subgraph with the code %s is ours to mend, so it is internal', (code) => {
    const answer = masked(fromSubgraph(code, `Cannot query field "hidden" on type "Secret". ${CANARY}`));
    expect(answer.extensions).toEqual({ code: 'INTERNAL' });
    expect(JSON.stringify(answer)).not.toMatch(/hidden|Secret|Hopper|clinical/);
  });

  test('from a subgraph without a path is no word about the request either', () => {
    const upstream = fromSubgraph('GRAPHQL_VALIDATION_FAILED', CANARY, { name: 'ValidationError' });
    const { extensions, message } = upstream;
    expect(masked(new GraphQLError(message, { extensions })).extensions).toEqual({ code: 'INTERNAL' });
  });

  test('of ours is opaque: a reference that the report has too, and nothing else', () => {
    const seen: [string, unknown][] = [];
    const cause = new Error(`E11000 duplicate key: ${CANARY}`);
    const error = new GraphQLError(cause.message, { originalError: cause, path: ['patient', 3, 'name'] });
    const answer = masked(error, (reference, original) => seen.push([reference, original]));
    const reference = seen[0]?.[0] ?? '';
    expect(reference).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer).toEqual({
      message: expect.stringContaining(reference),
      path: ['patient', 3, 'name'],
      extensions: { code: 'INTERNAL' },
    });
  });

  test.each([new Error(CANARY), CANARY, null, undefined, { message: CANARY }])(
    'is masked whatever was thrown',
    (thrown) => {
      const formatted: GraphQLFormattedError = {
        message: CANARY,
        extensions: { code: 'WHATEVER', stacktrace: [CANARY] },
      };
      expect(JSON.stringify(maskError(formatted, thrown, () => undefined))).not.toContain('Hopper');
    },
  );

  test('cannot smuggle text as a number', () => {
    const answer = masked(fromSubgraph('QUERY_TOO_COSTLY', 'x', { limit: CANARY, cost: { canary: CANARY } }));
    expect(answer.extensions).toEqual({ code: 'QUERY_TOO_COSTLY', informationBlocking: PERFORMANCE });
    expect(answer.message).not.toContain('Hopper');
  });
});

describe('the report of an internal error', () => {
  afterEach(() => vi.restoreAllMocks());

  test('says where it was thrown, and not what it says', () => {
    const written: string[] = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
    const cause = new TypeError(`cannot read ${CANARY}\n${CANARY} again`);
    reportToStderr('ref-1', new GraphQLError(cause.message, { originalError: cause }));
    const line = JSON.parse(written.join('')) as { at: string[] };
    expect(line).toMatchObject({ level: 'error', reference: 'ref-1', name: 'TypeError' });
    expect(line.at[0]).toContain('mask-errors.test');
    expect(written.join('')).not.toContain('Hopper');
    expect(written.join('').trimEnd()).not.toContain('\n');
  });
});

describe('the catalogue', () => {
  const codes = Object.keys(CATALOGUE) as ErrorCode[];

  test('and its documentation agree', async () => {
    const page = await readFile(new URL('../../gateway/errors.md', import.meta.url), 'utf8');
    // Underscores are escaped there, so that no reader of Markdown takes them for bold.
    const documented = [
      ...page.replaceAll('\\_', '_').matchAll(/^\| `(\w+)` \| (\d{3}) \| (45 CFR 171\.20\d )?\| (.+) \|$/gm),
    ].map(([, code, status, basis, message]) => [code, Number(status), basis?.trim() ?? null, message]);
    expect(documented).toEqual(
      codes.map((code) => [code, CATALOGUE[code].status, basisOf(code)?.exception ?? null, CATALOGUE[code].message]),
    );
  });

  test.each(codes)('%s tells the caller what to do, in one line', (code) => {
    const { status, message } = CATALOGUE[code];
    expect(status).toBeGreaterThanOrEqual(400);
    expect(message).toMatch(/^["A-Z][^\n]{20,}\.$/);
  });

  test('claims a basis for what the gateway refuses, and none for mistakes, outages and what does not exist', () => {
    const claimed = (exception: string) => codes.filter((code) => basisOf(code)?.exception === exception);
    expect(claimed('45 CFR 171.202')).toEqual(['FORBIDDEN', 'POPULATION_SPENT']);
    expect(claimed('45 CFR 171.203')).toEqual([
      'UNAUTHENTICATED',
      'SIGN_IN_UNAVAILABLE',
      'TRAIL_UNAVAILABLE',
      'TRAIL_UNAVAILABLE_AFTER_WRITE',
    ]);
    expect(claimed('45 CFR 171.205')).toContain('QUERY_TOO_COSTLY');
    for (const code of ['GRAPHQL_VALIDATION_FAILED', 'BAD_CURSOR', 'SUBGRAPH_UNAVAILABLE', 'INTERNAL'] as const)
      expect(basisOf(code)).toBeNull();
  });
});

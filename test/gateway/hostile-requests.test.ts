import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, ask, codeOf, flood, rawStatus } from './support/requests.js';
import { CANARY, type StandIn, startStandIn } from './support/stand-in.js';
import { goodClaims, unsigned } from './support/tokens.js';

let gateway: StandIn;
let token: string;

beforeAll(async () => {
  gateway = await startStandIn({ env: { MAX_BODY_BYTES: '20000' } });
  token = await gateway.token({ role: 'insurer', organization: 'payer-1' });
});
afterAll(() => gateway.stop());
afterEach(() => {
  // Whatever a test sent, nothing was written and nothing was polluted.
  expect(gateway.written).toEqual([]);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

const JSON_TYPE = { 'content-type': 'application/json' };

function post(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = JSON_TYPE): Promise<Answer> {
  const init = { method: 'POST', headers: { authorization: `Bearer ${token}`, ...headers }, body };
  return ask(`${gateway.url}/graphql`, init);
}

const postQuery = (query: string, more: object = {}) => post(JSON.stringify({ query, ...more }));

describe('without a good token', () => {
  const tokens: [string, string | null][] = [
    ['none', null],
    ['an empty one', 'Bearer '],
    ['one that nobody signed', `Bearer ${unsigned({ alg: 'none' }, goodClaims({ iss: 'urn:chartlens:local' }))}`],
    ['a basic one', 'Basic YWRtaW46YWRtaW4='],
  ];

  test.each(tokens)('%s: 401, one line, and how to sign in', async (_what, authorization) => {
    const headers = { ...JSON_TYPE, ...(authorization === null ? {} : { authorization }) };
    for (const path of ['/graphql', '/graphql?query={role}', '/schema.graphql']) {
      const init = path === '/graphql' ? { method: 'POST', body: '{"query":"{role}"}', headers } : { headers };
      const answer = await ask(`${gateway.url}${path}`, init);
      expect([answer.status, codeOf(answer)]).toEqual([401, 'UNAUTHENTICATED']);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="chartlens"');
      expect(answer.body.errors).toHaveLength(1);
      expect(answer.body.errors?.[0]?.message).not.toContain('\n');
    }
  });

  test('an expired one is told so', async () => {
    const expired = await gateway.token({ role: 'auditor', expiresIn: -60 });
    const answer = await post('{}', { ...JSON_TYPE, authorization: `Bearer ${expired}` });
    expect([answer.status, answer.body.errors?.[0]?.message]).toEqual([401, expect.stringContaining('expired')]);
  });

  test('two authorizations are none, also when the first one is good', async () => {
    const lines = ['GET /schema.graphql HTTP/1.1', 'Host: x', `Authorization: Bearer ${token}`];
    expect(await rawStatus(gateway.url, lines)).toBe(200);
    expect(await rawStatus(gateway.url, [...lines, 'Authorization: Bearer a.b.c'])).toBe(401);
  });

  test('a token in the address or the body is none', async () => {
    const answer = await ask(`${gateway.url}/graphql?query={role}&access_token=${token}`);
    expect(answer.status).toBe(401);
  });
});

describe('forged identity beside a good token', () => {
  test('is ignored, and never reaches the servers', async () => {
    const forged = {
      'x-role': 'clinician',
      role: 'clinician',
      'chartlens-viewer': 'eyJyb2xlIjoiY2xpbmljaWFuIn0.AAAA',
      'x-viewer': '{"role":"clinician"}',
      'x-forwarded-user': 'root',
      cookie: 'role=clinician',
    };
    const answer = await post(JSON.stringify({ query: '{ role viewer }', role: 'clinician', viewer: {} }), {
      ...JSON_TYPE,
      ...forged,
    });
    expect(answer.body.data).toMatchObject({ role: 'insurer' });
    expect(gateway.seen.at(-1)?.headers.sort()).toEqual(['accept', 'content-type']);
    expect(gateway.seen.at(-1)?.viewer).toMatchObject({ role: 'insurer', organization: 'payer-1' });
  });
});

describe('37 text/plain POST, odd charset: a body that is not a GraphQL request', () => {
  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/graphql',
    'application/json; charset=utf-16',
    'application/json; charset=iso-8859-1',
    'application/json; charset=utf-8; charset=utf-7',
    'application/json; charset="utf-16"',
    'application/jsonp',
    'text/json',
    'application/json, text/plain',
  ])('is refused for its type: %s', async (type) => {
    const answer = await post('{"query":"mutation { write(text: \\"x\\") }"}', { 'content-type': type });
    expect([answer.status, codeOf(answer)]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  test.each(['application/json; charset=UTF-8', 'application/json;charset="utf-8"', 'APPLICATION/JSON'])(
    'is read when its type is %s',
    async (type) => {
      expect((await post('{"query":"{ role }"}', { 'content-type': type })).status).toBe(200);
    },
  );

  test.each<[string, string | Uint8Array<ArrayBuffer>]>([
    ['empty', ''],
    ['cut short', '{"query":"{ role }'],
    ['not JSON', 'query { role }'],
    ['not UTF-8', Buffer.from('{"query":"{ role } # \xff"}', 'latin1') as Uint8Array<ArrayBuffer>],
    ['UTF-16', Buffer.from('{"query":"{ role }"}', 'utf16le') as Uint8Array<ArrayBuffer>],
    ['null', 'null'],
    ['a number', '7'],
    ['a string', '"{ role }"'],
    ['without a query', '{"variables":{}}'],
    ['with an empty query', '{"query":" "}'],
    ['with a query that is a document', '{"query":{"kind":"Document","definitions":[]}}'],
    ['with a query by prototype', '{"__proto__":{"query":"{ role }","polluted":true}}'],
    ['with variables that are a list', '{"query":"{ role }","variables":[1]}'],
    ['with variables in a string', '{"query":"{ role }","variables":"{}"}'],
    ['with an operation name that is a list', '{"query":"{ role }","operationName":["A"]}'],
    ['with extensions that are a string', '{"query":"{ role }","extensions":"x"}'],
    ['with a persisted query only', '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"abc"}}}'],
  ])('is refused when it is %s, without a word of it', async (_what, body) => {
    const answer = await post(body);
    expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_REQUEST']);
    expect(answer.body.errors?.[0]?.message).toMatch(/^The request is not a GraphQL request: [a-z0-9 -]+\.$/i);
  });

  test.each(['[]', '[{"query":"{ role }"}]', `[${Array(11).fill('{"query":"{ role }"}').join()}]`])(
    'is refused as a batch: %s',
    async (body) => {
      const answer = await post(body);
      expect([answer.status, codeOf(answer)]).toEqual([400, 'BATCH_REFUSED']);
    },
  );

  test('is refused when an address says a thing twice', async () => {
    const headers = { authorization: `Bearer ${token}` };
    for (const search of [
      'query={role}&query={echo}',
      'query={role}&variables={}&variables={}',
      'query={role}&variables=[1]',
      'query={role}&variables={',
      '',
    ]) {
      const answer = await ask(`${gateway.url}/graphql?${search}`, { headers });
      expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_REQUEST']);
    }
  });
});

describe('a body of absurd size', () => {
  test('is refused, with the limit', async () => {
    const answer = await postQuery(`{ role } # ${'x'.repeat(20_000)}`);
    expect([answer.status, codeOf(answer)]).toEqual([413, 'BODY_TOO_LARGE']);
    expect(answer.body.errors?.[0]).toMatchObject({
      extensions: { limit: 20_000 },
      message: expect.stringContaining('20000'),
    });
  });

  test('is not read to its end when it comes without a length', async () => {
    const headers = { authorization: `Bearer ${token}`, ...JSON_TYPE };
    expect(await flood(`${gateway.url}/graphql`, headers)).toMatchObject({ status: 413 });
  });

  test('that never ends is cut off, whoever sends it', async () => {
    const strangers = await Promise.all(
      ['/graphql', '/nowhere', '/healthz'].map((path) => flood(`${gateway.url}${path}`, JSON_TYPE)),
    );
    expect(strangers.map(({ status }) => status)).toEqual([401, 404, 405]);
    await Promise.all(strangers.map(({ cut }) => cut));
  });

  test('is not unpacked, bomb or not', async () => {
    const bomb = gzipSync(Buffer.alloc(10_000_000, ' '));
    expect(bomb.length).toBeLessThan(20_000);
    for (const encoding of ['gzip', 'deflate', 'br', 'gzip, gzip', 'unknown']) {
      const answer = await post(bomb as Uint8Array<ArrayBuffer>, { ...JSON_TYPE, 'content-encoding': encoding });
      expect([answer.status, codeOf(answer)]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    }
  });
});

describe('36 floods: a query over a limit', () => {
  const repeat = (count: number, text: (index: number) => string) =>
    Array.from({ length: count }, (_, i) => text(i)).join(' ');
  const bomb = `{ ...F0 } ${repeat(22, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} ...F${i + 1} }`)} fragment F22 on Query { role }`;
  const floods: [string, string, string][] = [
    ['aliases', 'TOO_MANY_ALIASES', `{ ${repeat(101, (i) => `a${i}: role`)} }`],
    ['depth', 'QUERY_TOO_DEEP', `{ patients { nodes ${'{ friends { nodes '.repeat(10)} { id } ${'} }'.repeat(10)} } }`],
    ['tokens', 'TOO_MANY_TOKENS', `{ ${'role '.repeat(3_000)} ...on Query { ${'x '.repeat(2000)} } }`],
    ['directives', 'TOO_MANY_DIRECTIVES', 'query cop { __typename @aa@aa@aa@aa@aa@aa@aa@aa@aa@aa }'],
    ['repeats', 'TOO_MANY_REPEATS', `query cop { ${'__typename \n'.repeat(500)} }`],
    ['fragments', 'TOO_MANY_FIELDS', bomb],
    [
      'fragment cycles',
      'FRAGMENT_CYCLE',
      'query { __schema { ...A } } fragment A on __Schema { __typename ...B } fragment B on __Schema { ...A }',
    ],
    ['pages', 'QUERY_TOO_COSTLY', '{ patients(first: 1000) { nodes { friends(first: 1000) { nodes { id } } } } }'],
    [
      'introspection',
      'INTROSPECTION_TOO_DEEP',
      'query { __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }',
    ],
    ['reserved names', 'RESERVED_NAME', '{ __proto__: role }'],
  ];

  test.each(floods)('of %s is answered 400 %s, and nobody is asked', async (_what, code, query) => {
    const before = gateway.seen.length;
    const answer = await postQuery(query);
    expect([answer.status, codeOf(answer)]).toEqual([400, code]);
    const { message, extensions } = answer.body.errors?.[0] ?? { message: '', extensions: { code: '' } };
    if (extensions.limit !== undefined) expect(message).toContain(String(extensions.limit));
    expect(answer.body.errors).toHaveLength(1);
    expect(gateway.seen).toHaveLength(before);
  });

  test('is refused by GET and in both media types as well', async () => {
    const query = `{ ${repeat(60, (i) => `a${i}: role`)} }`;
    const headers = { authorization: `Bearer ${token}`, accept: 'application/graphql-response+json' };
    const answer = await ask(`${gateway.url}/graphql?${new URLSearchParams({ query })}`, { headers });
    expect([answer.status, codeOf(answer)]).toEqual([400, 'TOO_MANY_ALIASES']);
    expect(answer.type).toBe('application/graphql-response+json; charset=utf-8');
  });

  test('is refused when only its variables take it there', async () => {
    const query = 'query ($n: Int) { patients(first: $n) { nodes { friends(first: $n) { nodes { id } } } } }';
    expect((await postQuery(query, { variables: { n: 10 } })).status).toBe(200);
    expect(codeOf(await postQuery(query, { variables: { n: 5000 } }))).toBe('QUERY_TOO_COSTLY');
  });
});

describe('prototype pollution', () => {
  test.each([
    '{"query":"query ($v: String) { echo(text: $v) }","variables":{"__proto__":{"polluted":true},"v":"x"}}',
    '{"query":"{ constructor: role prototype: role }"}',
    '{"query":"{ role }","extensions":{"__proto__":{"polluted":true}}}',
    '{"query":"{ role }","constructor":{"prototype":{"polluted":true}}}',
  ])('does not come of %s', async (body) => {
    expect((await post(body)).status).toBe(200);
  });
});

describe('an error on our side', () => {
  test('is a reference and a code; the rest of the answer stands', async () => {
    const answer = await postQuery('{ role boom unavailable }');
    expect(answer.status).toBe(200);
    expect(answer.body.data).toEqual({ role: 'insurer', boom: null, unavailable: null });
    expect(answer.body.errors?.map(({ path, extensions }) => [path, extensions])).toEqual([
      [['boom'], { code: 'INTERNAL' }],
      [['unavailable'], { code: 'SUBGRAPH_UNAVAILABLE' }],
    ]);
    for (const word of [CANARY, 'mongodb', 'stack', 'at Object']) expect(answer.text).not.toContain(word);
  });
});

import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROLES } from '../../schema/policy/viewer.js';
import { type Answer, ask, codeOf } from './support/requests.js';
import { type StandIn, startStandIn } from './support/stand-in.js';

const JSON_TYPE = 'application/json';
const RESPONSE_TYPE = 'application/graphql-response+json';

let gateway: StandIn;
let token: string;

beforeAll(async () => {
  gateway = await startStandIn();
  token = await gateway.token({ role: 'clinician', organization: 'org-1', patient: 'p-1' });
});
afterAll(() => gateway.stop());

const fetchFn = (url: string, init: RequestInit = {}) => {
  const headers = new Headers(init.headers);
  if (!headers.has('authorization')) headers.set('authorization', `Bearer ${token}`);
  return fetch(url, { ...init, headers });
};

function post(body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return ask(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': JSON_TYPE, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

function get(parameters: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
  const search = new URLSearchParams(parameters);
  return ask(`${gateway.url}/graphql?${search}`, { headers: { authorization: `Bearer ${token}`, ...headers } });
}

describe('GraphQL over HTTP', () => {
  test('passes the audit of graphql-http, where it does not prefer 200 for a query that is wrong', async () => {
    const audits = serverAudits({ url: () => `${gateway.url}/graphql`, fetchFn });
    const results = await Promise.all(audits.map((audit) => audit.fn()));
    expect(results).toHaveLength(61);
    const missed = results.filter((result) => result.status !== 'ok');
    // A wrong query gets 400 in both media types, as limits do. The audit's older clients would rather have 200.
    expect(missed.map(({ id, status }) => [id, status])).toEqual([
      ['572B', 'warn'],
      ['FDE2', 'warn'],
      ['7B9B', 'warn'],
    ]);
  });

  test.each([
    [JSON_TYPE, JSON_TYPE],
    [RESPONSE_TYPE, RESPONSE_TYPE],
    ['*/*', JSON_TYPE],
    ['application/*', JSON_TYPE],
    [`${RESPONSE_TYPE}, ${JSON_TYPE};q=0.9`, RESPONSE_TYPE],
    [`${RESPONSE_TYPE};q=0.1, ${JSON_TYPE}`, JSON_TYPE],
    ['text/html, */*;q=0.1', JSON_TYPE],
  ])('answers Accept: %s in %s, in good and in bad', async (accept, type) => {
    const good = await post({ query: '{ role }' }, { accept });
    expect(good).toMatchObject({ status: 200, type: `${type}; charset=utf-8`, body: { data: { role: 'clinician' } } });
    for (const query of ['{ nothing }', '{', `{ ${'a '.repeat(9000)} }`]) {
      expect(await post({ query }, { accept })).toMatchObject({ status: 400, type: `${type}; charset=utf-8` });
    }
  });

  test.each(['text/html', 'image/png', `${JSON_TYPE};q=0`, 'multipart/mixed'])(
    'refuses Accept: %s before anything runs',
    async (accept) => {
      const answer = await post({ query: 'mutation { write(text: "unheard") }' }, { accept });
      expect([answer.status, codeOf(answer)]).toEqual([406, 'NOT_ACCEPTABLE']);
      expect(gateway.written).not.toContain('unheard');
    },
  );

  test('takes variables and operation names, by POST and by GET', async () => {
    const query = 'query A($t: String) { echo(text: $t) } query B { role }';
    expect((await post({ query, operationName: 'A', variables: { t: 'é"\n' } })).body.data).toEqual({ echo: 'é"\n' });
    expect((await post({ query, operationName: 'B', variables: null, extensions: {} })).body.data).toEqual({
      role: 'clinician',
    });
    const variables = JSON.stringify({ t: 'a&b#c' });
    expect((await get({ query, operationName: 'A', variables })).body.data).toEqual({ echo: 'a&b#c' });
    expect((await get({ query: '{ role }' })).body.data).toEqual({ role: 'clinician' });
  });

  test('37 GET mutation: refused, and run by POST', async () => {
    expect((await post({ query: 'mutation { write(text: "posted") }' })).body.data).toEqual({ write: 'posted' });
    const answers = await Promise.all([
      get({ query: 'mutation { write(text: "got") }' }),
      get({ query: 'query A { role } mutation B { write(text: "got") }', operationName: 'B' }),
      get({ query: 'mutation { write(text: "got") }' }, { accept: RESPONSE_TYPE, 'content-type': JSON_TYPE }),
    ]);
    for (const answer of answers) {
      expect([answer.status, codeOf(answer), answer.headers.get('allow')]).toEqual([405, 'METHOD_NOT_ALLOWED', 'POST']);
    }
    expect(gateway.written).toEqual(['posted']);
  });

  test.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'])('refuses %s', async (method) => {
    const answer = await ask(`${gateway.url}/graphql`, { method }).catch(() => null);
    const { status, headers } = answer ?? (await fetch(`${gateway.url}/graphql`, { method }));
    expect([status, headers.get('allow')]).toEqual([405, 'GET, POST']);
  });
});

describe('each role', () => {
  test.each(ROLES)('%s is answered by its own server, which knows the viewer', async (role) => {
    const own = await gateway.token({ role, organization: 'org-1', patient: 'p-1', subject: `${role}-1` });
    const query = `{ role viewer ${role}Only }`;
    const { body } = await post({ query }, { authorization: `Bearer ${own}` });
    expect(body.data).toMatchObject({ role });
    expect(JSON.parse(String(body.data?.['viewer']))).toMatchObject({ role, subject: `${role}-1` });
  });

  test('does not see the fields of another, not even in a suggestion', async () => {
    const answer = await post({ query: '{ insurerOnly clinicianOnli }' });
    expect([answer.status, codeOf(answer)]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
    expect(answer.body.errors?.map(({ message }) => message)).toEqual([
      'Cannot query field "insurerOnly" on type "Query".',
      'Cannot query field "clinicianOnli" on type "Query". Did you mean "clinicianOnly"?',
    ]);
  });

  test('reads the SDL of its own view', async () => {
    const sdl = await ask(`${gateway.url}/schema.graphql`, { headers: { authorization: `Bearer ${token}` } });
    expect(sdl).toMatchObject({ status: 200, type: 'text/plain; charset=utf-8' });
    expect(sdl.text).toContain('clinicianOnly');
    expect(sdl.text).not.toContain('insurerOnly');
  });
});

import { afterEach, describe, expect, test } from 'vitest';
import { checkReadiness } from '../../gateway/readiness.js';
import { ask, codeOf } from './support/requests.js';
import { type StandIn, type StandInOptions, startStandIn } from './support/stand-in.js';

let gateway: StandIn | null = null;

async function start(options?: StandInOptions): Promise<string> {
  gateway = await startStandIn(options);
  return gateway.url;
}

afterEach(async () => {
  await gateway?.stop();
  gateway = null;
});

describe('the routes', () => {
  test('say that the process is alive, without a token', async () => {
    const answer = await ask(`${await start()}/healthz`);
    expect([answer.status, answer.body]).toEqual([200, { status: 'ok' }]);
  });

  test('say that it is ready when all it depends on answers', async () => {
    const answer = await ask(
      `${await start({ ready: { database: async () => 1, clinical: async () => undefined } })}/readyz`,
    );
    expect([answer.status, answer.body]).toEqual([200, { status: 'ready' }]);
  });

  test('name what does not answer, and not why', async () => {
    const ready = {
      database: async () => undefined,
      clinical: () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7:4001')),
      financial: () => {
        throw new Error('thrown at once');
      },
    };
    const answer = await ask(`${await start({ ready })}/readyz`);
    expect([answer.status, answer.body]).toEqual([503, { status: 'not ready', waiting: ['clinical', 'financial'] }]);
    expect(answer.text).not.toContain('ECONNREFUSED');
  });

  test('publish the public keys of the local issuer, and nothing when it is off', async () => {
    const url = await start();
    const { text } = await ask(`${url}/.well-known/jwks.json`);
    expect(JSON.parse(text)).toEqual(gateway?.issuer.jwks);
    expect(text).not.toContain('"d"');
    await gateway?.stop();
    expect((await ask(`${await start({ withoutJwks: true })}/.well-known/jwks.json`)).status).toBe(404);
  });

  test.each([
    '/',
    '/graphql/',
    '/GraphQL',
    '/graphql/x',
    '/admin',
    '/%ff',
    '/..%2f..%2fetc/passwd',
    '/.git/config',
    '/schema',
  ])('do not know %s', async (path) => {
    const answer = await ask(`${await start()}${path}`);
    expect([answer.status, codeOf(answer)]).toEqual([404, 'NOT_FOUND']);
  });

  test('of a status take no other method', async () => {
    const url = await start();
    for (const path of ['/healthz', '/readyz', '/schema.graphql', '/.well-known/jwks.json']) {
      const answer = await ask(`${url}${path}`, { method: 'POST', body: 'x' });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    }
  });

  test('protect every answer alike, and open none to other sites', async () => {
    const url = await start();
    const origin = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    const answers = [
      await ask(`${url}/healthz`, { headers: origin }),
      await ask(`${url}/graphql`, { method: 'OPTIONS', headers: origin }),
      await ask(`${url}/nowhere`, { headers: origin }),
      await ask(`${url}/graphql?query={role}`, {
        headers: { ...origin, authorization: `Bearer ${await gateway?.token({ role: 'analyst' })}` },
      }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 405, 404, 200]);
    for (const { headers } of answers) {
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      for (const name of ['x-powered-by', 'access-control-allow-origin', 'etag', 'server'])
        expect(headers.has(name)).toBe(false);
    }
  });
});

describe('readiness', () => {
  test('waits for nothing longer than its deadline', async () => {
    const check = checkReadiness({ quick: async () => 1, hung: () => new Promise(() => undefined) }, 20);
    expect(await check()).toEqual(['hung']);
  });

  test('asks once for all that want to know at the same time, and anew afterwards', async () => {
    let asked = 0;
    const check = checkReadiness({
      database: async () => {
        asked += 1;
      },
    });
    await Promise.all([check(), check(), check()]);
    expect(asked).toBe(1);
    await check();
    expect(asked).toBe(2);
  });
});

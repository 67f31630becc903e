import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../gateway/config.js';
import { ConfigError } from '../../schema/environment-reader.js';

const PRODUCTION = {
  NODE_ENV: 'production',
  MONGODB_URI: 'mongodb://db.example/chartlens',
  OIDC_ISSUER: 'https://id.example',
};

function problemsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  test('of an empty environment is a first run on this machine', () => {
    expect(readConfig({})).toMatchObject({
      production: false,
      port: 4000,
      host: '127.0.0.1',
      mongodbUri: null,
      dataDir: resolve('.data'),
      demo: true,
      signIn: { issuer: { kind: 'local' }, audience: 'chartlens' },
      subgraphs: { urls: null, secret: null },
    });
  });

  test('takes an empty variable for an absent one', () => {
    expect(readConfig({ PORT: '', DEMO: ' ', MONGODB_URI: '' })).toEqual(readConfig({}));
  });

  test('reads what the operator says', () => {
    const config = readConfig({
      ...PRODUCTION,
      PORT: '0',
      HOST: '0.0.0.0',
      OIDC_ALGORITHMS: 'PS256, ES384',
      OIDC_AUDIENCE: 'records',
      CLAIM_ROLE: 'https://hospital.example/role',
      MAX_DEPTH: '9',
      SUBGRAPH_DEADLINE_MS: '700',
    });
    expect(config).toMatchObject({
      production: true,
      port: 0,
      host: '0.0.0.0',
      demo: false,
      limits: { depth: 9 },
      subgraphs: { deadlineMs: 700 },
    });
    expect(config.signIn).toEqual({
      issuer: { kind: 'oidc', url: 'https://id.example', jwksUri: null },
      audience: 'records',
      algorithms: ['PS256', 'ES384'],
      claims: {
        role: 'https://hospital.example/role',
        organization: 'organization',
        patient: 'patient',
        purpose: 'purpose',
      },
    });
  });

  test('reports every mistake at once, each with its variable', () => {
    const problems = problemsOf({
      PORT: '65536',
      DEMO: 'yes',
      MONGODB_URI: 'postgres://somewhere',
      OIDC_JWKS_URI: 'not a url',
      OIDC_ALGORITHMS: 'HS256',
      MAX_COST: '1e6',
      SUBGRAPH_SECRET: 'short',
      CLINICAL_URL: 'http://127.0.0.1:4001',
      CLAIM_ROLE: 'patient',
    });
    const named = [
      'PORT',
      'DEMO',
      'MONGODB_URI',
      'OIDC_JWKS_URI',
      'OIDC_ALGORITHMS',
      'MAX_COST',
      'SUBGRAPH_SECRET',
      'CLINICAL_URL',
      'CLAIM_ROLE',
    ];
    for (const name of named) expect(problems.filter((problem) => problem.startsWith(name)).length).toBeGreaterThan(0);
  });

  test.each(['HS256', 'HS512', 'none', 'rs256', 'RS256,HS256'])('refuses the algorithm list %s', (list) => {
    expect(problemsOf({ OIDC_ALGORITHMS: list })).toHaveLength(1);
  });

  test.each(['4000x', '-1', '1.5', '0x10', '99999999999999999999'])('refuses the port %s', (port) => {
    expect(problemsOf({ PORT: port })).toEqual([expect.stringContaining('PORT must be a whole number')]);
  });

  test('in production wants a database and an issuer, and neither demo data nor the local issuer', () => {
    expect(problemsOf({ NODE_ENV: 'production', DEMO: 'on' })).toEqual([
      expect.stringContaining('MONGODB_URI is required'),
      expect.stringContaining('DEMO=on is refused'),
      expect.stringContaining('OIDC_ISSUER is required'),
    ]);
    expect(readConfig(PRODUCTION)).toMatchObject({ demo: false, signIn: { issuer: { kind: 'oidc' } } });
  });

  test('in production wants keys over https, but for this machine itself', () => {
    expect(problemsOf({ ...PRODUCTION, OIDC_ISSUER: 'http://id.example' })).toHaveLength(1);
    expect(problemsOf({ ...PRODUCTION, OIDC_ISSUER: 'http://127.0.0.1:9000' })).toEqual([]);
    expect(problemsOf({ ...PRODUCTION, OIDC_ISSUER: 'http://127.0.0.1.evil.example' })).toHaveLength(1);
  });

  test.each(['Production', 'PRODUCTION', 'prod'])('does not take %s for development', (mode) => {
    expect(problemsOf({ NODE_ENV: mode })).toEqual([expect.stringContaining('NODE_ENV')]);
  });

  test('never repeats what may hold a password', () => {
    const env = {
      MONGODB_URI: 'mysql://admin:hunter2@db',
      SUBGRAPH_SECRET: 'hunter2',
      OIDC_ISSUER: 'https://admin:hunter2@id.example',
    };
    expect(problemsOf(env)).toHaveLength(3);
    expect(problemsOf(env).join()).not.toContain('hunter2');
  });

  test('wants all subgraph addresses or none, and a secret with them', () => {
    const urls = {
      CLINICAL_URL: 'http://c',
      ADMINISTRATIVE_URL: 'http://a',
      FINANCIAL_URL: 'http://f',
      POPULATION_URL: 'http://p',
    };
    expect(problemsOf(urls)).toEqual([expect.stringContaining('SUBGRAPH_SECRET is required')]);
    const secret = 'x'.repeat(32);
    expect(readConfig({ ...urls, SUBGRAPH_SECRET: secret }).subgraphs).toMatchObject({
      urls: { clinical: 'http://c', administrative: 'http://a', financial: 'http://f' },
      secret,
    });
  });
});

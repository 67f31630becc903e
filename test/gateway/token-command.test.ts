import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTokenOptions, TOKEN_OPTIONS, tokenRequest } from '../../gateway/commands/token-options.js';
import { readConfig } from '../../gateway/config.js';
import { Directory } from '../../gateway/directory.js';
import { openLocalIssuer, type TokenRequest } from '../../gateway/issuer.js';
import { fixedKeys } from '../../gateway/keys.js';
import { createViewerReader } from '../../gateway/viewer.js';
import { type Databases, openDatabases } from '../../subgraphs/shared/databases.js';
import { freshPrefix, mongoUri } from '../support/engine.js';

const COMMAND = fileURLToPath(new URL('../../dist/gateway/commands/token.js', import.meta.url));
const prefix = freshPrefix();

let dataDir: string;
let databases: Databases;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'token-'));
  databases = await openDatabases({ uri: mongoUri(), prefix });
  const { records } = databases.of('administrative');
  const record = (kind: string, id: string, content: object, version = 1) =>
    ({ _id: `${kind}/${id}`, kind, patient: null, version, hashes: [], at: null, content }) as never;
  const organization = (id: string, name: string) => record('Organization', id, { name });
  const person = (id: string, name: object[], version = 1) => record('Patient', id, { name }, version);
  await records.insertMany([
    organization('clinic-b', 'Harbour Clinic'),
    organization('clinic-a', 'Twin Name'),
    organization('clinic-c', 'Twin Name'),
    organization('payer-juniper', 'Juniper Mutual'),
    organization('payer-shared', 'Shared Name'),
    organization('clinic-shared', 'Shared Name'),
    organization('Harbour', 'clinic-b'),
    person('a-stub', [], 0),
    person('p-ada', [{ given: ['Ada', 'Maria'], family: 'van der Berg' }]),
    person('p-bo', [{ text: 'Bo Li', given: ['Bo'], family: 'Li' }]),
    person('p-bo2', [{ given: ['Bo'], family: 'Li' }]),
    person('p-odd', [{ given: 'Ida', family: ['Odd'] }, null as never]),
  ]);
  const relation = (party: string, as: string) =>
    ({
      _id: `${party} ${as}`,
      patient: 'p-ada',
      party: `Organization/${party}`,
      as,
      record: 'x',
      from: null,
      until: null,
    }) as never;
  await databases.relations.insertMany([
    relation('clinic-b', 'treats'),
    relation('clinic-a', 'treats'),
    relation('clinic-b', 'bills'),
    relation('clinic-shared', 'treats'),
    relation('payer-juniper', 'insures'),
    relation('payer-shared', 'insures'),
  ]);
});

afterAll(async () => {
  await databases.close();
  await rm(dataDir, { recursive: true, force: true });
});

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The database that the address names is the prefix of ours. */
function addressed(): string {
  const url = new URL(mongoUri());
  url.pathname = `/${prefix}`;
  return url.toString();
}

function token(args: string[], env: NodeJS.ProcessEnv = { MONGODB_URI: addressed() }): Promise<Run> {
  const { PATH } = process.env;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [COMMAND, ...args],
      { env: { PATH, DATA_DIR: dataDir, ...env } },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

/** What the command would sign, worked out in this process: a process for each case would take a second for each. */
function asked(...args: string[]): Promise<TokenRequest> {
  const { values } = parseArgs({ args, options: TOKEN_OPTIONS, strict: true, allowPositionals: false });
  return tokenRequest(readTokenOptions(values), new Directory(databases));
}

async function refusal(...args: string[]): Promise<string> {
  return asked(...args).then(
    (request) => expect.fail(`made ${JSON.stringify(request)}`),
    (error: Error) => error.message,
  );
}

describe('whom a token is for', () => {
  test('finds an organization by its exact name', async () => {
    expect(await asked('--role', 'clinician', '--organization', 'Harbour Clinic')).toMatchObject({
      organization: 'clinic-b',
    });
    expect(await asked('--role', 'insurer', '--organization', 'Juniper Mutual')).toMatchObject({
      organization: 'payer-juniper',
    });
    expect(await refusal('--role', 'clinician', '--organization', 'harbour clinic')).toContain('No provider has');
  });

  test('takes an id before a name', async () => {
    expect(await asked('--role', 'clinician', '--organization', 'clinic-b')).toMatchObject({
      organization: 'clinic-b',
    });
  });

  test('of two organizations of one name takes the one that fits the role', async () => {
    expect(await asked('--role', 'insurer', '--organization', 'Shared Name')).toMatchObject({
      organization: 'payer-shared',
    });
    expect(await asked('--role', 'registrar', '--organization', 'Shared Name')).toMatchObject({
      organization: 'clinic-shared',
    });
  });

  test('names the ids when a name is ambiguous or unknown', async () => {
    expect(await refusal('--role', 'auditor', '--organization', 'Twin Name')).toContain('clinic-a, clinic-c');
    const people = await refusal('--role', 'patient', '--patient', 'Bo Li');
    expect(people).toContain('p-bo, p-bo2');
    const unknown = await refusal('--role', 'patient', '--patient', 'Nobody');
    expect(unknown).toContain('p-ada');
    expect(unknown).not.toMatch(/Ada|Berg/);
  });

  test.each(['Ada Maria van der Berg', 'Ada van der Berg', 'p-ada'])('finds the patient %s', async (name) => {
    expect(await asked('--role', 'patient', '--patient', name)).toMatchObject({ patient: 'p-ada' });
  });

  test.each([
    ['clinician', { organization: 'clinic-a' }],
    ['registrar', { organization: 'clinic-a' }],
    ['biller', { organization: 'clinic-b' }],
    ['insurer', { organization: 'payer-juniper' }],
    ['patient', { patient: 'p-ada' }],
  ])('takes the first that fits when a %s names nobody', async (role, claims) => {
    expect(await asked('--role', role)).toMatchObject({ role, ...claims });
  });
});

describe('the token command', () => {
  test('prints one token that the gateway accepts, and nothing else', async () => {
    const args = ['--role', 'insurer', '--organization', 'payer-juniper', '--subject', 'desk', '--purpose', 'HOPERAT'];
    const { stdout } = await token([...args, '--expires-in', '90']);
    const { signIn } = readConfig({});
    const issuer = await openLocalIssuer(dataDir, signIn);
    const reader = createViewerReader({ ...signIn, ...issuer, keys: fixedKeys(issuer.jwks) });
    expect(await reader.read(`Bearer ${stdout.trim()}`)).toMatchObject({
      role: 'insurer',
      organization: 'payer-juniper',
      subject: 'desk',
      purpose: 'HOPERAT',
    });
    const { exp = 0, iat = 0 } = decodeJwt(stdout.trim());
    expect(exp - iat).toBe(90);
  });

  test('makes a token without any database where none is needed', async () => {
    const { code, stdout } = await token(['--role', 'auditor'], { MONGODB_URI: 'mongodb://127.0.0.1:1/none' });
    expect([code, decodeJwt(stdout.trim())['role']]).toEqual([0, 'auditor']);
  });

  test.each([
    [[], '--role takes one of'],
    [['--role', 'auditor', '--purpose', 'TREAT'], 'purpose'],
    [['--role', 'auditor', '--colour', 'red'], '--colour'],
  ])('says on standard error what is wrong with %j, without a stack', async (args, words) => {
    const { code, stdout, stderr } = await token(args);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test.each([
    [['--role', 'admin'], '--role takes one of'],
    [['--role', 'auditor', '--purpose', 'PLAY'], '--purpose takes one of'],
    [['--role', 'auditor', '--expires-in', 'tomorrow'], '--expires-in takes'],
    [['--role', 'auditor', '--subject', ''], '--subject is empty'],
  ])('does not take %j', async (args, words) => {
    expect(() => readTokenOptions(parseArgs({ args, options: TOKEN_OPTIONS }).values)).toThrow(words);
  });

  test('explains itself', async () => {
    const run = await token(['--help']);
    expect([run.code, run.stderr]).toEqual([0, '']);
    for (const option of ['--role', '--organization', '--patient', '--subject', '--purpose', '--expires-in']) {
      expect(run.stdout).toContain(option);
    }
  });

  test('makes none where tokens come from elsewhere', async () => {
    const { code, stdout, stderr } = await token(['--role', 'auditor'], { OIDC_ISSUER: 'https://id.example' });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('OIDC_ISSUER');
  });
});

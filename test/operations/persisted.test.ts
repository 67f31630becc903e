/** Persisted operations: known ones by their hash, and nothing else where so configured. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../gateway/config.js';
import { type Manifest, makeManifest } from '../../gateway/manifest.js';
import { openPersisted } from '../../gateway/persisted-operations.js';
import { requestLog } from '../../gateway/telemetry/watch-requests.js';
import { NORTH, NORTHERNERS } from '../leaks/two-houses.js';
import { finished, startCommand } from '../support/command.js';
import { type Asker, createWorld, type OpenWorld } from '../support/world.js';

const world = await createWorld();
const folder = mkdtempSync(join(tmpdir(), 'chartlens-persisted-'));
const CHART = fileURLToPath(new URL('../examples/clinician-frontend/operations.graphql', import.meta.url));
const PERSIST = fileURLToPath(new URL('../../dist/gateway/commands/persist.js', import.meta.url));
const manifest = makeManifest('clinician', [readFileSync(CHART, 'utf8')]);
const [chart] = manifest.operations;
const lines: string[] = [];
let strict: OpenWorld;
let clinician: Asker;

const write = (role: string, what: unknown) => writeFileSync(join(folder, `${role}.json`), JSON.stringify(what));

async function send(
  url: string,
  token: string,
  body: object,
): Promise<{ status: number; code?: string; data: unknown }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  const { data, errors } = (await response.json()) as { data?: unknown; errors?: { extensions: { code: string } }[] };
  const code = errors?.[0]?.extensions.code;
  return { status: response.status, data, ...(code !== undefined && { code }) };
}

const byHash = (sha256Hash: string | undefined, more: object = {}) => ({
  extensions: { persistedQuery: { version: 1, sha256Hash } },
  variables: { id: 'ann' },
  operationName: 'Chart',
  ...more,
});

beforeAll(async () => {
  await world.tell(...NORTH);
  write('clinician', manifest);
  const env = { PERSISTED_OPERATIONS: folder, PERSISTED_ONLY: 'true' };
  strict = await world.open({ env, log: requestLog({ write: (line) => void lines.push(line) }) });
  clinician = await strict.as('clinician', NORTHERNERS.clinician);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('where only persisted operations are answered', () => {
  it('one is answered by its hash, by its text, and by both', async () => {
    for (const body of [byHash(chart?.id), byHash(chart?.id, { query: chart?.body })])
      expect(await send(strict.url, clinician.token, body)).toMatchObject({ status: 200, data: { patient: {} } });
    const { status } = await clinician.ask(chart?.body ?? '', { id: 'ann' });
    expect(status).toBe(200);
  });

  it('its name is in the log, because it is ours', () => {
    expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({ operation: 'Chart', status: 200 });
  });

  it.each([
    ['an unknown text', { query: '{ patients { totalCount } }' }],
    ['introspection', { query: '{ __schema { queryType { name } } }' }],
    ['an unknown hash', byHash('0'.repeat(64))],
  ])('%s is refused', async (_what, body) => {
    expect(await send(strict.url, clinician.token, body)).toMatchObject({ status: 400, code: 'UNKNOWN_OPERATION' });
  });

  it('a role without a manifest may ask nothing, by the hash of another role neither', async () => {
    const insurer = await strict.as('insurer', { organization: 'payer' });
    expect(await send(strict.url, insurer.token, byHash(chart?.id))).toMatchObject({ code: 'UNKNOWN_OPERATION' });
  });

  it.each([
    ['a hash that belongs to another text', byHash(chart?.id, { query: '{ patients { totalCount } }' })],
    ['a hash that is none', byHash('§')],
    ['a hash that is not even text', { extensions: { persistedQuery: { sha256Hash: 1 } } }],
  ])('%s is a mistake of the request', async (_what, body) => {
    expect(await send(strict.url, clinician.token, body)).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
  });
});

it('elsewhere other operations are answered as ever', async () => {
  const { as, url } = await world.open({ env: { PERSISTED_OPERATIONS: folder } });
  const { token, ask } = await as('clinician', NORTHERNERS.clinician);
  expect((await ask('{ patients { totalCount } }')).status).toBe(200);
  expect(await send(url, token, byHash(chart?.id))).toMatchObject({ status: 200 });
});

describe('a manifest that is not right stops the start, with all that is wrong', () => {
  const open = async (role: string, what: unknown) => {
    const elsewhere = mkdtempSync(join(folder, 'bad-'));
    writeFileSync(join(elsewhere, `${role}.json`), JSON.stringify(what));
    await openPersisted({ folder: elsewhere, only: true });
  };

  it.each<[string, string, unknown, RegExp]>([
    ['no manifest', 'clinician', [], /clinician.json is no manifest/],
    ["another role's operations", 'insurer', manifest, /insurer.json: Chart: Cannot query field/],
    [
      'an id that is not the hash',
      'clinician',
      { ...manifest, operations: [{ ...chart, id: '0'.repeat(64) }] } satisfies Partial<Manifest> | object,
      /id of Chart is not the SHA-256/,
    ],
    ['a name that no role has', 'king', manifest, /holds no manifest/],
  ])('%s', async (_what, role, what, message) => {
    await expect(open(role, what)).rejects.toThrow(message);
  });

  it('PERSISTED_ONLY without a folder is a mistake of the environment', () => {
    expect(() => readConfig({ PERSISTED_ONLY: 'true' })).toThrow(/PERSISTED_OPERATIONS/);
  });
});

it('persist writes the manifest that the gateway reads', async () => {
  const { code, out } = await finished(startCommand(PERSIST, ['--role', 'clinician', CHART], {}));
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual(manifest);
  expect(manifest.operations.map(({ name, type }) => `${type} ${name}`)).toEqual([
    'query Chart',
    'mutation OpenInEmergency',
  ]);
  const other = await finished(startCommand(PERSIST, ['--role', 'insurer', CHART], {}));
  expect([other.code, other.err]).toEqual([1, expect.stringContaining('Cannot query field')]);
});

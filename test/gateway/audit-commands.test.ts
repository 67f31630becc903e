import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Trail } from '../../gateway/trail.js';
import { trailIn } from '../../gateway/trail-store.js';
import type { TrailEntry } from '../../schema/policy/trail.js';
import { type CommandResult, finished, startCommand } from '../support/command.js';
import { freshPrefix, mongoUri } from '../support/engine.js';
import { createTrails, looked } from './support/trails.js';

const command = (path: string) => fileURLToPath(new URL(`../../dist/${path}.js`, import.meta.url));
const VERIFY = command('gateway/commands/audit-verify');
const EXPORT = command('gateway/commands/audit-export');
const IMPORT = command('subgraphs/exchange/commands/import');

const trails = createTrails();
const imported = freshPrefix();
const elsewhere = mkdtempSync(join(tmpdir(), 'chartlens-elsewhere-'));
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }));

function run(script: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<CommandResult> {
  const uri = new URL(mongoUri());
  uri.pathname = `/${trails.prefix}`;
  return finished(startCommand(script, args, { MONGODB_URI: uri.href, DATA_DIR: trails.dataDir, ...env }));
}

let first: TrailEntry[];
beforeAll(async () => {
  first = await trails.process(30);
  await trails.process(5, 60);
  const trail = new Trail(trailIn(trails.databases, trails.dataDir));
  await trail.append({
    ...looked(90, { role: 'analyst', purpose: 'HRESCH', organization: null }),
    disclosures: [
      { kind: 'Claim', patient: 'ann', count: 1, part2: true },
      { kind: 'Claim', patient: 'ben', count: 4 },
    ],
  });
  await trail.append({ ...looked(91), outcome: 'refused', code: 'QUERY_TOO_COSTLY', disclosures: [], operation: null });
  trail.close();
});

describe('npm run audit:export', { timeout: 60_000 }, () => {
  const events = (text: string) =>
    text
      .trim()
      .split('\n')
      .map(
        (line) => JSON.parse(line) as { id: string; recorded: string; entity?: { name?: string; detail?: unknown }[] },
      );

  it('writes AuditEvents that our own import accepts, each of them', async () => {
    const { code, out, err } = await run(EXPORT);
    expect([code, err]).toEqual([0, '']);
    const written = events(out);
    expect(written).toHaveLength(37);
    expect(written.map(({ recorded }) => recorded)).toEqual(written.map(({ recorded }) => recorded).sort());
    const bundle = await run(EXPORT, ['--format', 'bundle', '--to', '2026-03-02']);
    expect((JSON.parse(bundle.out) as { entry: unknown[] }).entry).toHaveLength(37);
    const folder = join(elsewhere, 'fhir');
    mkdirSync(folder);
    writeFileSync(join(folder, 'trail.ndjson'), out);
    writeFileSync(join(folder, 'trail.json'), bundle.out);
    const uri = new URL(mongoUri());
    uri.pathname = `/${imported}`;
    const again = await run(IMPORT, [folder], { MONGODB_URI: uri.href });
    expect(again.out).toMatch(/^AuditEvent +74 +0 +0 +37 +37 +0$/m);
    expect(again.code).toBe(0);
  });

  it('writes what concerns one patient, without the rows of others, and of a time', async () => {
    const { out } = await run(EXPORT, ['--patient', 'ben']);
    expect(out).not.toContain('"ann"');
    expect(events(out)[0]?.entity?.map(({ name, detail }) => [name, detail])).toEqual([
      [undefined, undefined],
      [
        'Claim',
        [
          { type: 'count', valueString: '4' },
          { type: 'patient', valueString: 'ben' },
        ],
      ],
      ['Chart', [{ type: 'width', valueString: 'PRACTICE' }]],
    ]);
    const hour = await run(EXPORT, ['--from', '2026-03-01T09:00:00Z', '--to', '2026-03-01T09:03:00Z']);
    expect(events(hour.out).map(({ recorded }) => recorded.slice(11, 16))).toEqual([
      '09:00',
      '09:01',
      '09:02',
      '09:03',
    ]);
    const none = await run(EXPORT, ['--to', '2020', '--format', 'bundle']);
    expect(JSON.parse(none.out)).not.toHaveProperty('entry');
  });

  it('stands in the trail itself', async () => {
    await run(EXPORT, ['--patient', 'ann', '--to', '2026-03-01']);
    const kept = await trails.entries.find({ operation: 'audit_export', patients: 'ann' }).toArray();
    expect(kept).toMatchObject([
      {
        viewer: { role: 'auditor', purpose: 'HCOMPL' },
        disclosures: [{ kind: 'AuditEvent', patient: 'ann', count: 36 }],
      },
    ]);
  });

  it('tells how it is used', async () => {
    expect((await run(EXPORT, ['--help'])).out).toContain('Usage: npm run -s audit:export');
    for (const args of [['--format', 'xml'], ['--from', 'soon'], ['--patient', '{"$ne":1}'], ['--unknown']]) {
      const { code, out, err } = await run(EXPORT, args);
      expect([code, out], args.join(' ')).toEqual([1, '']);
      expect(err.trim().split('\n')).toHaveLength(1);
    }
  });
});

describe('npm run audit:verify', { timeout: 60_000 }, () => {
  it('says that the trail is whole, and how much of it there is', async () => {
    const { code, out, err } = await run(VERIFY);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(
      /^whole: \d+ entries in \d+ chains; the end of \d+ chains is witnessed by another or by a file$/m,
    );
  });

  it('names the first entry that was edited, by chain, number and time, and exits with 1', async () => {
    const edited = first[11] as TrailEntry;
    await trails.entries.updateOne({ _id: edited._id }, { $set: { 'disclosures.0.count': 99 } });
    const { code, out } = await run(VERIFY);
    await trails.entries.updateOne({ _id: edited._id }, { $set: { 'disclosures.0.count': 12 } });
    expect(code).toBe(1);
    expect(out).toContain(`not whole: chain ${edited.chain}, entry 11 of 2026-03-01T08:11:00.000Z: was edited`);
    expect((await run(VERIFY)).code).toBe(0);
  });

  it('sees a cut tail by the head files of another host', async () => {
    const heads = join(trails.dataDir, 'trail-heads');
    cpSync(heads, elsewhere, { recursive: true });
    const newest = trails.running();
    await newest.append(looked(120));
    await newest.append(looked(121));
    newest.close();
    cpSync(heads, elsewhere, { recursive: true });
    const last = await trails.entries.find({}, { sort: { at: -1 } }).toArray();
    const tail = last.find(({ seq, at }) => seq === 1 && at.getTime() === looked(121).at.getTime()) as TrailEntry;
    // As if the chain were another host's: its file is not in this data directory.
    rmSync(join(heads, `${trails.prefix}_trail`, tail.chain));
    await trails.entries.deleteOne({ _id: tail._id });
    expect((await run(VERIFY)).code).toBe(0);
    const { code, out } = await run(VERIFY, ['--heads', elsewhere]);
    await trails.entries.insertOne(tail);
    expect([code, out.split('\n')[0]]).toEqual([
      1,
      expect.stringContaining(`chain ${tail.chain}, entry 1: was cut off`),
    ]);
  });

  it('tells how it is used, and exits with 2 where it cannot read', async () => {
    expect((await run(VERIFY, ['--help'])).out).toContain('Usage: npm run -s audit:verify');
    for (const args of [['--heads', join(elsewhere, 'missing')], ['--unknown']]) {
      const { code, out, err } = await run(VERIFY, args);
      expect([code, out]).toEqual([2, '']);
      expect(err.trim().split('\n')).toHaveLength(1);
    }
    const gone = await run(VERIFY, [], { MONGODB_URI: 'mongodb://127.0.0.1:1/x' });
    expect(gone.code).toBe(2);
  });
});

/** The whole command over records that others wrote, as an operator runs it: nothing lost, memory bounded. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import mongoose from 'mongoose';
import { describe, expect, it } from 'vitest';
import { freshPrefix, mongoUri } from '../../support/engine.js';

const data = resolve(process.env['CHARTLENS_SHARED_DATA'] ?? '../shared/data');
const missing = existsSync(data) ? null : `no test data at ${data}: set CHARTLENS_SHARED_DATA`;
const folders = ['synthea', 'eob', 'us-core', 'fhir-r4-examples', 'sensitivity-labelled'];
const COMMAND = fileURLToPath(new URL('../../../dist/subgraphs/exchange/commands/import.js', import.meta.url));
/** The most memory the command may ever have, in bytes. */
const MEMORY = 512 * 1024 * 1024;

/** The flags with which `npm run import` starts node. */
function flags(): string[] {
  const root = join(dirname(COMMAND), '../../../..');
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { import: string } };
  return scripts.import.split(' ').filter((word) => word.startsWith('--'));
}

/** The peak of a process's resident memory so far; 0 where the system does not tell. */
function peakOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

async function runImport(uri: string): Promise<{ code: number | null; out: string; peak: number }> {
  const child = spawn(process.execPath, [...flags(), COMMAND, ...folders.map((folder) => join(data, folder))], {
    env: { ...process.env, MONGODB_URI: uri },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let out = '';
  let peak = 0;
  child.stdout.on('data', (text: Buffer) => {
    out += text.toString();
  });
  const watch = setInterval(() => {
    peak = Math.max(peak, peakOf(child.pid));
  }, 200);
  const code = await new Promise<number | null>((done) => child.on('close', done));
  clearInterval(watch);
  return { code, out, peak };
}

/** The numbers of a row of the closing table. */
function row(out: string, name: string): number[] {
  const line = out.split('\n').find((text) => text.startsWith(`${name} `)) ?? '';
  return line
    .slice(name.length)
    .trim()
    .split(/\s+/)
    .map((number) => Number(number.replaceAll(',', '')));
}

describe.skipIf(missing !== null)(
  `the import of records that others wrote${missing === null ? '' : ` (skipped: ${missing})`}`,
  () => {
    const prefix = freshPrefix();

    it('records each resource or says why not, in bounded memory', { timeout: 900_000 }, async () => {
      const uri = new URL(mongoUri());
      uri.pathname = `/${prefix}`;
      const { code, out, peak } = await runImport(uri.href);
      expect(peak).toBeLessThan(MEMORY);
      // The five explanations of benefit that have no id.
      expect(code).toBe(1);
      const [read = 0, added = 0, changed = 0, unchanged = 0, kept = 0, rejected = 0] = row(out, 'total');
      expect(rejected).toBe(5);
      expect(read).toBe(added + changed + unchanged + kept + rejected);
      expect(read).toBeGreaterThan(60_000);
      const client = await new mongoose.mongo.MongoClient(mongoUri()).connect();
      try {
        const databases = ['clinical', 'administrative', 'financial'].map((name) => client.db(`${prefix}_${name}`));
        const sent = await Promise.all(
          databases.map((db) => db.collection('records').countDocuments({ version: { $gt: 0 } })),
        );
        expect(sent.reduce((sum, count) => sum + count, 0)).toBe(added + kept);
        const open = await Promise.all(
          databases.map((db) => db.collection('commits').countDocuments({ applied: false })),
        );
        expect(open).toEqual([0, 0, 0]);
      } finally {
        await client.close();
      }
    });
  },
);

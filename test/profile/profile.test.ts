/** A profile is read as it was written: whose work a sample is, what is left out, and what people are shown. */
import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { flameGraph } from './flame.js';
import { type CpuProfile, readProfile } from './frames.js';
import { page } from './page.js';
import { sharesOf } from './shares.js';
import { WALLS } from './walls.js';

const ROOT = new URL('../../', import.meta.url).href;

/** Calls as `name file#script`, each below the one that its indentation says, with the microseconds of its samples. */
function profileOf(...lines: readonly (readonly [call: string, ...samples: number[]])[]): CpuProfile {
  const nodes: { id: number; callFrame: CpuProfile['nodes'][number]['callFrame']; children: number[] }[] = [];
  const open: number[] = [];
  const samples: number[] = [];
  const timeDeltas: number[] = [];
  for (const [index, [call, ...times]] of lines.entries()) {
    const depth = call.search(/\S/);
    const [, functionName = '', file = '', scriptId = '0'] = /^\s*(\([\w ]+\)|\S+) ?([^#]*)#?(\d+)?$/.exec(call) ?? [];
    const url = file === '' || file.startsWith('node:') ? file : `${ROOT}${file}`;
    nodes.push({ id: index, callFrame: { functionName, url, scriptId, lineNumber: 0 }, children: [] });
    nodes.find(({ id }) => id === open[depth - 1])?.children.push(index);
    open[depth] = index;
    for (const time of times) {
      samples.push(index);
      timeDeltas.push(time);
    }
  }
  return { nodes, samples, timeDeltas };
}

const PROFILE = profileOf(
  ['(root)'],
  [' (idle)', 100, 100],
  [' (garbage collector)', 100],
  [' onStreamRead node:internal/stream_base_commons'],
  ['  parserOnIncoming node:_http_server', 100],
  ['   readOperation gateway/request.js', 100],
  ['    parse', 100],
  ['   send node_modules/@apollo/server/dist/esm/runHttpQuery.js'],
  ['    stringify', 100],
  [' run node_modules/graphql-jit/dist/execution.js', 100],
  ['  ObservationConnection__nodes #77', 100, 100],
  ['  EncounterConnection__nodes #77', 100],
  [' command node_modules/mongodb/lib/cmap/connection.js'],
  ['  writeBuffer', 100, 900],
  ['  serialize node_modules/bson/lib/bson.cjs', 100],
  [' update node:internal/crypto/hash'],
  [' entryHash gateway/trail-hash.js'],
  ['  stringify', 100],
);

describe('a profile', () => {
  const { root, interrupted } = readProfile(PROFILE);
  const shares = sharesOf(root);
  const shareOf = (wall: string) => Math.round((shares.walls.find((one) => one.wall === wall)?.share ?? 0) * 12);

  it('gives each sample to the deepest function that belongs to a wall', () => {
    expect(shareOf('http')).toBe(3);
    expect(shareOf('stringify')).toBe(1);
    expect(shareOf('clinical')).toBe(3);
    expect(shareOf('execution')).toBe(1);
    expect(shareOf('driver')).toBe(1);
    expect(shareOf('bson')).toBe(1);
    expect(shareOf('trail')).toBe(1);
    expect(shareOf('gc')).toBe(1);
    expect(shares.walls.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  });

  it('counts neither the idle nor what another process took', () => {
    expect(shares.worked).toBe(1200);
    expect(shares.idle).toBe(200);
    expect(interrupted).toBeCloseTo(900 / 2300);
  });

  it('names native work with whom it is done for', () => {
    const http = shares.walls.find(({ wall }) => wall === 'http');
    expect(http?.functions.map(({ name }) => name)).toContain('parse (gateway/request.ts)');
  });

  it('is drawn as one file that loads nothing, with names that cannot become markup', () => {
    const html = flameGraph(root, { title: 'a <b> chart', perRequest: 1000 });
    expect(html).toContain('ObservationConnection__nodes');
    expect(html).toContain('a &lt;b> chart');
    expect(html).not.toMatch(/<b>|https?:|src=|@import/);
  });

  it('is told in microseconds that add up to a request', () => {
    const told = page({
      ...{ question: 'chart', plain: 1200, watched: 1300, main: 0.5, shares, interrupted, engine: 'a MongoDB' },
    });
    const rows = [...told.matchAll(/^\| (.+?) \| ([\d.]+) % \| (\d+) \|/gm)];
    const [all, ...parts] = rows.reverse();
    expect(all?.slice(1)).toEqual(['all', '100', '1200']);
    expect(parts.map(([, what]) => what)).toContain(WALLS.clinical);
    expect(parts.reduce((sum, [, , , microseconds]) => sum + Number(microseconds), 0)).toBe(1200);
  });
});

describe('the walls', () => {
  it('name files that are there', () => {
    for (const file of ['gateway/trail.ts', 'gateway/compiled', 'subgraphs/shared/guard.ts', 'subgraphs/shared/access'])
      expect(existsSync(new URL(`../../${file}`, import.meta.url)), file).toBe(true);
    expect(readdirSync(new URL('../../gateway/limits', import.meta.url)).length).toBeGreaterThan(0);
  });
});

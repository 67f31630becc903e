/** Every numbered attack has a test of that number, or is listed with what it waits for; and so has each leak of others. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

/** Where the test of an attack stands, and how its title begins: with the attack's number and name. */
const TESTS: Readonly<Record<number, readonly [file: string, title: string]>> = {
  1: ['attacks/01-18-fields-and-oracles', '1 hidden field by'],
  2: ['attacks/01-18-fields-and-oracles', '2 hidden field through'],
  3: ['attacks/03-05-subgraph-over-http', '3 _entities straight at a subgraph'],
  4: ['attacks/03-05-subgraph-over-http', '4 _service{sdl}'],
  5: ['attacks/03-05-subgraph-over-http', '5 __resolveReference'],
  6: ['attacks/01-18-fields-and-oracles', '6 back edges'],
  7: ['attacks/01-18-fields-and-oracles', '7 derived field'],
  8: ['attacks/01-18-fields-and-oracles', '8 protected field'],
  9: ['attacks/01-18-fields-and-oracles', '9 new field'],
  10: ['attacks/01-18-fields-and-oracles', '10 mutation returning'],
  11: ['gateway/viewer', '11 role as array, twice, in other case'],
  12: ['attacks/01-18-fields-and-oracles', '12 forged role header'],
  13: ['attacks/01-18-fields-and-oracles', '13 sort by hidden field'],
  14: ['attacks/01-18-fields-and-oracles', '14 filter, regex, exists'],
  15: ['attacks/01-18-fields-and-oracles', '15 count, hasNextPage'],
  16: ['attacks/01-18-fields-and-oracles', '16 free-text search'],
  17: ['attacks/01-18-fields-and-oracles', '17 missing against forbidden'],
  18: ['attacks/01-18-fields-and-oracles', '18 error path'],
  19: ['attacks/19-timing', '19 timing'],
  20: ['attacks/20-21-caches', '20 same text under two roles'],
  21: ['attacks/20-21-caches', '21 caches'],
  22: ['attacks/22-canary', '22 health data in logs and errors'],
  23: ['population/cohort', '23 of few'],
  24: ['attacks/23-30-population-attacker', '24 a margin less what is shown of it'],
  25: ['attacks/23-30-population-attacker', '25 one threshold more, less the one before'],
  26: ['attacks/23-30-population-attacker', '26 trackers, with NOT and OR'],
  27: ['attacks/23-30-population-attacker', '27 before and after one insert'],
  28: ['population/cohort', '28 minimum, maximum and median'],
  29: ['population/costs', '29 one dominant contributor'],
  30: ['attacks/23-30-population-attacker', '30 two analysts together'],
  31: ['population/bytes', '31 the bytes of the population database'],
  32: ['attacks/32-34-hostile-values', '32 operators of MongoDB'],
  33: ['attacks/32-34-hostile-values', '33 undefined, null, unknown filter key'],
  34: ['attacks/32-34-hostile-values', '34 __proto__'],
  35: ['gateway/limits/limits', '35 fragment bomb'],
  36: ['gateway/hostile-requests', '36 floods'],
  37: ['gateway/hostile-requests', '37 text/plain POST, odd charset'],
  38: ['gateway/viewer', '38 alg none, HS/RS swap, kid traversal, jku, jwk'],
  39: ['gateway/keys', '39 JWKS down or rotated'],
  40: ['attacks/40-41-failing-subgraphs', '40 a subgraph that fails'],
  41: ['attacks/40-41-failing-subgraphs', '41 a subgraph that swallows'],
  42: ['attacks/22-canary', '42 audit store down'],
  43: ['attacks/43-stop-in-mid-operation', '43 SIGTERM in mid-operation'],
  44: ['subgraphs/writing/versions', '44 crash after commit before reply'],
  45: ['subgraphs/writing/versions', '45 two writers on one version'],
  46: ['attacks/46-faults-of-the-store', '46 a fault during a write'],
  47: ['gateway/trail-verify', '47 audit entry edited, deleted, tail cut'],
  48: ['subgraphs/writing/versions', '48 amendment'],
};

/** Leaks that others have had and fixed. */
const LEAKS: readonly (readonly [leak: string, file: string, title: string])[] = [
  ['a write which stamps another tenant', 'access/break-glass', 'opens it to this clinician, for this organisation'],
  ['access history after the first hop', 'leaks/row-scope', 'is told to the patient about themselves only'],
  ['links never re-checked', 'leaks/row-scope', 'to a record out of reach is a link to nothing'],
  ['403 against 404 telling that a record exists', 'attacks/01-18-fields-and-oracles', '17 missing against forbidden'],
  ['an allow-list on one path and not on references', 'mutate/mutate', 'no record that is hidden, by any way'],
  [
    'a per-request cache without the viewer in its key',
    'attacks/20-21-caches',
    'is answered to each patient with their own',
  ],
  ['an expired consent still obeyed', 'access/consent', 'a permission that has expired permits nothing'],
  [
    'a cache not dropped when consent changed',
    'access/consent',
    'from the next request on after the refusal was withdrawn',
  ],
  [
    'an export without a tenant meaning all',
    'leaks/row-scope',
    'nobody reaches anything without what their role is bound to',
  ],
  [
    "sections tagged 'unclassified' passed through",
    'access/labels',
    'closed to another that holds only one of their labels, or does not know it',
  ],
];

const textOf = (file: string) => readFile(new URL(`../${file}.test.ts`, import.meta.url), 'utf8');

describe('the numbered attacks', () => {
  it('are all tested', () => {
    const known = Object.keys(TESTS)
      .map(Number)
      .sort((a, b) => a - b);
    expect(known).toEqual(Array.from({ length: 48 }, (_, place) => place + 1));
  });

  it.each(Object.entries(TESTS))('%s has its test, of that number and name', async (number, [file, title]) => {
    expect(title.startsWith(`${number} `)).toBe(true);
    // A title begins there: words of a comment would prove nothing.
    const text = (await textOf(file)).replaceAll(/\(\s+'/g, "('");
    expect(['(', '['].some((begin) => text.includes(`${begin}'${title}`))).toBe(true);
  });
});

describe('the leaks that others had', () => {
  it.each(LEAKS)('%s: has its test', async (_leak, file, title) => {
    expect(await textOf(file)).toContain(title);
  });
});

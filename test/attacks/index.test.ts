/** Every numbered attack has a test of that number, or is listed with what it waits for; and so has each leak of others. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

/** Where the test of an attack stands, and words of its title. */
const TESTS: Readonly<Record<number, readonly [file: string, title: string]>> = {
  1: ['attacks/01-18-fields-and-oracles', '1 hidden field by'],
  2: ['attacks/01-18-fields-and-oracles', '2 hidden field through'],
  3: ['attacks/03-05-subgraph-over-http', 'answers 401 to a viewer like this'],
  4: ['attacks/03-05-subgraph-over-http', 'does not show its SDL or its types'],
  5: ['attacks/03-05-subgraph-over-http', '_entities with a good signature'],
  6: ['attacks/01-18-fields-and-oracles', '6 back edges'],
  7: ['attacks/01-18-fields-and-oracles', '7 derived field'],
  8: ['attacks/01-18-fields-and-oracles', '8 protected field'],
  9: ['attacks/01-18-fields-and-oracles', '9 new field'],
  10: ['attacks/01-18-fields-and-oracles', '10 mutation returning'],
  11: ['gateway/viewer', 'a role'],
  12: ['attacks/01-18-fields-and-oracles', '12 forged role header'],
  13: ['attacks/01-18-fields-and-oracles', '13 sort by hidden field'],
  14: ['attacks/01-18-fields-and-oracles', '14 filter, regex, exists'],
  15: ['attacks/01-18-fields-and-oracles', '15 count, hasNextPage'],
  16: ['attacks/01-18-fields-and-oracles', '16 free-text search'],
  17: ['attacks/01-18-fields-and-oracles', '17 missing against forbidden'],
  18: ['attacks/01-18-fields-and-oracles', '18 error path'],
  19: ['attacks/19-timing', '19: a hidden'],
  20: ['attacks/20-21-caches', 'each gets what is theirs'],
  21: ['attacks/20-21-caches', 'one text under one role and two organisations'],
  22: ['attacks/22-canary', 'no answer and no log repeats it'],
  32: ['attacks/32-34-hostile-values', 'every operator of MongoDB'],
  33: ['attacks/32-34-hostile-values', 'is an error when it is null, and never all records'],
  34: ['attacks/32-34-hostile-values', 'names that every object has'],
  35: ['gateway/limits/limits', 'fragments'],
  36: ['gateway/hostile-requests', 'a query over a limit'],
  37: ['gateway/hostile-requests', 'a body that is not a GraphQL request'],
  38: ['gateway/viewer', 'a forged token'],
  39: ['gateway/keys', 'the keys of an OpenID provider'],
  40: ['attacks/40-41-failing-subgraphs', '40 a subgraph that fails'],
  41: ['attacks/40-41-failing-subgraphs', 'black hole: deadline, breaker opens'],
  42: ['attacks/22-canary', '(attack 42)'],
  43: ['gateway/process-life', 'stops without leaving a process'],
  44: ['subgraphs/writing/versions', '44: is written once'],
  45: ['subgraphs/writing/versions', '45: of sixteen writers'],
  47: ['gateway/trail-verify', 'names an entry that was edited'],
  48: ['subgraphs/writing/versions', '48: leaves every earlier version'],
};

/** Attacks on what is not built yet. */
const LATER: Readonly<Record<number, string>> = {
  ...Object.fromEntries(
    [24, 25, 26, 27, 28, 29, 30, 31].map((number) => [number, 'the population database and its ledger']),
  ),
  23: 'the population database; cells of the counts there are: leaks/small-cells',
  46: 'a replica set that can be partitioned, and a fault proxy',
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
  ['an expired consent still obeyed', 'access/consent', 'is closed as long as the refusal lasts'],
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
  it('are all tested, or listed with what they wait for', () => {
    const known = [...Object.keys(TESTS), ...Object.keys(LATER)].map(Number).sort((a, b) => a - b);
    expect(known).toEqual(Array.from({ length: 48 }, (_, place) => place + 1));
  });

  it.each(Object.entries(TESTS))('%s has its test', async (_number, [file, title]) => {
    expect(await textOf(file)).toContain(title);
  });
});

describe('the leaks that others had', () => {
  it.each(LEAKS)('%s: has its test', async (_leak, file, title) => {
    expect(await textOf(file)).toContain(title);
  });
});

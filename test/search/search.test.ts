/** Words in the record: found in notes and coded text, within the walls, with excerpts. */
import { beforeAll, describe, expect, it } from 'vitest';
import { matchOf, wordsOf } from '../../subgraphs/clinical/search/matching.js';
import { textsOf, wordPaths } from '../../subgraphs/clinical/search/texts.js';
import { visit } from '../leaks/two-houses.js';
import { type Asker, createWorld, type OpenWorld, type Resource } from '../support/world.js';

const world = await createWorld();
const subject = { reference: 'Patient/ann' };
const seen = (house: string) => ({ subject, encounter: { reference: `Encounter/${house}-visit` } });

const note = (id: string, house: string, text: string, date: string, more: object = {}): Resource => ({
  resourceType: 'DocumentReference',
  id,
  status: 'current',
  subject,
  context: { encounter: [{ reference: `Encounter/${house}-visit` }] },
  date,
  content: [{ attachment: { contentType: 'text/plain', data: Buffer.from(text).toString('base64') } }],
  ...more,
});

const problem = (id: string, house: string, text: string, more: object = {}): Resource => ({
  resourceType: 'Condition',
  id,
  code: { coding: [{ system: 'http://snomed.info/sct', code: '195967001', display: text }] },
  ...seen(house),
  ...more,
});

const RECORDS: Resource[] = [
  { resourceType: 'Organization', id: 'north', name: 'North' },
  { resourceType: 'Organization', id: 'south', name: 'South' },
  {
    resourceType: 'Patient',
    id: 'ann',
    name: [{ family: 'Lee' }],
    managingOrganization: { reference: 'Organization/north' },
  },
  {
    resourceType: 'Patient',
    id: 'ben',
    name: [{ family: 'Oak' }],
    managingOrganization: { reference: 'Organization/north' },
  },
  visit('north-visit', 'ann', 'north'),
  visit('south-visit', 'ann', 'south'),
  note('letter', 'north', 'Wheezing at night. Müller’s inhaler helps; no wheezing by day.', '2024-03-02'),
  note('page', 'north', `${'Nothing to report. '.repeat(40)}Wheeze heard on the left.`, '2024-05-02'),
  note('scan', 'north', '', '2024-06-01', {
    content: [{ attachment: { contentType: 'application/pdf', data: Buffer.from('wheezing').toString('base64') } }],
  }),
  problem('asthma', 'north', 'Asthma with wheezing', {
    onsetDateTime: '2020-01-01',
    note: [{ text: '<b>worse</b> in May' }],
  }),
  problem('elsewhere', 'south', 'Wheezing, seen elsewhere', { onsetDateTime: '2021-01-01' }),
  problem('secret', 'south', 'Wheezing behind a label', {
    meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'XYZZY' }] },
  }),
  note('of-ben', 'north', 'Wheezing', '2024-01-01', { subject: { reference: 'Patient/ben' }, context: {} }),
];

let open: OpenWorld;
let clinician: Asker;
beforeAll(async () => {
  await world.tell(...RECORDS);
  open = await world.open();
  clinician = await open.as('clinician', { organization: 'north', subject: 'doctor' });
});

const QUERY = `query ($text: String!, $kinds: [SearchedKind!], $period: PeriodInput, $first: Int, $after: String) {
  patient(id: "ann") { search(text: $text, kinds: $kinds, period: $period, first: $first, after: $after) {
    totalCount endCursor matches { kind record at excerpts { element text highlights { start end } } }
  } }
}`;

interface Result {
  readonly totalCount: number;
  readonly endCursor: string | null;
  readonly matches: {
    readonly kind: string;
    readonly record: string;
    readonly excerpts: { element: string; text: string; highlights: { start: number; end: number }[] }[];
  }[];
}

async function search(text: string, more: object = {}, asker = clinician): Promise<Result> {
  const answer = await asker.ask(QUERY, { text, ...more });
  expect(answer.errors).toBeUndefined();
  return answer.at('patient.search') as Result;
}

const recordsOf = ({ matches }: Result) => matches.map(({ record }) => record);

describe('words in the record', () => {
  it('are found in notes and in the text of codes, best first, of what the viewer reaches', async () => {
    const found = await search('wheezing');
    expect(recordsOf(found)).toEqual(['letter', 'asthma']);
    expect(found.totalCount).toBe(2);
  });

  it('are found by their beginnings, without case and accents, all of them in one record', async () => {
    expect(recordsOf(await search('whee'))).toEqual(expect.arrayContaining(['letter', 'page', 'asthma']));
    expect(recordsOf(await search('MULLER wheez'))).toEqual(['letter']);
    expect(recordsOf(await search('asthma may'))).toEqual(['asthma']);
    expect(recordsOf(await search('asthma inhaler'))).toEqual([]);
  });

  it('are shown where they stand', async () => {
    const { matches } = await search('wheeze left');
    expect(matches.map(({ record }) => record)).toEqual(['page']);
    const [excerpt] = matches[0]?.excerpts ?? [];
    expect(excerpt?.element).toBe('content.attachment.data');
    expect(excerpt?.text.startsWith('…')).toBe(true);
    expect(excerpt?.highlights.map(({ start, end }) => excerpt.text.slice(start, end))).toEqual(['Wheeze', 'left']);
  });

  it('are narrowed by kind and period', async () => {
    expect(recordsOf(await search('wheezing', { kinds: ['Condition'] }))).toEqual(['asthma']);
    expect(recordsOf(await search('wheezing', { period: { from: '2024' } }))).toEqual(['letter']);
  });

  it('come page by page, nothing twice and nothing missed', async () => {
    const all = recordsOf(await search('whee'));
    const paged: string[] = [];
    let after: string | null = null;
    do {
      const page: Result = await search('whee', { first: 1, after });
      paged.push(...recordsOf(page));
      after = page.endCursor;
    } while (after !== null);
    expect(paged).toEqual(all);
    expect(all.length).toBe(3);
  });

  it.each([
    ['no words', { text: ' - ' }, 'BAD_ARGUMENT'],
    ['eleven words', { text: 'a b c d e f g h i j k' }, 'BAD_ARGUMENT'],
    ['a page of none', { text: 'a', first: 0 }, 'BAD_PAGE'],
    ['a cursor of another list', { text: 'wheezing', after: 'x' }, 'BAD_CURSOR'],
  ])('that are %s are refused', async (_name, variables, code) => {
    const { errors } = await clinician.ask(QUERY, variables);
    expect(errors?.[0]?.extensions.code).toBe(code);
  });
});

describe('the walls around the words', () => {
  it('let what others wrote be found at NETWORK only', async () => {
    const wide = await open.as('clinician', { organization: 'north', subject: 'doctor', width: 'NETWORK' });
    expect(recordsOf(await search('wheezing', {}, wide)).sort()).toEqual(['asthma', 'elsewhere', 'letter']);
  });

  it('hide hidden words from matches, counts and order', async () => {
    const wide = await open.as('clinician', { organization: 'north', subject: 'doctor', width: 'NETWORK' });
    const before = await search('wheezing', {}, wide);
    await world.tell(
      problem('secret', 'south', 'wheezing '.repeat(9), {
        meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'XYZZY' }] },
      }),
    );
    expect(await search('wheezing', {}, wide)).toEqual(before);
    expect((await search('behind label', {}, wide)).totalCount).toBe(0);
  });

  it('are as high for a patient out of reach as for one who is not there', async () => {
    const stranger = await open.as('clinician', { organization: 'east', subject: 'stranger' });
    const { data } = await stranger.ask(QUERY, { text: 'wheezing' });
    expect(data).toEqual({ patient: null });
  });

  it('leave no such field to those who read no notes', async () => {
    for (const role of ['registrar', 'biller', 'insurer'] as const) {
      const { errors } = await (await open.as(role, { organization: 'north' })).ask(QUERY, { text: 'wheezing' });
      expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    }
  });
});

describe('the trail', () => {
  it('names the kinds and numbers of what was found, not of what was looked through', async () => {
    const entries: { disclosures: readonly object[] }[] = [];
    const kept = await world.open({
      trail: { insertMany: async (documents) => void entries.push(...(documents as never as typeof entries)) },
    });
    const asker = await kept.as('clinician', { organization: 'north', subject: 'doctor' });
    await asker.ask('{ patient(id: "ann") { search(text: "asthma") { totalCount } } }');
    expect(entries.flatMap(({ disclosures }) => disclosures)).toEqual([
      expect.objectContaining({ kind: 'Patient', patient: 'ann', count: 1 }),
      expect.objectContaining({ kind: 'Condition', patient: 'ann', count: 1 }),
    ]);
  });
});

describe('the words of a record', () => {
  it('are read from paths that hold words, attachments with what says how to read them', () => {
    const readable = [
      'code.text',
      'code.coding.code',
      'note.text',
      'x.data',
      'x.contentType',
      'y.data',
      'id',
      'status',
    ];
    expect(wordPaths(readable)).toEqual(['code.text', 'note.text', 'x.contentType', 'x.data']);
  });

  it('are plain text, whatever they came in', () => {
    const div = '<div xmlns="http://www.w3.org/1999/xhtml"><p>Tom &amp; Jerry</p><p>next</p></div>';
    expect(
      textsOf({ text: { status: 'generated', div }, note: [{ text: 'plain' }, { text: '<i>slanted</i>' }] }),
    ).toEqual([
      { element: 'text.div', text: 'Tom & Jerry next' },
      { element: 'note.text', text: 'plain' },
      { element: 'note.text', text: 'slanted' },
    ]);
  });

  it('match as whole words before beginnings', () => {
    const words = wordsOf('cat') ?? [];
    const score = (text: string) => matchOf([{ element: 'note.text', text }], words)?.score ?? 0;
    expect(score('a cat')).toBeGreaterThan(score('a catalogue'));
    expect(score('concat')).toBe(0);
  });
});

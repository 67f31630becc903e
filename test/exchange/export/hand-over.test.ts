/** What is handed over with a record, and what stays outside. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshPrefix } from '../../support/engine.js';
import type { Place } from './round-trip.js';
import { exported, openPlace, readModelOf, resourcesIn, withFile } from './round-trip.js';

const PATIENT = '{"resourceType":"Patient","id":"p","name":[{"family":"Iver"}]}';
/** Keys out of order, decimals with zeros, an escape where none is needed, white space. */
const ODD = `{ "valueQuantity" : {"value": 1.50, "unit":"mg\\u002fdl"},
  "status":"final", "id":"odd", "subject": {"reference":"urn:uuid:AAAA"}, "resourceType":"Observation",
  "performer":[{"reference":"Organization?identifier=urn:x|house","display":"House"},{"reference":"Patient/other"}],
  "code":{"text":"x"}, "focus":[{"reference":"https://elsewhere.example/fhir/Device/9"}, {"reference":"Encounter/lost"}] }`;
const OTHERS = [
  '{"resourceType":"Organization","id":"house","identifier":[{"system":"urn:x","value":"house"}],"partOf":{"reference":"Organization/mother"}}',
  '{"resourceType":"Organization","id":"mother","name":"Mother House"}',
  '{"resourceType":"Organization","id":"unrelated","name":"Nobody asks for it"}',
  '{"resourceType":"Patient","id":"other","name":[{"family":"Else"}]}',
];

const bundle = (entries: readonly [string | null, string][]) =>
  `{"resourceType":"Bundle","type":"collection","entry":[${entries
    .map(([url, text]) => `{${url === null ? '' : `"fullUrl":"${url}",`}"resource":${text}}`)
    .join(',')}]}`;

describe('a patient’s record that is handed over', () => {
  const prefix = freshPrefix();
  const places: Place[] = [];
  const open = async () => {
    const place = await openPlace(`${prefix}${places.length}`);
    places.push(place);
    return place;
  };
  const takeText = (place: Place, text: string, source?: string) =>
    withFile('in.json', text, (path) => place.take([path], source));
  const resources = (text: string) => withFile('out.json', text, (path) => resourcesIn([path]));
  let here: Place;

  beforeAll(async () => {
    here = await open();
    await takeText(
      here,
      bundle([
        ['urn:uuid:aaaa', PATIENT],
        ['urn:uuid:odd', ODD],
        ...OTHERS.map((text): [null, string] => [null, text]),
      ]),
    );
  });
  afterAll(() => Promise.all(places.map((place) => place.close())));

  it('is the same to the letter, white space too', async () => {
    const text = await exported(here, 'p', 'bundle');
    expect(text).toContain(ODD);
    expect(text).toContain(PATIENT);
    expect(JSON.parse(text)).toMatchObject({ resourceType: 'Bundle', type: 'collection' });
  });

  it('comes with the directory records that it refers to, and theirs, and with nothing else', async () => {
    const sent = await resources(await exported(here, 'p', 'bundle'));
    expect([...sent.keys()]).toEqual(['Observation/odd', 'Organization/house', 'Organization/mother', 'Patient/p']);
  });

  it('names what stays outside, why, and where it is referred to', async () => {
    const { entry } = JSON.parse(await exported(here, 'p', 'bundle')) as { entry: { resource: { issue: object[] } }[] };
    expect(entry.at(-1)?.resource.issue).toMatchObject([
      { code: 'not-found', diagnostics: 'Device/9', expression: ['Observation.focus'] },
      { code: 'not-found', diagnostics: 'Encounter/lost', expression: ['Observation.focus'] },
      { code: 'suppressed', diagnostics: 'Patient/other', expression: ['Observation.performer'] },
    ]);
  });

  it('means elsewhere what it meant here, also what only its bundle could tell', async () => {
    const there = await open();
    await takeText(there, await exported(here, 'p', 'bundle'));
    const sent = new Set((await resources(await exported(here, 'p', 'bundle'))).keys());
    expect(await readModelOf(there, sent)).toEqual(await readModelOf(here, sent));
    expect((await readModelOf(there)).get('Observation/odd')).toMatchObject({ patient: 'p' });
  });

  it('says who handed it over, and who had recorded it before', async () => {
    const there = await open();
    await takeText(there, await exported(here, 'p', 'bundle', { from: 'The House' }));
    const commit = await there.databases.of('clinical').commits.findOne({ keys: 'Observation/odd/1' });
    expect(commit?.agent).toMatchObject({ origin: { from: 'transfer', organization: 'The House' } });
    expect(commit?.versions[0]?.earlier).toMatchObject({ version: 1, agent: { name: 'import' }, reason: 'import' });
    expect(await exported(there, 'p', 'bundle')).toContain('The House');
  });

  it('brings its history along, each version before the next, and is taken up in any state of the receiver', async () => {
    const origin = await open();
    const goal = (text: string) =>
      `{"resourceType":"Goal","id":"g","subject":{"reference":"Patient/p"},"description":{"text":"${text}"}}`;
    const version = (text: string, expectedVersion: number) =>
      origin.writer.record({
        subgraph: 'clinical',
        agent: { name: 'ana', source: 'default' },
        reason: 'agreed',
        patient: 'p',
        versions: [{ kind: 'Goal', id: 'g', source: 'default', text: goal(text), references: {}, expectedVersion }],
      });
    await takeText(origin, PATIENT);
    // Within one millisecond or over clocks that differ: the order is that of the versions. The last says what the first said.
    for (const [index, text] of ['walk', 'run', 'walk'].entries()) await version(text, index);
    const whole = await exported(origin, 'p', 'bundle', { history: true });
    const texts = async (place: Place) =>
      (
        await place.databases
          .of('clinical')
          .commits.find({ keys: /^Goal\/g\// })
          .sort({ at: 1 })
          .toArray()
      ).map(({ versions }) => versions.map(({ text }) => text));
    const empty = await open();
    await takeText(empty, whole);
    expect((await texts(empty)).flat()).toEqual(['walk', 'run', 'walk'].map(goal));
    await takeText(empty, whole);
    expect((await texts(empty)).flat()).toHaveLength(3);
    // Who has the newest version already is not turned back by the older ones.
    const ahead = await open();
    await version('rest', 3);
    await takeText(ahead, await exported(origin, 'p', 'bundle'));
    await takeText(ahead, await exported(origin, 'p', 'bundle', { history: true }));
    expect((await texts(ahead)).flat()).toEqual([goal('rest')]);
  });

  it('keeps the ids of several senders apart, also under a name of the operator', async () => {
    const two = await open();
    await takeText(two, PATIENT, 'clinic-b');
    await takeText(two, '{"resourceType":"Goal","id":"g","subject":{"reference":"Patient/p"}}', 'clinic-b');
    const text = await exported(two, 'clinic-b:p', 'bundle');
    const same = await open();
    await takeText(same, text);
    expect((await readModelOf(same)).get('Goal/clinic-b:g')).toMatchObject({ patient: 'clinic-b:p' });
    const named = await open();
    await takeText(named, text, 'north');
    expect((await readModelOf(named)).get('Goal/north-clinic-b:g')).toMatchObject({ patient: 'north-clinic-b:p' });
  });
});

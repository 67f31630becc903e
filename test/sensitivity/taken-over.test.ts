/** What records take over from their visit and from what they name, in whatever order they come. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadDemo } from '../../subgraphs/exchange/demo-load.js';
import type { RecordDocument } from '../../subgraphs/shared/databases.js';
import { subgraphOf } from '../../subgraphs/shared/record-kind.js';
import { createWorld, type Resource, type World } from '../support/world.js';

const ICD10 = 'http://hl7.org/fhir/sid/icd-10-cm';
const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';

const ref = (reference: string) => ({ reference });
const icd10 = (code: string) => ({ coding: [{ system: ICD10, code }] });
const security = (...codes: string[]) => ({ security: codes.map((code) => ({ system: ACT_CODE, code })) });
const subject = ref('Patient/p');
const encounter = ref('Encounter/visit');

/** A visit for addiction at Alder, and what hangs on it; a second one at Birch, where depression is one finding. */
const story: readonly Resource[] = [
  { resourceType: 'Patient', id: 'p' },
  {
    resourceType: 'Encounter',
    id: 'visit',
    subject,
    serviceProvider: ref('Organization/alder'),
    reasonCode: [icd10('F11.20')],
  },
  { resourceType: 'Observation', id: 'pressure', subject, encounter, code: { text: 'Blood pressure' } },
  {
    resourceType: 'DocumentReference',
    id: 'note',
    subject,
    context: { encounter: [encounter] },
    type: { text: 'Letter' },
  },
  {
    resourceType: 'DocumentReference',
    id: 'own-note',
    meta: security('PSYTHPN'),
    subject,
    author: [ref('PractitionerRole/therapist'), ref('Practitioner/trainee')],
    context: { encounter: [encounter] },
  },
  {
    resourceType: 'PractitionerRole',
    id: 'therapist',
    practitioner: ref('Practitioner/tess'),
    organization: ref('Organization/cedar'),
  },
  {
    resourceType: 'Observation',
    id: 'tested',
    subject,
    encounter: ref('Encounter/second'),
    performer: [ref('PractitionerRole/therapist')],
  },
  {
    resourceType: 'Encounter',
    id: 'second',
    subject,
    location: [{ location: ref('Location/room') }],
    diagnosis: [{ condition: { reference: 'Condition/depression', display: 'Depression' } }],
  },
  { resourceType: 'Location', id: 'room', managingOrganization: ref('Organization/birch') },
  { resourceType: 'Observation', id: 'pulse', subject, encounter: ref('Encounter/second') },
  { resourceType: 'Condition', id: 'depression', subject, encounter: ref('Encounter/second'), code: icd10('F33.1') },
  { resourceType: 'MedicationRequest', id: 'pill', subject, reasonReference: [ref('Condition/depression')] },
  {
    resourceType: 'MedicationDispense',
    id: 'filled',
    subject,
    authorizingPrescription: [ref('MedicationRequest/pill')],
  },
  {
    resourceType: 'Claim',
    id: 'pharmacy',
    patient: subject,
    prescription: ref('MedicationRequest/pill'),
    provider: ref('Organization/pharmacy'),
  },
  { resourceType: 'ExplanationOfBenefit', id: 'explained', patient: subject, claim: ref('Claim/pharmacy') },
  { resourceType: 'Claim', id: 'visit-bill', patient: subject, item: [{ sequence: 1, encounter: [encounter] }] },
  { resourceType: 'Medication', id: 'drug', code: { text: 'Efavirenz 600 MG' } },
  { resourceType: 'MedicationStatement', id: 'takes', subject, medicationReference: ref('Medication/drug') },
  { resourceType: 'Observation', id: 'viral-load', subject, code: { text: 'HIV 1 RNA' } },
  { resourceType: 'DiagnosticReport', id: 'report', subject, result: [ref('Observation/viral-load')] },
  { resourceType: 'Goal', id: 'goal', subject, addresses: [ref('Condition/depression')] },
  { resourceType: 'AllergyIntolerance', id: 'allergy', patient: subject, code: { text: 'Methadone' } },
];

type Access = Pick<RecordDocument, 'labels' | 'writers' | 'authors'>;

async function accessOf(world: World, reference: string): Promise<Access | null> {
  const [kind = ''] = reference.split('/');
  const { records } = world.databases.of(subgraphOf(kind));
  const projection = { _id: 0, labels: 1, writers: 1, authors: 1 } as const;
  return records.findOne<Access>({ _id: reference }, { projection });
}

async function told(resources: readonly Resource[]): Promise<World> {
  const world = await createWorld();
  for (const resource of resources) await world.tell(resource);
  return world;
}

describe.each([
  ['forwards', (records: readonly Resource[]) => [...records]],
  ['backwards', (records: readonly Resource[]) => [...records].reverse()],
  ['from the middle', (records: readonly Resource[]) => [...records.slice(10), ...records.slice(0, 10)]],
])('told %s', (_, order) => {
  let world: World;
  const access = (reference: string) => accessOf(world, reference);
  beforeAll(async () => {
    world = await told(order(story));
  });

  it('what belongs to a visit is as sensitive as the visit, and of whoever it was at', async () => {
    expect(await access('Observation/pressure')).toEqual({ labels: ['SUD'], writers: ['alder'] });
    expect(await access('DocumentReference/note')).toEqual({ labels: ['SUD'], writers: ['alder'] });
  });

  it('what was found among others at a visit labels the visit’s record and not its parts', async () => {
    expect(await access('Encounter/second')).toEqual({ labels: ['PSY'], writers: ['birch'] });
    expect(await access('Observation/pulse')).toEqual({ writers: ['birch'] });
  });

  it('an own note of a visit for substance use is a counselling note, of whoever wrote it in a role or by name', async () => {
    expect(await access('DocumentReference/own-note')).toEqual({
      labels: ['SUD', 'SUDCN', 'PSYTHPN'],
      writers: ['alder', 'cedar'],
      authors: ['tess', 'trainee'],
    });
  });

  it('a role stands for its organisation, and makes nobody the author of what is not theirs alone', async () => {
    expect(await access('Observation/tested')).toEqual({ writers: ['birch', 'cedar'] });
  });

  it('what is ordered, handed out, billed and explained for a condition is as sensitive', async () => {
    expect(await access('MedicationRequest/pill')).toEqual({ labels: ['PSY'], writers: [] });
    expect(await access('MedicationDispense/filled')).toEqual({ labels: ['PSY'], writers: [] });
    expect(await access('Claim/pharmacy')).toEqual({ labels: ['PSY'], writers: ['pharmacy'] });
    expect(await access('ExplanationOfBenefit/explained')).toEqual({ labels: ['PSY'], writers: ['pharmacy'] });
    expect(await access('Goal/goal')).toEqual({ labels: ['PSY'], writers: ['birch'] });
  });

  it('a bill is as sensitive as its visit, a statement as its medicine, a report as its results', async () => {
    expect(await access('Claim/visit-bill')).toMatchObject({ labels: ['SUD'] });
    expect(await access('MedicationStatement/takes')).toEqual({ labels: ['HIV'], writers: [] });
    expect(await access('DiagnosticReport/report')).toEqual({ labels: ['HIV'], writers: [] });
  });

  it('the person has no writer, and an allergy tells no disease', async () => {
    expect(await access('Patient/p')).toEqual({});
    expect(await access('AllergyIntolerance/allergy')).toEqual({ writers: [] });
  });

  it('a new version of the visit changes what hangs on it', async () => {
    await world.tell({ ...(story[1] as Resource), reasonCode: [icd10('I10')], meta: security('HIV', 'PSYTHPN') });
    expect(await access('Observation/pressure')).toEqual({ labels: ['HIV'], writers: ['alder'] });
    expect(await access('Claim/visit-bill')).toMatchObject({ labels: ['HIV'] });
    expect((await access('DocumentReference/own-note'))?.labels).toEqual(['PSYTHPN', 'HIV']);
  });
});

describe('the demo people', async () => {
  const world = await createWorld();
  beforeAll(() => loadDemo(world.writer, () => undefined, { people: 4 }), 120_000);

  /** Records of a person with a code, that one organisation wrote. */
  const withCode = (subgraph: 'clinical' | 'financial', patient: string, code: string, writer: string) =>
    world.databases.of(subgraph).records.find({ patient, codes: code, writers: writer }).toArray();

  it('keep an overdose that nobody labelled: its diagnosis, its drugs, its note, its bill', async () => {
    const { records } = world.databases.of('clinical');
    const [overdose] = await withCode('clinical', 'bram-osei', 'T40.2X1A', 'larkspur-bay-hospital');
    expect(overdose?.content['meta']).not.toHaveProperty('security');
    expect(overdose?.labels).toEqual(['SUD']);
    const there = await records.find({ encounter: overdose?.['encounter'] as string }).toArray();
    expect(new Set(there.map(({ kind }) => kind)).size).toBeGreaterThan(4);
    expect(there.filter(({ labels }) => !labels?.includes('SUD'))).toEqual([]);
    const bills = world.databases.of('financial').records.find({ encounters: overdose?.['encounter'] as string });
    expect((await bills.toArray()).map(({ labels }) => labels)).toEqual([['SUD'], ['SUD']]);
  });

  it('keep the HIV drug that the family practice noted without a label', async () => {
    const drugs = await withCode('clinical', 'dario-winter', '643066', 'tamarack-family-practice');
    expect(drugs.map(({ labels }) => labels)).toEqual(drugs.map(() => ['HIV']));
    expect(drugs.length).toBeGreaterThan(0);
  });

  it('keep a depression that the family practice noted without a label', async () => {
    const noted = await withCode('clinical', 'celia-moreau', 'F33.1', 'tamarack-family-practice');
    expect(noted.map(({ labels }) => labels)).toEqual(noted.map(() => ['PSY']));
    expect(noted.length).toBeGreaterThan(0);
  });

  it('leave one psychotherapy note to its author', async () => {
    expect(await accessOf(world, 'DocumentReference/celia-moreau-psychotherapy-note')).toEqual({
      labels: ['R', 'V', 'PSY', 'PSYTHPN'],
      writers: ['copperleaf-health'],
      authors: ['naomi-ferrant'],
    });
    const notes = world.databases.of('clinical').records.find({ labels: 'PSYTHPN' });
    expect((await notes.toArray()).length).toBe(1);
  });

  it('have a writer for everything that belongs to a practice', async () => {
    for (const subgraph of ['clinical', 'financial'] as const) {
      const { records } = world.databases.of(subgraph);
      const nobodys = await records.find({ writers: [] }).toArray();
      expect(nobodys.map(({ _id }) => _id).filter((id) => !/^(FamilyMemberHistory|Device)\//.test(id))).toEqual([]);
    }
  });
});

const sample = resolve(process.env['CHARTLENS_SHARED_DATA'] ?? '../shared/data', 'sensitivity-labelled/1Asample.json');

interface Bundle {
  readonly entry: readonly { readonly resource: Resource }[];
}

describe.skipIf(!existsSync(sample))('a published chart with labels, and its twin without any', () => {
  const read = (): readonly Resource[] =>
    (JSON.parse(readFileSync(sample, 'utf8')) as Bundle).entry.map(({ resource }) => resource);

  async function labels(resources: readonly Resource[]): Promise<Map<string, readonly string[]>> {
    const world = await told(resources);
    const documents = await world.databases
      .of('clinical')
      .records.find({ version: { $gt: 0 } })
      .toArray();
    return new Map(documents.map(({ _id, labels: borne = [] }) => [_id, borne]));
  }

  it('differ by confidentiality, and by records of which only the sender knew', { timeout: 60_000 }, async () => {
    const labelled = await labels(read());
    const bare = await labels(read().map(({ meta: _, ...resource }) => resource as Resource));
    const topics = (borne: readonly string[] = []) => borne.filter((label) => label !== 'R' && label !== 'V');
    const lost = [...labelled].filter(([id, borne]) => topics(borne).some((label) => !bare.get(id)?.includes(label)));
    expect(labelled.size).toBe(15);
    expect(lost.map(([id, borne]) => [id, topics(borne), bare.get(id)])).toEqual([
      // A medicine for substance use is not one for the mind; that a record is its therapist's own, no code tells.
      ['MedicationRequest/CarlFredericksonBuprenorphineNaltrexone', ['SUD', 'PSY'], ['SUD']],
      ['Observation/CarlFredericksonOUDThoughtRecord', ['PSY', 'PSYTHPN'], ['PSY']],
    ]);
  });
});

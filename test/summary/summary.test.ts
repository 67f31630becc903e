/** The International Patient Summary: a document that holds together, a page to print, and nothing behind the walls. */
import { beforeAll, describe, expect, it } from 'vitest';
import { visit } from '../leaks/two-houses.js';
import { createWorld, type OpenWorld, type Resource } from '../support/world.js';

const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
const world = await createWorld();
const coded = (code: string) => ({ coding: [{ code }] });

const about = (house: string) => ({
  subject: { reference: 'Patient/ann' },
  encounter: { reference: `Encounter/visit-${house}` },
});
const problem = (id: string, house: string, text: string, more: object = {}): Resource => ({
  resourceType: 'Condition',
  id,
  code: { text },
  clinicalStatus: coded('active'),
  ...about(house),
  ...more,
});
const result = (id: string, date: string, value: number): Resource => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  category: [coded('laboratory')],
  code: { text: 'Potassium' },
  effectiveDateTime: date,
  valueQuantity: { value, unit: 'mmol/L' },
  ...about('north'),
});

const RECORDS: Resource[] = [
  { resourceType: 'Organization', id: 'north', name: 'North' },
  { resourceType: 'Organization', id: 'south', name: 'South' },
  {
    resourceType: 'Patient',
    id: 'ann',
    name: [{ family: 'Lee <b>', given: ['Ann'] }],
    birthDate: '1970-02-03',
    managingOrganization: { reference: 'Organization/north' },
  },
  { resourceType: 'Patient', id: 'eve', managingOrganization: { reference: 'Organization/south' } },
  visit('visit-north', 'ann', 'north'),
  visit('visit-south', 'ann', 'south'),
  problem('asthma', 'north', 'Asthma & hay fever'),
  problem('over', 'north', 'Pneumonia', { clinicalStatus: coded('resolved') }),
  problem('mistake', 'north', 'Never was', { verificationStatus: coded('entered-in-error') }),
  problem('elsewhere', 'south', 'Seen elsewhere'),
  problem('hidden', 'south', 'Behind a label', { meta: { security: [{ system: ACT_CODE, code: 'XYZZY' }] } }),
  result('old', '2020-01-01', 3.1),
  result('new', '2024-01-01', 4.2),
  { resourceType: 'Medication', id: 'pill', code: { text: 'Salbutamol 100 ug' } },
  {
    resourceType: 'MedicationRequest',
    id: 'puffs',
    status: 'active',
    medicationReference: { reference: 'Medication/pill' },
    dosageInstruction: [{ text: 'two puffs' }],
    ...about('north'),
  },
  {
    resourceType: 'MedicationRequest',
    id: 'stopped',
    status: 'stopped',
    medicationCodeableConcept: { text: 'Gone' },
    ...about('north'),
  },
];

interface Entry {
  readonly fullUrl: string;
  readonly resource: { readonly resourceType: string; readonly section?: readonly Section[] } & Record<string, unknown>;
}
interface Section {
  readonly title: string;
  readonly code: { readonly coding: readonly { readonly code: string }[] };
  readonly entry?: readonly { readonly reference: string }[];
  readonly emptyReason?: object;
}

let open: OpenWorld;
beforeAll(async () => {
  await world.tell(...RECORDS);
  open = await world.open();
});

const QUERY = '{ patient(id: "ann") { summary { bundle page } } }';

async function summaryOf(width: 'PRACTICE' | 'NETWORK' = 'PRACTICE') {
  const asker = await open.as('clinician', { organization: 'north', subject: 'doctor', width });
  const answer = await asker.ask(QUERY);
  expect(answer.errors).toBeUndefined();
  const text = String(answer.at('patient.summary.bundle'));
  const bundle = JSON.parse(text) as { type: string; entry: readonly Entry[] };
  return { text, bundle, page: String(answer.at('patient.summary.page')) };
}

describe('the summary as a document', () => {
  it('begins with a composition of the sections that IPS asks for', async () => {
    const { bundle } = await summaryOf();
    const [first] = bundle.entry;
    expect([bundle.type, first?.resource.resourceType]).toEqual(['document', 'Composition']);
    const codes = first?.resource.section?.map(({ code }) => code.coding[0]?.code);
    expect(codes).toEqual(expect.arrayContaining(['11450-4', '48765-2', '10160-0']));
    const allergies = first?.resource.section?.find(({ code }) => code.coding[0]?.code === '48765-2');
    expect(allergies?.emptyReason).toBeDefined();
    expect(allergies?.entry).toBeUndefined();
  });

  it('has an entry for each reference, and no address that leads out of it', async () => {
    const { text, bundle } = await summaryOf();
    const urls = new Set(bundle.entry.map(({ fullUrl }) => fullUrl));
    expect(urls.size).toBe(bundle.entry.length);
    const references = [...text.matchAll(/"reference":"([^"]*)"/g)].map(([, reference]) => reference ?? '');
    expect(references.length).toBeGreaterThan(5);
    expect(references.filter((reference) => !urls.has(reference))).toEqual([]);
    // A medicine that stands in a record of its own keeps its name.
    const order = bundle.entry.find(({ resource }) => resource.resourceType === 'MedicationRequest')?.resource;
    expect(order?.['medicationReference']).toEqual({ display: 'Salbutamol 100 ug' });
  });

  it('holds what is so now, the latest results, and medicines by name', async () => {
    const { page } = await summaryOf();
    expect(page).toContain('Asthma &amp; hay fever');
    expect(page).toContain('4.2 mmol/L');
    expect(page).toContain('Salbutamol 100 ug</td><td>two puffs');
    expect(page.indexOf('Pneumonia')).toBeGreaterThan(page.indexOf('Past illnesses'));
    expect(page).not.toMatch(/Never was|3\.1 mmol|Gone|Seen elsewhere/);
  });
});

describe('the summary as a page', () => {
  it('is one document of its own, in which no text of a record is markup', async () => {
    const { page } = await summaryOf();
    expect(page.startsWith('<!doctype html>')).toBe(true);
    expect(page).toContain('Ann Lee &lt;b&gt;');
    expect(page).not.toMatch(/<script|<b>|https?:/);
  });
});

describe('the walls around the summary', () => {
  it('let in what others wrote at NETWORK, but not what labels close', async () => {
    const { page, text } = await summaryOf('NETWORK');
    expect(page).toContain('Seen elsewhere');
    expect(page + text).not.toContain('Behind a label');
  });

  it('show it to the patient, and to nobody who reads no chart', async () => {
    const patient = await open.as('patient', { patient: 'ann' });
    expect(String((await patient.ask(QUERY)).at('patient.summary.page'))).toContain('Seen elsewhere');
    for (const role of ['registrar', 'biller', 'insurer'] as const)
      expect((await (await open.as(role, { organization: 'north' })).ask(QUERY)).errors?.[0]?.extensions.code).toBe(
        'GRAPHQL_VALIDATION_FAILED',
      );
  });
});

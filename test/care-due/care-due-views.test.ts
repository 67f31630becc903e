/** Which care is due, as each role is told: from what they may read, and from nothing else. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type Asker, createWorld, type OpenWorld, type Resource, type Who } from '../support/world.js';

const to = (reference: string) => ({ reference });
const coded = (system: string, code: string) => ({ coding: [{ system, code }] });
const ON = '2026-06-01';

const world = await createWorld();

const person = (id: string, more: Record<string, unknown> = {}): Resource => ({
  resourceType: 'Patient',
  id,
  birthDate: '1970-03-01',
  gender: 'female',
  managingOrganization: to('Organization/near'),
  ...more,
});

const screening = (id: string, patient: string, performer: string, more: Record<string, unknown> = {}): Resource => ({
  resourceType: 'Procedure',
  id,
  status: 'completed',
  code: coded('http://snomed.info/sct', '73761001'),
  subject: to(`Patient/${patient}`),
  performedDateTime: '2020-02-01',
  performer: [{ actor: to(`Organization/${performer}`) }],
  ...more,
});

const coverage = (patient: string, payer: string): Resource => ({
  resourceType: 'Coverage',
  id: `coverage-${patient}-${payer}`,
  status: 'active',
  beneficiary: to(`Patient/${patient}`),
  payor: [to(`Organization/${payer}`)],
});

const bill = (id: string, patient: string, payer: string | null, code: string): Resource => ({
  resourceType: 'Claim',
  id,
  status: 'active',
  use: 'claim',
  patient: to(`Patient/${patient}`),
  provider: to('Organization/near'),
  created: '2025-09-01',
  billablePeriod: { start: '2025-09-01', end: '2025-09-01' },
  ...(payer && { insurance: [{ sequence: 1, focal: true, coverage: to(`Coverage/coverage-${patient}-${payer}`) }] }),
  item: [{ sequence: 1, productOrService: coded('http://www.ama-assn.org/go/cpt', code) }],
});

const LABEL = { meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'ETH' }] } };

let open: OpenWorld;
beforeAll(async () => {
  await world.tell(
    ...['ida', 'uma', 'lea', 'mia'].map((id) => person(id)),
    person('old', { birthDate: '1970' }),
    person('dead', { deceasedDateTime: '2026-05-31' }),
    screening('near-ida', 'ida', 'near'),
    screening('far-uma', 'uma', 'far'),
    screening('near-lea', 'lea', 'near', LABEL),
    ...['ida', 'uma', 'mia'].map((id) => coverage(id, 'red')),
    coverage('uma', 'blue'),
    // Ida: all cancers by red. Uma: the mammography by blue. Mia paid hers herself.
    bill('ida-1', 'ida', 'red', '45378'),
    bill('ida-2', 'ida', 'red', '77067'),
    bill('ida-3', 'ida', 'red', '87624'),
    bill('uma-1', 'uma', 'red', '45378'),
    bill('uma-2', 'uma', 'blue', '77067'),
    bill('uma-3', 'uma', 'red', '87624'),
    bill('mia-1', 'mia', 'red', '45378'),
    bill('mia-2', 'mia', null, '77067'),
    bill('mia-3', 'mia', 'red', '87624'),
  );
  open = await world.open();
});

interface Due {
  readonly code: string;
  readonly status: string;
  readonly width: string | null;
}

const CARE = `query ($id: ID!, $on: String) { patient(id: $id) { careDue(on: $on) {
  code recommendation grade status since next source version width because { text record { reference procedure { id } } } } } }`;

async function dueOf(asker: Asker, id: string, on = ON): Promise<Due[]> {
  const answer = await asker.ask(CARE, { id, on });
  expect(answer.errors).toBeUndefined();
  return answer.at('patient.careDue') as Due[];
}

async function colon(asker: Asker, id: string): Promise<Due | undefined> {
  return (await dueOf(asker, id)).find(({ code }) => code === 'colorectal-cancer');
}

const clinician = (who: Who = {}) => open.as('clinician', { organization: 'near', subject: 'doctor', ...who });

describe('a clinician', () => {
  it('reads what is done and what is due, since when and why', async () => {
    expect(await colon(await clinician(), 'ida')).toEqual({
      code: 'colorectal-cancer',
      recommendation: 'Screening for colorectal cancer',
      grade: 'A',
      status: 'DONE',
      since: null,
      next: '2030-02-01',
      source: 'https://www.uspreventiveservicestaskforce.org/uspstf/recommendation/colorectal-cancer-screening',
      version: '2025-06',
      width: 'PRACTICE',
      because: [
        {
          text: 'Colonoscopy of 2020-02-01 counts until 2030-02-01.',
          record: { reference: 'Procedure/near-ida', procedure: { id: 'near-ida' } },
        },
      ],
    });
    const breast = (await dueOf(await clinician(), 'ida')).find(({ code }) => code === 'breast-cancer');
    expect(breast).toMatchObject({
      status: 'OVERDUE',
      since: '2010-03-01',
      because: [{ text: 'Nothing that counts was found.', record: null }],
    });
  });

  it('is told at which width: what another organisation did counts at NETWORK', async () => {
    expect(await colon(await clinician({ width: 'PRACTICE' }), 'uma')).toMatchObject({
      status: 'OVERDUE',
      width: 'PRACTICE',
    });
    expect(await colon(await clinician({ width: 'NETWORK' }), 'uma')).toMatchObject({
      status: 'DONE',
      width: 'NETWORK',
    });
  });

  it('is told the same of a screening that they may not read as of none', async () => {
    // At the other organisation the label of the screening is another's.
    await world.tell({
      resourceType: 'CareTeam',
      id: 'team',
      status: 'active',
      subject: to('Patient/lea'),
      participant: [{ member: to('Organization/far') }],
    });
    const far = await clinician({ organization: 'far', subject: 'far-doctor', width: 'NETWORK' });
    const hidden = await far.ask(CARE, { id: 'lea', on: ON });
    await world.tell(screening('near-lea', 'lea', 'near', { ...LABEL, status: 'entered-in-error' }));
    expect((await far.ask(CARE, { id: 'lea', on: ON })).text).toBe(hidden.text);
    expect(hidden.text).toContain('"code":"colorectal-cancer"');
  });

  it('reads nothing of the dead, and of a birth year what it may mean', async () => {
    const asker = await clinician();
    expect(await dueOf(asker, 'dead')).toEqual([]);
    expect((await dueOf(asker, 'dead', '2026-05-30')).length).toBeGreaterThan(5);
    expect(await colon(asker, 'old')).toMatchObject({ status: 'OVERDUE', since: '2015-01-01' });
  });

  it('gets an error for a day that is none', async () => {
    for (const on of ['2026', '2026-02-30', 'today', '2026-06-01T00:00:00Z']) {
      const { errors } = await (await clinician()).ask(CARE, { id: 'ida', on });
      expect(errors?.[0]?.extensions.code).toBe('BAD_ARGUMENT');
    }
  });

  it('of another house reads as much as of nobody', async () => {
    const stranger = await clinician({ organization: 'elsewhere', subject: 'stranger' });
    const [known, unknown] = await Promise.all(['ida', 'nobody'].map((id) => stranger.ask(CARE, { id, on: ON })));
    expect(known?.text).toBe(unknown?.text);
  });
});

describe('the patient', () => {
  it('reads it over all organisations', async () => {
    const uma = await open.as('patient', { patient: 'uma' });
    expect(await colon(uma, 'uma')).toMatchObject({ status: 'DONE', width: null });
  });
});

describe('an insurer', () => {
  const GAPS = 'query ($id: ID!, $on: String) { patient(id: $id) { careGaps(on: $on) { serviceCategory status } } }';
  const gaps = async (payer: string, id: string) => {
    const answer = await (await open.as('insurer', { organization: payer })).ask(GAPS, { id, on: ON });
    expect(answer.errors).toBeUndefined();
    const found = answer.at('patient.careGaps') as { serviceCategory: string; status: string }[];
    return Object.fromEntries(found.map(({ serviceCategory, status }) => [serviceCategory, status]));
  };

  it('is told by category what its bills do not show, and nothing clinical', async () => {
    expect(await gaps('red', 'ida')).toEqual({ CANCER_SCREENING: 'CLOSED', INFECTION_SCREENING: 'OPEN' });
    const insurer = await open.as('insurer', { organization: 'red' });
    const { errors } = await insurer.ask(CARE, { id: 'ida', on: ON });
    expect(errors?.[0]?.message).toBe('Cannot query field "careDue" on type "Patient".');
  });

  it('counts nobody whose bills say that they are not meant', async () => {
    const without = bill('zoe-3', 'zoe', 'red', '99213');
    const diagnosis = [{ sequence: 1, diagnosisCodeableConcept: coded('http://hl7.org/fhir/sid/icd-10-cm', 'Z90710') }];
    await world.tell(
      person('zoe'),
      coverage('zoe', 'red'),
      bill('zoe-1', 'zoe', 'red', '45378'),
      bill('zoe-2', 'zoe', 'red', '77067'),
    );
    expect(await gaps('red', 'zoe')).toMatchObject({ CANCER_SCREENING: 'OPEN' });
    await world.tell({ ...without, diagnosis });
    expect(await gaps('red', 'zoe')).toMatchObject({ CANCER_SCREENING: 'CLOSED' });
  });

  it('learns nothing from bills of another insurer, nor from what the patient paid', async () => {
    expect(await gaps('red', 'uma')).toMatchObject({ CANCER_SCREENING: 'OPEN' });
    expect(await gaps('red', 'mia')).toMatchObject({ CANCER_SCREENING: 'OPEN' });
    expect(await gaps('blue', 'uma')).toMatchObject({ CANCER_SCREENING: 'OPEN' });
  });

  it('learns nothing from the chart: a colonoscopy that was not billed leaves the gap open', async () => {
    await world.tell(person('eva'), coverage('eva', 'red'), screening('near-eva', 'eva', 'near'));
    expect(await gaps('red', 'eva')).toMatchObject({ CANCER_SCREENING: 'OPEN' });
  });

  it('reads of the members of another as much as of nobody', async () => {
    const other = await open.as('insurer', { organization: 'green' });
    const [known, unknown] = await Promise.all(['ida', 'nobody'].map((id) => other.ask(GAPS, { id, on: ON })));
    expect(known?.text).toBe(unknown?.text);
  });
});

describe('the trail', () => {
  it('notes the records that an answer was computed from', async () => {
    await (await clinician({ subject: 'noted' })).ask(CARE, { id: 'ida', on: ON });
    const entries = await world.databases.trail.collection('entries').find({ 'viewer.subject': 'noted' }).toArray();
    const disclosures = entries.flatMap((entry) => entry['disclosures'] as { kind: string; patient: string }[]);
    expect(disclosures).toContainEqual(expect.objectContaining({ kind: 'Procedure', patient: 'ida' }));
  });
});

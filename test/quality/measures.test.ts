/** Quality measures over a small record: who is told what, from which records, and what a change changes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker, createWorld, type OpenWorld, type Resource } from '../support/world.js';
import { command, following, type Ran, row } from './support/command.js';
import { tinyBundle } from './support/tiny-measure.js';

const TITLE = 'Glucose measured';
const CLINIC = 'clinic';
const PAYER = 'payer';
const to = (reference: string) => ({ reference });
const loinc = (code: string) => ({ coding: [{ system: 'http://loinc.org', code }] });

/** A patient of the clinic, insured by the payer. */
const person = (id: string): Resource[] => [
  {
    resourceType: 'Patient',
    id,
    birthDate: '1970-01-01',
    gender: 'female',
    managingOrganization: to(`Organization/${CLINIC}`),
  },
  {
    resourceType: 'Coverage',
    id: `coverage-${id}`,
    status: 'active',
    beneficiary: to(`Patient/${id}`),
    payor: [to(`Organization/${PAYER}`)],
  },
];

const visit = (id: string, patient: string): Resource => ({
  resourceType: 'Encounter',
  id,
  status: 'finished',
  class: { code: 'AMB' },
  subject: to(`Patient/${patient}`),
  serviceProvider: to(`Organization/${CLINIC}`),
  period: { start: '2026-02-01', end: '2026-02-01' },
});

const result = (id: string, patient: string, code: string, more: Record<string, unknown> = {}): Resource => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: loinc(code),
  subject: to(`Patient/${patient}`),
  effectiveDateTime: '2026-02-01',
  valueQuantity: { value: 5 },
  ...more,
});

const GLUCOSE = '1558-6';
const HOSPICE = '45755-6';
const LABELLED = {
  meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'ETH' }] },
};

/** A bill for a visit that names no insurer: the patient paid. */
const paidByPatient = (patient: string, encounter: string): Resource => ({
  resourceType: 'Claim',
  id: `bill-of-${patient}`,
  status: 'active',
  use: 'claim',
  patient: to(`Patient/${patient}`),
  created: '2026-02-02',
  provider: to(`Organization/${CLINIC}`),
  item: [{ sequence: 1, encounter: [to(`Encounter/${encounter}`)] }],
});

const refusal = (patient: string, about: string): Resource => ({
  resourceType: 'Consent',
  id: `consent-of-${patient}`,
  status: 'active',
  scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
  category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
  patient: to(`Patient/${patient}`),
  dateTime: '2026-01-01',
  provision: {
    type: 'permit',
    provision: [{ type: 'deny', data: [{ meaning: 'instance', reference: to(about) }] }],
  },
});

const world = await createWorld();
const folder = mkdtempSync(join(tmpdir(), 'chartlens-measure-'));
const bundle = join(folder, 'tiny.json');
writeFileSync(bundle, JSON.stringify(tinyBundle()));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]): Promise<Ran> =>
  command('measures', world.prefix, bundle, '--period', '2026-01-01..2026-12-31', ...args);

/** The run left nobody out, and so many reports were recorded. */
async function recordedBy(ran: Ran): Promise<number> {
  expect(ran.code).toBe(0);
  expect(ran.err).not.toContain('failed');
  return row(ran.out, TITLE)[2] ?? Number.NaN;
}

let open: OpenWorld;
let clinician: Asker;
let insurer: Asker;
beforeAll(async () => {
  await world.tell(
    ...['met', 'unmet', 'unseen', 'hospice', 'labelled', 'paid', 'refused'].flatMap(person),
    ...['met', 'unmet', 'hospice', 'labelled', 'paid', 'refused'].map((id) => visit(`visit-${id}`, id)),
    result('glucose-met', 'met', GLUCOSE, { encounter: to('Encounter/visit-met') }),
    result('glucose-hospice', 'hospice', GLUCOSE),
    result('hospice', 'hospice', HOSPICE),
    result('glucose-labelled', 'labelled', GLUCOSE, { ...LABELLED, encounter: to('Encounter/visit-labelled') }),
    result('glucose-paid', 'paid', GLUCOSE, { encounter: to('Encounter/visit-paid') }),
    paidByPatient('paid', 'visit-paid'),
    result('glucose-refused', 'refused', GLUCOSE),
    refusal('refused', 'Observation/glucose-refused'),
  );
  await recordedBy(await run());
  open = await world.open();
  clinician = await open.as('clinician', { organization: CLINIC, subject: 'doctor' });
  insurer = await open.as('insurer', { organization: PAYER });
});

const REPORTS = `query ($id: ID!) { patient(id: $id) { measureReports(sort: EARLIEST_FIRST) { totalCount nodes {
  basis measureTitle outcome { group result }
  group { population { elementId count evidence { reference observation { id } encounter { id } } } } } } } }`;
const OUTCOMES =
  'query ($id: ID!) { patient(id: $id) { measureOutcomes { totalCount nodes { measure measureTitle outcome { group result improvementNotation } period { start end } payer { id } } } } }';

interface Report {
  readonly basis: string;
  readonly outcome: readonly { result: string }[];
  readonly group: readonly {
    population: readonly { elementId: string; count: number; evidence: readonly { reference: string }[] }[];
  }[];
}

async function reportsOf(id: string, asker: Asker = clinician): Promise<Report[]> {
  const answer = await asker.ask(REPORTS, { id });
  expect(answer.errors).toBeUndefined();
  return answer.at('patient.measureReports.nodes') as Report[];
}

/** What the report of that basis says. */
async function results(id: string, asker: Asker = clinician): Promise<Record<string, string | undefined>> {
  return Object.fromEntries((await reportsOf(id, asker)).map(({ basis, outcome }) => [basis, outcome[0]?.result]));
}

async function told(id: string, asker: Asker = insurer): Promise<string | undefined> {
  const answer = await asker.ask(OUTCOMES, { id });
  expect(answer.errors).toBeUndefined();
  const [outcome] = answer.at('patient.measureOutcomes.nodes') as { outcome: { result: string }[] }[];
  return outcome?.outcome[0]?.result;
}

describe('a clinician', () => {
  it('reads who is in which population, and the records that decided', async () => {
    const [report] = await reportsOf('met');
    expect(report?.outcome).toEqual([{ group: 'group', result: 'MET' }]);
    const visited = { reference: 'Encounter/visit-met', observation: null, encounter: { id: 'visit-met' } };
    const measured = { reference: 'Observation/glucose-met', observation: { id: 'glucose-met' }, encounter: null };
    expect(report?.group[0]?.population).toEqual([
      { elementId: 'initial-population', count: 1, evidence: [visited] },
      { elementId: 'denominator', count: 1, evidence: [visited] },
      { elementId: 'denominator-exclusion', count: 0, evidence: [] },
      { elementId: 'numerator', count: 1, evidence: [measured] },
    ]);
  });

  it('reads that nothing was found, that nobody is meant, and that somebody is excluded', async () => {
    expect(await results('unmet')).toEqual({ OPEN_RECORDS: 'NOT_MET' });
    expect(await results('unseen')).toEqual({ OPEN_RECORDS: 'NOT_COUNTED' });
    expect(await results('hospice')).toEqual({ OPEN_RECORDS: 'NOT_COUNTED' });
    const [report] = await reportsOf('hospice');
    const exclusion = report?.group[0]?.population.find(({ elementId }) => elementId === 'denominator-exclusion');
    expect(exclusion).toMatchObject({ count: 1, evidence: [{ reference: 'Observation/hospice' }] });
  });

  it('finds the reports of a measure over all patients in care', async () => {
    const asked = async (measure: string) =>
      (await clinician.ask('query ($m: String!) { measureReports(measure: $m) { totalCount } }', { m: measure })).at(
        'measureReports.totalCount',
      );
    const all = await asked('TinyMeasure');
    expect(all).toBeGreaterThan(6);
    expect(await asked('http://example.org/Measure/TinyMeasure')).toBe(all);
    expect(await asked('http://example.org/Measure/TinyMeasure|1.0.0')).toBe(all);
    expect(await asked('http://example.org/Measure/TinyMeasure|2.0.0')).toBe(0);
  });

  it('reads of somebody who is not in care as much as of nobody', async () => {
    const stranger = await open.as('clinician', { organization: 'elsewhere', subject: 'stranger' });
    const [known, unknown] = await Promise.all(['met', 'nobody'].map((id) => stranger.ask(REPORTS, { id })));
    expect(known?.text).toBe(unknown?.text);
  });
});

describe('records that bear a label', () => {
  it('count in a report of their own, which bears it too', async () => {
    expect(await results('labelled')).toEqual({ OPEN_RECORDS: 'NOT_MET', SENSITIVE_TOO: 'MET' });
    const found = await world.databases
      .of('clinical')
      .records.find({ kind: 'MeasureReport', patient: 'labelled' })
      .toArray();
    expect(found.map(({ content, labels }) => [content['basis'], labels?.length ?? 0]).sort()).toEqual([
      ['OPEN_RECORDS', 0],
      ['SENSITIVE_TOO', 1],
    ]);
  });
});

describe('another clinic that cares for the patient', () => {
  it('does not read what rests on sensitive records that it did not write, at either width', async () => {
    await world.tell({
      resourceType: 'CareTeam',
      id: 'team-labelled',
      status: 'active',
      subject: to('Patient/labelled'),
      participant: [{ member: to('Organization/second-clinic') }],
    });
    for (const width of ['PRACTICE', 'NETWORK'] as const) {
      const other = await open.as('clinician', { organization: 'second-clinic', subject: 'second', width });
      expect(await results('labelled', other)).toEqual({ OPEN_RECORDS: 'NOT_MET' });
    }
  });
});

describe('an insurer', () => {
  it('is told met, not met or not counted of its members, and nothing else', async () => {
    const answer = await insurer.ask(OUTCOMES, { id: 'met' });
    expect(answer.at('patient.measureOutcomes')).toEqual({
      totalCount: 1,
      nodes: [
        {
          measure: 'http://example.org/Measure/TinyMeasure|1.0.0',
          measureTitle: TITLE,
          outcome: [{ group: 'group', result: 'MET', improvementNotation: 'increase' }],
          period: { start: '2026-01-01', end: '2026-12-31' },
          payer: { id: PAYER },
        },
      ],
    });
    expect(await told('unmet')).toBe('NOT_MET');
    expect((await insurer.ask(REPORTS, { id: 'met' })).errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('is told the same of who is excluded as of who is not meant', async () => {
    const excluded = (await insurer.ask(OUTCOMES, { id: 'hospice' })).text;
    const notMeant = (await insurer.ask(OUTCOMES, { id: 'unseen' })).text;
    expect(excluded).toBe(notMeant);
    expect(excluded).toContain('NOT_COUNTED');
  });

  it('is told nothing that rests on a label, on a visit that the patient paid, or on what they refused', async () => {
    // As if the result were not there: the visit of the one who paid it is not there either.
    expect(await told('labelled')).toBe('NOT_MET');
    expect(await told('paid')).toBe('NOT_COUNTED');
    expect(await told('refused')).toBe('NOT_MET');
  });

  it('is told nothing of the members of another', async () => {
    const other = await open.as('insurer', { organization: 'other-payer' });
    expect((await other.ask(OUTCOMES, { id: 'met' })).at('patient')).toBeNull();
    expect((await other.ask('{ measureOutcomes { totalCount } }')).at('measureOutcomes.totalCount')).toBe(0);
    expect((await insurer.ask('{ measureOutcomes { totalCount } }')).at('measureOutcomes.totalCount')).toBe(7);
  });
});

describe('the patient', () => {
  it('reads both, and what their payer is told', async () => {
    const patient = await open.as('patient', { patient: 'labelled' });
    expect(await results('labelled', patient)).toEqual({ OPEN_RECORDS: 'NOT_MET', SENSITIVE_TOO: 'MET' });
    expect(await told('labelled', patient)).toBe('NOT_MET');
  });
});

describe('what changes', () => {
  it('is recorded once: a second run finds nothing to do', async () => {
    expect(await recordedBy(await run())).toBe(0);
  });

  it('changes the report of that patient alone, and the earlier one stays in the record', async () => {
    await world.tell(result('glucose-late', 'unmet', GLUCOSE));
    expect(await recordedBy(await run())).toBe(2);
    expect(await results('unmet')).toEqual({ OPEN_RECORDS: 'MET' });
    expect(await told('unmet')).toBe('MET');
    await world.tell(result('glucose-late', 'unmet', GLUCOSE, { status: 'entered-in-error', code: loinc('1-8') }));
    expect(await recordedBy(await run())).toBe(2);
    expect(await results('unmet')).toEqual({ OPEN_RECORDS: 'NOT_MET' });
    const [head] = await world.databases
      .of('clinical')
      .records.find({ kind: 'MeasureReport', patient: 'unmet' })
      .toArray();
    expect(head?.version).toBe(3);
  });

  it('that no reader may know of changes nothing that they are told, not even when it was computed', async () => {
    const dates = async () =>
      (await clinician.ask('{ patient(id: "met") { measureReports { nodes { basis date } } } }')).text;
    const before = await dates();
    await world.tell(result('hidden-met', 'met', HOSPICE, { ...LABELLED, encounter: to('Encounter/visit-met') }));
    await recordedBy(await run());
    expect(await told('met')).toBe('MET');
    expect(await results('met')).toEqual({ OPEN_RECORDS: 'MET', SENSITIVE_TOO: 'NOT_COUNTED' });
    const open = JSON.parse(before) as { data: { patient: { measureReports: { nodes: unknown[] } } } };
    expect((await dates()).includes(JSON.stringify(open.data.patient.measureReports.nodes[0]))).toBe(true);
  });

  it('among consents hides what was computed under others until it is computed anew', async () => {
    expect(await results('met')).toMatchObject({ OPEN_RECORDS: 'MET' });
    await world.tell(refusal('met', 'Observation/glucose-met'));
    expect(await results('met')).toEqual({});
    expect(await told('met')).toBeUndefined();
    await recordedBy(await run());
    expect(await results('met')).toMatchObject({ OPEN_RECORDS: 'NOT_MET' });
    expect(await told('met')).toBe('NOT_MET');
  });

  it('nothing when everybody is computed anew', async () => {
    const ran = await run('--all');
    expect(await recordedBy(ran)).toBe(0);
    expect(row(ran.out, TITLE)[1]).toBeGreaterThanOrEqual(7);
  });
});

describe('a command that follows', () => {
  it('computes again for whoever changes, and ends when it is asked to', async () => {
    const { said, stop } = following(world.prefix, bundle, '--period', '2026-01-01..2026-12-31');
    await said('following');
    await world.tell(result('glucose-seen', 'unseen', GLUCOSE), visit('visit-unseen', 'unseen'));
    await said('reports recorded');
    expect(await stop()).toBe(0);
    expect(await results('unseen')).toEqual({ OPEN_RECORDS: 'MET' });
  });
});

describe('the read model', () => {
  it('built anew shows the same', async () => {
    const shown = async () =>
      (
        await clinician.ask(
          '{ measureReports(first: 100) { nodes { id basis date outcome { result } evaluatedResource { reference } } } }',
        )
      ).text;
    const before = await shown();
    await world.writer.rebuild();
    expect(await shown()).toBe(before);
  });
});

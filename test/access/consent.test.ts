/** What a patient permitted or refused decides, from the next request on. */
import { beforeAll, describe, expect, it } from 'vitest';
import { BOTH, NORTH, SOUTH } from '../leaks/two-houses.js';
import { createWorld, type OpenWorld, type Resource, type World } from '../support/world.js';

const SENSITIVITY = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';

interface Rule {
  readonly type: 'permit' | 'deny';
  readonly to?: string;
  readonly purpose?: string;
  readonly label?: string;
  readonly about?: string;
  readonly end?: string;
  readonly except?: readonly Rule[];
}

function provision({ type, to, purpose, label, about, end, except }: Rule): Record<string, unknown> {
  const role = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'IRCP' }] };
  return {
    type,
    ...(to && { actor: [{ role, reference: { reference: to } }] }),
    ...(purpose && { purpose: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: purpose }] }),
    ...(label && { securityLabel: [{ system: SENSITIVITY, code: label }] }),
    ...(about && { data: [{ meaning: 'dependents', reference: { reference: about } }] }),
    ...(end && { period: { end } }),
    ...(except && { provision: except.map(provision) }),
  };
}

const consent = (patient: string, rule: Rule, status = 'active', id = `consent-of-${patient}`): Resource => ({
  resourceType: 'Consent',
  id,
  status,
  scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
  category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
  patient: { reference: `Patient/${patient}` },
  dateTime: '2024-01-01',
  provision: provision(rule),
});

let now = new Date('2026-01-01T00:00:00Z');

async function opened(world: World, env: NodeJS.ProcessEnv = {}): Promise<OpenWorld> {
  await world.tell(...NORTH, ...SOUTH, ...BOTH);
  return world.open({ env, now: () => now });
}

const clinician = (open: OpenWorld) =>
  open.as('clinician', { organization: 'north', subject: 'doctor-of-north', width: 'NETWORK' });

const VISITS = '{ patient(id: "cyd") { encounters { totalCount nodes { id } } } }';

describe('care across organisations', async () => {
  const world = await createWorld();
  let open: OpenWorld;
  beforeAll(async () => {
    open = await opened(world);
  });
  const visits = async () => (await (await clinician(open)).ask(VISITS)).at('patient.encounters.totalCount');

  it('is open where nobody refused, if the deployment says opt-out', async () => {
    expect(await visits()).toBe(2);
  });

  it('is closed to whom the patient refused it, in every list, by every id and in every total', async () => {
    await world.tell(consent('cyd', { type: 'permit', except: [{ type: 'deny', to: 'Organization/north' }] }));
    const asker = await clinician(open);
    expect((await asker.ask(VISITS)).at('patient')).toBeNull();
    expect((await asker.ask('{ encounter(id: "visit-cyd-north") { id } }')).at('encounter')).toBeNull();
    expect((await asker.ask('{ patients { totalCount nodes { id } } }')).data).toEqual({
      patients: { totalCount: 1, nodes: [{ id: 'ann' }] },
    });
    expect((await asker.ask('{ claims { nodes { patient { id } } } }')).text).not.toContain('"cyd"');
  });

  it('is open again from the next request on after the refusal was withdrawn', async () => {
    await world.tell(
      consent('cyd', { type: 'permit', except: [{ type: 'deny', to: 'Organization/north' }] }, 'inactive'),
    );
    expect(await visits()).toBe(2);
  });

  it('is closed as long as the refusal lasts', async () => {
    await world.tell(consent('cyd', { type: 'deny', to: 'Organization/north', end: '2026-06-30' }));
    expect(await visits()).toBeUndefined();
    now = new Date('2026-07-01T12:00:00Z');
    expect(await visits()).toBe(2);
  });

  it('concerns whom and what it names: another purpose, another organisation, another patient', async () => {
    await world.tell(
      consent('cyd', { type: 'deny', to: 'Organization/south' }),
      consent('cyd', { type: 'deny', purpose: 'HPAYMT' }, 'active', 'consent-2'),
      consent('ben', { type: 'deny' }),
    );
    expect(await visits()).toBe(2);
  });
});

describe('where the deployment says opt-in', async () => {
  const world = await createWorld();
  let open: OpenWorld;
  beforeAll(async () => {
    open = await opened(world, { CONSENT_MODEL: 'opt-in' });
  });

  it('a clinician reads of others only what the patient permitted, and all that their own wrote', async () => {
    const asker = await clinician(open);
    expect((await asker.ask(VISITS)).at('patient.encounters.nodes')).toEqual([{ id: 'visit-cyd-north' }]);
    await world.tell(consent('cyd', { type: 'permit', to: 'Organization/north', purpose: 'TREAT', end: '2026-12-31' }));
    expect((await asker.ask(VISITS)).at('patient.encounters.totalCount')).toBe(2);
  });

  it('a permission that has expired permits nothing', async () => {
    const asker = await clinician(open);
    expect((await asker.ask(VISITS)).at('patient.encounters.totalCount')).toBe(2);
    now = new Date('2027-01-01T12:00:00Z');
    expect((await asker.ask(VISITS)).at('patient.encounters.totalCount')).toBe(1);
  });
});

describe('a service that the patient paid themselves', async () => {
  const world = await createWorld();
  let open: OpenWorld;
  beforeAll(async () => {
    open = await opened(world);
  });
  const QUESTIONS = [
    '{ claims { totalCount nodes { id } } }',
    '{ patient(id: "ann") { claims { totalCount nodes { id total { value } } } } }',
    '{ claim(id: "bill-ann") { id } explanationOfBenefit(id: "answer-ann") { id } }',
    '{ explanationOfBenefits { totalCount } }',
    '{ costSummary { claims paid { value } } }',
    '{ patient(id: "ann") { costSummary { claims } conditionCategories { category claims } utilization { claims } } }',
  ];

  it('is as if it had never been billed to the plan, once the patient asked for that', async () => {
    const plan = await open.as('insurer', { organization: 'red' });
    const before = await Promise.all(QUESTIONS.map(async (query) => (await plan.ask(query)).text));
    expect(before.join()).toContain('bill-ann');
    await world.tell(
      consent('ann', {
        type: 'permit',
        except: [{ type: 'deny', to: 'Organization/red', about: 'Encounter/visit-ann' }],
      }),
    );
    const after = await Promise.all(QUESTIONS.map(async (query) => (await plan.ask(query)).text));
    expect(after.join()).not.toMatch(/bill-ann|answer-ann|"claims":[1-9]|totalCount":[1-9]/);
    // The plan still knows its member, and the clinician the visit.
    const member = await plan.ask('{ patient(id: "ann") { id coverages { nodes { subscriberId } } } }');
    expect(member.text).toContain('member-ann');
    const doctor = await clinician(open);
    expect((await doctor.ask('{ encounter(id: "visit-ann") { id } }')).at('encounter.id')).toBe('visit-ann');
  });
});

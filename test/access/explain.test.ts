/** Why a viewer reaches a record or not: never another answer than the store's own, and to the auditor nothing of the record. */
import { beforeAll, describe, expect, it } from 'vitest';
import { explainIn } from '../../gateway/commands/policy-explain.js';
import { readPolicyData } from '../../schema/derive/generated.js';
import { DEFAULT_ACCESS } from '../../schema/policy/access-settings.js';
import { explainQuestion } from '../../schema/policy/explain-question.js';
import type { TrailEntry } from '../../schema/policy/trail.js';
import { PURPOSES_OF_ROLE, type Role, type Viewer } from '../../schema/policy/viewer.js';
import { AccessExplainer } from '../../subgraphs/shared/access/explain-access.js';
import { BOTH, NORTH, SOUTH } from '../leaks/two-houses.js';
import { type Asker, createWorld, type OpenWorld, type Resource, type Who } from '../support/world.js';

const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
const labelled = (...codes: string[]) => ({ security: codes.map((code) => ({ system: ACT_CODE, code })) });

const problem = (id: string, house: string, ...labels: string[]): Resource => ({
  resourceType: 'Condition',
  id,
  meta: labelled(...labels),
  code: { text: `words-of-${id}` },
  subject: { reference: 'Patient/cyd' },
  encounter: { reference: `Encounter/visit-cyd-${house}` },
});

const consent = (id: string, provision: object): Resource => ({
  resourceType: 'Consent',
  id,
  status: 'active',
  scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
  category: [{ coding: [{ system: 'http://loinc.org', code: '64292-6' }] }],
  patient: { reference: 'Patient/cyd' },
  dateTime: '2024-01-01',
  provision,
});

const recipient = (organization: string) => [
  { role: { coding: [{ code: 'IRCP' }] }, reference: { reference: `Organization/${organization}` } },
];

const PROBLEMS = [
  problem('plain-south', 'south'),
  problem('mental-south', 'south', 'PSY'),
  problem('hiv-south', 'south', 'HIV'),
  problem('substance-south', 'south', 'SUD', '42CFRPart2'),
  problem('plain-north', 'north'),
  problem('mental-north', 'north', 'PSY'),
];

const world = await createWorld();
const kept: TrailEntry[] = [];
let now = new Date('2025-03-01T12:00:00Z');
let open: OpenWorld;

beforeAll(async () => {
  await world.tell(
    ...NORTH,
    ...SOUTH,
    ...BOTH,
    ...PROBLEMS,
    // The north may read of mental health, and nobody there of HIV.
    consent('lets-north', {
      type: 'permit',
      actor: recipient('north'),
      securityLabel: [{ system: ACT_CODE, code: 'PSY' }],
    }),
    consent('stops-north', {
      type: 'deny',
      actor: recipient('north'),
      securityLabel: [{ system: ACT_CODE, code: 'HIV' }],
    }),
  );
  open = await world.open({ now: () => now, trail: { insertMany: async (entries) => void kept.push(...entries) } });
});

const settings = { ...DEFAULT_ACCESS, now: () => now };
const explainer = (audience: 'operator' | 'auditor') => new AccessExplainer(world.databases, settings, audience);

function viewerOf(
  role: Role,
  { organization = null, subject = 'somebody', patient = null, width }: Partial<Record<keyof Who, string | null>>,
): Viewer {
  const own = role === 'clinician' ? ((width ?? 'PRACTICE') as 'PRACTICE' | 'NETWORK') : null;
  return {
    role,
    subject: subject ?? '',
    organization,
    patient,
    purpose: PURPOSES_OF_ROLE[role][0],
    tokenId: null,
    width: own,
  };
}

/** What an operator is told of one record. */
function told(role: Role, who: Who, patient: string, record: string, field = 'Condition.code') {
  const question = { viewer: viewerOf(role, who), field, patient, record };
  return explainQuestion(readPolicyData(), question, explainer('operator'));
}

const WHO: [Role, Who][] = [
  ['clinician', { organization: 'north', subject: 'doctor-of-north' }],
  ['clinician', { organization: 'north', subject: 'doctor-of-north', width: 'NETWORK' }],
  ['clinician', { organization: 'south', subject: 'doctor-of-south' }],
  ['clinician', { organization: 'south', subject: 'doctor-of-south', width: 'NETWORK' }],
  ['clinician', { organization: 'red', subject: 'stranger', width: 'NETWORK' }],
  ['patient', { patient: 'cyd' }],
  ['patient', { patient: 'ann' }],
];

describe('an explanation', () => {
  it.each(WHO)('says of each record what the store does: %s %j', async (role, who) => {
    const asker = await open.as(role, who);
    const shown = (await asker.ask('{ patient(id: "cyd") { conditions { nodes { id } } } }')).at(
      'patient.conditions.nodes',
    );
    const ids = ((shown ?? []) as { id: string }[]).map(({ id }) => id);
    for (const { id } of PROBLEMS) {
      const { allowed, walls } = await told(role, who, 'cyd', `Condition/${id}`);
      expect([id, allowed]).toEqual([id, ids.includes(id)]);
      if (!allowed) expect(walls.some(({ open: isOpen, words }) => !isOpen && words.length > 20)).toBe(true);
    }
  });

  it.each([
    ['insurer', { organization: 'red' }, 'ann', ['bill-ann']],
    ['insurer', { organization: 'blue' }, 'ann', []],
    ['biller', { organization: 'north' }, 'ann', ['bill-ann', 'bill-ann-cash']],
  ] as const)('says the same of bills: %s %j', async (role, who, patient, ids) => {
    for (const id of ['bill-ann', 'bill-ann-cash'])
      expect((await told(role, who, patient, `Claim/${id}`, 'Claim.total')).allowed).toBe(
        (ids as readonly string[]).includes(id),
      );
  });

  const closedBy = async (...args: Parameters<typeof told>) =>
    (await told(...args)).walls.filter(({ open: isOpen }) => !isOpen).map(({ wall, words }) => [wall, words]);

  it('names the wall: the width that was asked, and who wrote', async () => {
    const practice = { organization: 'north', subject: 'doctor-of-north' };
    expect(await closedBy('clinician', practice, 'cyd', 'Condition/plain-south')).toEqual([
      ['WIDTH', 'PRACTICE: what Organization/north wrote. This was written by south. Ask at the width NETWORK.'],
    ]);
  });

  it('names the wall: the consent that denies', async () => {
    const network = { organization: 'north', subject: 'doctor-of-north', width: 'NETWORK' } as const;
    const walls = await closedBy('clinician', network, 'cyd', 'Condition/hiv-south');
    expect(walls[0]).toEqual([
      'CONSENT',
      expect.stringContaining('Consent/stops-north (provision) denies Organization/north'),
    ]);
  });

  it('names the wall: labels that are not held, and those which a consent opens', async () => {
    const network = { organization: 'north', subject: 'doctor-of-north', width: 'NETWORK' } as const;
    expect(await closedBy('clinician', network, 'cyd', 'Condition/substance-south')).toEqual([
      ['LABELS', expect.stringContaining('The viewer does not hold SUD')],
    ]);
    const { walls } = await told('clinician', network, 'cyd', 'Condition/mental-south');
    expect(walls.find(({ wall }) => wall === 'LABELS')?.words).toBe(
      'It bears PSY. A consent opens it by naming its labels.',
    );
  });

  it('names the wall: no relation, with what there is besides; and each closed wall its basis', async () => {
    const walls = await told('clinician', { organization: 'red', subject: 'x' }, 'cyd', 'Condition/plain-south');
    const scope = walls.walls.find(({ wall }) => wall === 'SCOPE');
    expect(scope).toMatchObject({ open: false, basis: { exception: '45 CFR 171.202' } });
    expect(scope?.words).toContain(
      'No relation puts this patient in reach. In an emergency a clinician may break the glass.',
    );
  });

  it('of care that ended says since when, and how long it opens the record', async () => {
    now = new Date('2035-03-01T12:00:00Z');
    const walls = await closedBy('clinician', { organization: 'north', subject: 'x' }, 'ben', 'Condition/problem-ben');
    const ended = await closedBy('insurer', { organization: 'red' }, 'ann', 'Claim/none', 'Claim.total');
    const cyd = await closedBy('clinician', { organization: 'north', subject: 'x' }, 'cyd', 'Condition/plain-north');
    now = new Date('2025-03-01T12:00:00Z');
    expect(walls[0]?.[1]).toContain('No relation puts this patient in reach.');
    expect(ended[0]?.[1]).toContain('There is no such record among the Claim records of this patient.');
    expect(cyd[0]?.[1]).toContain(
      'ended relations open the record for 3650 days (REACH_DAYS): treats (Organization/north, by Encounter/visit-cyd-north, from 2024-03-01 until 2024-03-01)',
    );
  });

  it('of needed consent says that the deployment asks for one', async () => {
    const strict = new AccessExplainer(world.databases, { ...settings, consentModel: 'opt-in' }, 'operator');
    const viewer = viewerOf('clinician', { organization: 'north', width: 'NETWORK' });
    const walls = await strict.explain(viewer, 'Condition', 'cyd', 'Condition/plain-south');
    expect(walls.find(({ wall }) => wall === 'CONSENT')).toMatchObject({
      open: false,
      words: expect.stringContaining('needs a consent that permits it here (CONSENT_MODEL is opt-in)') as string,
    });
  });

  it('of a broken glass says until when, and opens what it opens', async () => {
    const stranger = { organization: 'red', subject: 'stranger', width: 'NETWORK' } as const;
    const asker = await open.as('clinician', stranger);
    const broken = await asker.ask('mutation { breakGlass(patient: "cyd", reason: "found unconscious") { until } }');
    expect(broken.errors).toBeUndefined();
    const { allowed, walls } = await told('clinician', stranger, 'cyd', 'Condition/hiv-south');
    expect(allowed).toBe(true);
    expect(walls.find(({ wall }) => wall === 'SCOPE')?.words).toContain(
      'In reach by a broken glass, until 2025-03-01T13:00',
    );
    expect(walls.find(({ wall }) => wall === 'CONSENT')?.words).toContain('do not bind under a broken glass');
    const colleague = { ...stranger, subject: 'colleague' };
    expect((await told('clinician', colleague, 'cyd', 'Condition/hiv-south')).allowed).toBe(false);
  });

  it('of a patient as a whole counts what is open', async () => {
    const text = await explainIn(
      world.databases,
      { role: 'clinician', field: 'Patient.conditions', patient: 'cyd', organization: 'north', width: 'NETWORK' },
      {},
    );
    expect(text).toMatch(/^Yes: the role clinician of north may read Patient\.conditions of patient cyd\.\n/);
    expect(text).toContain('Of 6 records of Condition of this patient 4 are open.');
    expect(text).toContain(
      'Consents in force: lets-north, stops-north. Some of what is recorded is denied to this viewer.',
    );
    expect(text).toMatch(
      /trail {4}open {4}Before the answer leaves, an entry says who asked \(clinician somebody, for north, purpose TREAT, width NETWORK\)/,
    );
  });

  it('of a field that is closed says no more than that', async () => {
    const text = await explainIn(
      world.databases,
      { role: 'insurer', field: 'Condition.code', patient: 'cyd', organization: 'blue' },
      {},
    );
    expect(text).toMatch(/^No: the role insurer of blue may not read Condition\.code of patient cyd\./);
    expect(text).toContain('Roles that may: clinician, patient. Basis: 45 CFR 171.202, Privacy exception.');
    expect(text).not.toContain('scope');
  });

  it.each([
    [{ role: 'clinician', field: 'Condition.code', patient: 'cyd' }, '--organization is needed'],
    [
      { role: 'insurer', field: 'Claim.total', patient: 'cyd', organization: 'blue', width: 'NETWORK' },
      'clinicians alone',
    ],
    [
      { role: 'insurer', field: 'Claim.total', patient: 'cyd', organization: 'blue', purpose: 'TREAT' },
      '--purpose takes one of',
    ],
    [{ role: 'insurer', field: 'Claim.total', patient: 'nobody', organization: 'blue' }, 'No patient has the id'],
    [
      { role: 'insurer', field: 'Claim.total', record: 'x', patient: 'cyd', organization: 'blue' },
      '--record takes Kind/id',
    ],
    [{ role: 'insurer', field: 'Claim.sum', patient: 'cyd', organization: 'blue' }, 'The schema has no field'],
  ])('is not given to a question that makes no sense: %j', async (values, words) => {
    await expect(explainIn(world.databases, values, {})).rejects.toThrow(words);
  });
});

describe('the same for the auditor', () => {
  let auditor: Asker;
  beforeAll(async () => {
    auditor = await open.as('auditor', { subject: 'privacy-officer' });
  });

  const QUESTION = `query ($role: AccessRole!, $field: String!, $patient: ID, $organization: ID, $subject: String, $width: AccessWidth) {
    explainAccess(role: $role, field: $field, patient: $patient, organization: $organization, subject: $subject, width: $width) {
      allowed reasons { wall kind open reason basis }
    }
  }`;
  const CLINICIAN = { role: 'clinician', field: 'Condition.code', patient: 'cyd', width: 'NETWORK' };

  it('names relations and consents, and the trail says that it was asked', async () => {
    kept.length = 0;
    const answer = await auditor.ask(QUESTION, { ...CLINICIAN, organization: 'north' });
    expect(answer.at('explainAccess.allowed')).toBe(true);
    expect(answer.text).toContain('In reach by a relation: treats (Organization/north).');
    expect(answer.text).toContain('Consents in force: lets-north, stops-north.');
    expect(kept).toMatchObject([
      { viewer: { role: 'auditor' }, disclosures: [{ kind: 'AccessExplanation', patient: 'cyd', count: 1 }] },
    ]);
  });

  it('says no with a basis, and of an unknown patient the same as of one out of reach', async () => {
    const strange = { ...CLINICIAN, organization: 'red' };
    const answer = await auditor.ask(QUESTION, strange);
    expect(answer.at('explainAccess.allowed')).toBe(false);
    expect(answer.text).toContain('"basis":"45 CFR 171.202"');
    const unknown = await auditor.ask(QUESTION, { ...strange, patient: 'zoe' });
    expect(unknown.text).toBe(answer.text.replaceAll('cyd', 'zoe'));
  });

  it('tells nothing that a record says: equal answers whatever is recorded', async () => {
    const asked = async () => {
      const answers: string[] = [];
      for (const organization of ['north', 'south'])
        for (const width of ['PRACTICE', 'NETWORK'])
          for (const field of ['Condition.code', 'Patient.allergyIntolerances', 'Patient.conditions'])
            answers.push((await auditor.ask(QUESTION, { ...CLINICIAN, organization, width, field })).text);
      return answers;
    };
    const before = await asked();
    expect(before.join()).not.toMatch(/words-of|2024|visit-cyd|hiv-south|Encounter\/|Of \d+ records/);
    await world.tell(
      problem('another', 'south', 'SUD'),
      { ...problem('plain-south', 'south', 'HIV'), code: { text: 'changed' } },
      { resourceType: 'AllergyIntolerance', id: 'nuts', patient: { reference: 'Patient/cyd' }, code: { text: 'nuts' } },
    );
    expect(await asked()).toEqual(before);
  });

  it('is about the field alone without a patient, and then leaves no patient in the trail', async () => {
    kept.length = 0;
    const answer = await auditor.ask(QUESTION, { role: 'insurer', field: 'Patient.conditionCategories' });
    expect(answer.at('explainAccess.allowed')).toBe(true);
    expect(answer.text).toContain('Reason stated in the policy: Tells in which of some twenty broad groups');
    expect(kept.flatMap(({ disclosures }) => disclosures)).toEqual([]);
  });

  it('is refused for a field that is none, and does not repeat it', async () => {
    const answer = await auditor.ask(QUESTION, { role: 'insurer', field: 'Patient.secretWord' });
    expect(answer.errors?.[0]?.extensions.code).toBe('BAD_ARGUMENT');
    expect(answer.text).not.toContain('secretWord');
  });

  it.each(['clinician', 'insurer', 'patient', 'registrar'] as const)('does not exist to others: %s', async (role) => {
    const asker = await open.as(role, { organization: 'north', patient: 'cyd' });
    const answer = await asker.ask('{ explainAccess(role: auditor, field: "Patient.id") { allowed } }');
    expect(answer.text).toContain('Cannot query field \\"explainAccess\\"');
  });
});

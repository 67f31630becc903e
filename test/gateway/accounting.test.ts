import { beforeAll, describe, expect, it } from 'vitest';
import { Trail, type UnchainedEntry } from '../../gateway/trail.js';
import { trailIn } from '../../gateway/trail-store.js';
import { accountablePredicate } from '../../schema/policy/accounting.js';
import { TRAIL_COLLECTION, type TrailDisclosure, WITH_CODE } from '../../schema/policy/trail.js';
import type { Viewer } from '../../schema/policy/viewer.js';
import { type Asker, createWorld, type OpenWorld } from '../support/world.js';

const world = await createWorld();
const entries = () => world.databases.trail.collection(TRAIL_COLLECTION);

const yearsAgo = (years: number, days = 0) => {
  const day = new Date();
  day.setUTCFullYear(day.getUTCFullYear() - years);
  day.setUTCDate(day.getUTCDate() - days);
  return day;
};

const VIEWERS = {
  clinician: { subject: 'holm', role: 'clinician', organization: 'clinic', purpose: 'TREAT', width: 'NETWORK' },
  agency: { subject: 'registry', role: 'agency', organization: 'health-department', purpose: 'PUBHLTH' },
  analyst: { subject: 'study', role: 'analyst', organization: null, purpose: 'HRESCH' },
  ann: { subject: 'ann', role: 'patient', patient: 'ann', purpose: 'PATRQT' },
} as const satisfies Record<string, Partial<Viewer>>;

function shown(who: keyof typeof VIEWERS, at: Date, ...disclosures: TrailDisclosure[]): UnchainedEntry {
  const viewer = { organization: null, patient: null, tokenId: 'jti', width: null, ...VIEWERS[who] } as Viewer;
  return { at, viewer, operation: null, outcome: 'disclosed', code: null, disclosures };
}

const row = (kind: string, patient: string | null, more: Partial<TrailDisclosure> = {}): TrailDisclosure => ({
  kind,
  patient,
  count: 2,
  ...more,
});

let open: OpenWorld;
let ann: Asker;
let auditor: Asker;
beforeAll(async () => {
  await world.tell(
    { resourceType: 'Organization', id: 'clinic', name: 'Harbor Clinic' },
    { resourceType: 'Organization', id: 'health-department', name: 'Health Department' },
    { resourceType: 'Patient', id: 'ann', managingOrganization: { reference: 'Organization/clinic' } },
    { resourceType: 'Patient', id: 'ben', managingOrganization: { reference: 'Organization/clinic' } },
  );
  const trail = new Trail(trailIn(world.databases));
  for (const entry of [
    shown('agency', yearsAgo(6, 1), row('Condition', 'ann')),
    shown('agency', yearsAgo(5), row('Condition', 'ann'), row('Condition', 'ben')),
    shown('clinician', yearsAgo(3, 1), row('Observation', 'ann', { part2: true })),
    shown('clinician', yearsAgo(2), row('Observation', 'ann', { part2: true, breakGlass: true })),
    shown('clinician', yearsAgo(1), row('Observation', 'ann')),
    shown('analyst', yearsAgo(0, 3), row('Claim', 'ann'), row('Claim', 'ben')),
    shown('analyst', yearsAgo(0, 2), row('Condition', null)),
    shown('ann', yearsAgo(0, 1), row('Observation', 'ann', { part2: true })),
  ])
    await trail.append(entry);
  open = await world.open();
  ann = await open.as('patient', { patient: 'ann' });
  auditor = await open.as('auditor');
});

const ROWS = `{ totalCount nodes {
  date part2 purpose recipient { who organization { id name } } what { kind count part2 patient { id } }
} }`;

describe('the accounting of disclosures', () => {
  it('tells a patient of six years: when, to whom, what and why, and of nobody else', async () => {
    const answer = await ann.ask(`{ patient(id: "ann") { accountingOfDisclosures ${ROWS} } }`);
    expect(answer.errors).toBeUndefined();
    const { totalCount, nodes } = answer.at('patient.accountingOfDisclosures') as {
      totalCount: number;
      nodes: unknown[];
    };
    expect(totalCount).toBe(3);
    expect(nodes).toEqual([
      {
        date: expect.stringMatching(/Z$/),
        part2: false,
        purpose: 'Research',
        recipient: { who: 'study', organization: null },
        what: [{ kind: 'Claim', count: 2, part2: false, patient: { id: 'ann' } }],
      },
      {
        date: expect.any(String),
        part2: true,
        purpose: 'Treatment',
        recipient: { who: 'holm', organization: { id: 'clinic', name: 'Harbor Clinic' } },
        what: [{ kind: 'Observation', count: 2, part2: true, patient: { id: 'ann' } }],
      },
      {
        date: expect.any(String),
        part2: false,
        purpose: 'Public health',
        recipient: { who: 'registry', organization: { id: 'health-department', name: 'Health Department' } },
        what: [{ kind: 'Condition', count: 2, part2: false, patient: { id: 'ann' } }],
      },
    ]);
  });

  it('tells an auditor the same, and of whom they asked', async () => {
    const own = await ann.ask('{ patient(id: "ann") { accountingOfDisclosures { totalCount nodes { id } } } }');
    const theirs = await auditor.ask('{ accountingOfDisclosures(patient: "ann") { totalCount nodes { id } } }');
    expect(theirs.at('accountingOfDisclosures')).toEqual(own.at('patient.accountingOfDisclosures'));
    const ben = await auditor.ask('{ accountingOfDisclosures(patient: "ben") { totalCount nodes { purpose } } }');
    expect(ben.at('accountingOfDisclosures')).toEqual({
      totalCount: 2,
      nodes: [{ purpose: 'Research' }, { purpose: 'Public health' }],
    });
  });

  it('goes by pages and periods, with totals that hold', async () => {
    const page = (after: string) =>
      auditor.ask(`{ accountingOfDisclosures(patient: "ann", first: 2${after}) {
        totalCount nodes { purpose } pageInfo { hasNextPage endCursor } } }`);
    const first = await page('');
    expect(first.at('accountingOfDisclosures.pageInfo.hasNextPage')).toBe(true);
    const second = await page(`, after: "${String(first.at('accountingOfDisclosures.pageInfo.endCursor'))}"`);
    expect(second.at('accountingOfDisclosures')).toMatchObject({
      totalCount: 3,
      nodes: [{ purpose: 'Public health' }],
      pageInfo: { hasNextPage: false },
    });
    const year = yearsAgo(5).getUTCFullYear();
    const narrowed = await auditor.ask(
      `{ accountingOfDisclosures(patient: "ann", period: { from: "1990", to: "${year}" }) { totalCount nodes { purpose } } }`,
    );
    expect(narrowed.at('accountingOfDisclosures')).toEqual({ totalCount: 1, nodes: [{ purpose: 'Public health' }] });
  });

  it('refuses what does not fit', async () => {
    for (const [args, code] of [
      ['patient: "ann", first: 0', 'BAD_PAGE'],
      ['patient: "ann", after: "x"', 'BAD_CURSOR'],
      ['patient: "ann", period: null', 'BAD_ARGUMENT'],
      ['patient: "ann", period: { from: "soon" }', 'BAD_ARGUMENT'],
    ] as const) {
      const answer = await auditor.ask(`{ accountingOfDisclosures(${args}) { totalCount nodes { id } } }`);
      expect(answer.errors?.[0]?.extensions.code, args).toBe(code);
    }
  });

  it('is in the trail itself', async () => {
    await auditor.ask('query Account { accountingOfDisclosures(patient: "ben") { nodes { id } } }');
    const kept = await entries().findOne({ operation: 'Account' });
    expect(kept?.['disclosures']).toEqual([{ kind: 'AuditEvent', patient: 'ben', count: 2 }]);
  });

  it('is for a patient about nobody but themselves, and for no other role', async () => {
    const others = await ann.ask('{ patient(id: "ben") { accountingOfDisclosures { totalCount } } }');
    expect(others.data).toEqual({ patient: null });
    for (const role of ['clinician', 'insurer'] as const) {
      const asker = await open.as(role, { organization: 'clinic' });
      const answer = await asker.ask('{ accountingOfDisclosures(patient: "ann") { totalCount } }');
      expect(answer.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    }
  });
});

describe('the access log', () => {
  it('tells a patient at which width it was asked and where the glass was broken', async () => {
    const answer =
      await ann.ask(`{ patient(id: "ann") { accessLog(period: { to: "${yearsAgo(0, 1).getUTCFullYear() - 1}" }) {
      nodes { width breakGlass type { code } subtype { code } purposeOfEvent { coding { code } } } } } }`);
    const looks = answer.at('patient.accessLog.nodes') as { breakGlass: boolean }[];
    expect(looks.find(({ breakGlass }) => breakGlass)).toEqual({
      width: 'NETWORK',
      breakGlass: true,
      type: { code: '110106' },
      subtype: [{ code: 'disclose' }, { code: 'read' }, { code: '110127' }],
      purposeOfEvent: [{ coding: [{ code: 'TREAT' }] }, { coding: [{ code: 'BTG' }] }],
    });
  });

  it('does not tell a patient the token or the operation, which an auditor reads', async () => {
    for (const field of ['token', 'operation']) {
      const answer = await ann.ask(`{ patient(id: "ann") { accessLog { nodes { ${field} } } } }`);
      expect(answer.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    }
    const answer = await auditor.ask('{ auditEvents(subject: "study", first: 1) { nodes { token width } } }');
    expect(answer.at('auditEvents.nodes')).toEqual([{ token: 'jti', width: null }]);
  });
});

describe("an auditor's questions", () => {
  const total = async (args: string) =>
    (await auditor.ask(`{ auditEvents(${args}) { totalCount } }`)).at('auditEvents.totalCount');

  it('are by subject, outcome, break-glass and what else, together', async () => {
    await auditor.ask('{ nonsense }');
    expect(await total('subject: "holm"')).toBe(3);
    expect(await total('subject: "holm", breakGlass: true')).toBe(1);
    expect(await total('subject: "holm", breakGlass: false')).toBe(2);
    expect(await total('patient: "ben", breakGlass: true')).toBe(0);
    expect(await total('organization: "clinic", role: "clinician", outcome: "disclosed"')).toBe(3);
    expect(await total('outcome: "failed"')).toBe(0);
    const refused = await auditor.ask(
      '{ auditEvents(outcome: "refused", first: 1) { nodes { code outcomeDesc action type { code } } } }',
    );
    expect(refused.at('auditEvents.nodes')).toEqual([
      {
        code: 'GRAPHQL_VALIDATION_FAILED',
        outcomeDesc: 'refused: GRAPHQL_VALIDATION_FAILED',
        action: 'E',
        type: { code: '110112' },
      },
    ]);
  });

  it('never mean everything where a value went missing', async () => {
    for (const name of ['patient', 'organization', 'role', 'subject', 'outcome', 'breakGlass', 'period']) {
      const answer = await auditor.ask(`{ auditEvents(${name}: null) { totalCount } }`);
      expect(answer.errors?.[0]?.extensions.code, name).toBe('BAD_ARGUMENT');
    }
    const odd = await auditor.ask('{ auditEvents(outcome: "lost") { totalCount } }');
    expect(odd.errors?.[0]?.extensions.code).toBe('BAD_ARGUMENT');
  });

  it.each([
    ['an account', () => accountablePredicate(['ann'], new Date()), 'accounted_1_at_-1__id_-1'],
    ['a log', () => ({ patients: { $in: ['ann'] } }), 'patients_1_at_-1__id_-1'],
    ['a person', () => ({ 'viewer.subject': 'holm' }), 'viewer.subject_1_at_-1__id_-1'],
    ['refusals', () => ({ outcome: 'refused', ...WITH_CODE }), 'outcome_1_at_-1__id_-1'],
    ['broken glass', () => ({ 'disclosures.breakGlass': true }), 'disclosures.breakGlass_1_at_-1__id_-1'],
  ])('about %s are found by an index', async (_what, predicate, index) => {
    const sort = { at: -1, _id: -1 } as const;
    const plan = await entries()
      .find({ $and: [predicate(), {}] }, { sort, limit: 21 })
      .explain('queryPlanner');
    expect(JSON.stringify(plan)).toContain(index);
    expect(JSON.stringify(plan)).not.toContain('COLLSCAN');
  });
});

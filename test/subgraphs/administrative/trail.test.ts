import { describe, expect, it } from 'vitest';
import { ada, auditor, clinician, createHospital } from './support/hospital.js';

describe('the trail as the administrative subgraph shows it', () => {
  const hospital = createHospital();

  it('shows an auditor the trail, latest first, page by page', async () => {
    const fields =
      '{ id recorded outcome operation agent { who role organization { id } purposeOfUse { coding { code } } } entity { kind count patient { id } } }';
    const first = (
      await hospital.read(
        auditor,
        `{ auditEvents(first: 2) { totalCount nodes ${fields} pageInfo { hasNextPage endCursor } } }`,
      )
    ).auditEvents;
    expect(first.totalCount).toBe(4);
    expect(first.nodes[0]).toEqual({
      id: 'chain.0000000003',
      recorded: '2026-01-03T10:00:00.000Z',
      outcome: '0',
      operation: 'Chart',
      agent: [
        {
          who: 'clerk',
          role: 'insurer',
          organization: { id: 'payer-unknown' },
          purposeOfUse: [{ coding: [{ code: 'HPAYMT' }] }],
        },
      ],
      entity: [{ kind: 'Claim', count: 2, patient: { id: 'p2' } }],
    });
    expect(first.nodes[1].entity).toHaveLength(3);
    expect(first.pageInfo.hasNextPage).toBe(true);
    const rest = (
      await hospital.read(
        auditor,
        `{ auditEvents(first: 2, after: "${first.pageInfo.endCursor}") { nodes { id } pageInfo { hasNextPage } } }`,
      )
    ).auditEvents;
    expect(rest).toEqual({
      nodes: [{ id: 'chain.0000000001' }, { id: 'chain.0000000000' }],
      pageInfo: { hasNextPage: false },
    });
  });

  it('lets an auditor ask by patient, organisation, role and period', async () => {
    const data = await hospital.read(
      auditor,
      `{ patient: auditEvents(patient: "p1") { nodes { id entity { kind } } } organization: auditEvents(organization: "harbor") { totalCount }
         role: auditEvents(role: "insurer") { nodes { id } } period: auditEvents(period: { from: "2026-01-01", to: "2026-01-01" }) { nodes { id } } }`,
    );
    expect(data).toEqual({
      patient: {
        nodes: [
          { id: 'chain.0000000002', entity: [{ kind: 'Patient' }] },
          { id: 'chain.0000000001', entity: [{ kind: 'Observation' }] },
        ],
      },
      organization: { totalCount: 2 },
      role: { nodes: [{ id: 'chain.0000000003' }] },
      period: { nodes: [{ id: 'chain.0000000001' }] },
    });
  });

  it('shows a patient who looked at them, and of entries with others only their own rows', async () => {
    const { patient } = await hospital.read(
      ada,
      '{ patient(id: "p1") { accessLog { totalCount nodes { recorded agent { practitioner { displayName } organization { name } } entity { kind count patient { id } } } } } }',
    );
    const agent = [{ practitioner: { displayName: 'Dr. Beatrice Holm' }, organization: { name: 'Harbor Hospital' } }];
    expect(patient.accessLog).toEqual({
      totalCount: 2,
      nodes: [
        { recorded: '2026-01-02T10:00:00.000Z', agent, entity: [{ kind: 'Patient', count: 1, patient: { id: 'p1' } }] },
        {
          recorded: '2026-01-01T10:00:00.000Z',
          agent,
          entity: [{ kind: 'Observation', count: 3, patient: { id: 'p1' } }],
        },
      ],
    });
  });

  it('refuses a patient the trail of all, and a clinician both', async () => {
    for (const [who, query] of [
      [ada, '{ auditEvents { totalCount } }'],
      [ada, '{ patient(id: "p1") { accessLog { nodes { operation } } } }'],
      [clinician, '{ auditEvents { totalCount } }'],
      [clinician, '{ patient(id: "p1") { accessLog { totalCount } } }'],
    ] as const) {
      const { body } = await hospital.answer(who, query);
      expect(body.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    }
  });

  it('says what it takes where an argument does not fit', async () => {
    for (const [query, code] of [
      ['{ auditEvents(role: "root") { totalCount } }', 'BAD_ARGUMENT'],
      ['{ auditEvents(first: 0) { totalCount } }', 'BAD_PAGE'],
      ['{ auditEvents(after: "x") { nodes { id } } }', 'BAD_CURSOR'],
      [`{ auditEvents(after: "${Buffer.from('["a","b"]').toString('base64url')}") { nodes { id } } }`, 'BAD_CURSOR'],
    ] as const) {
      const { body } = await hospital.answer(auditor, query);
      expect(body.errors?.[0]?.extensions['code']).toBe(code);
    }
  });

  it('tells the trail whom it told of', async () => {
    const noted = async (query: string) => (await hospital.answer(auditor, query)).body.extensions?.disclosures;
    expect(await noted('{ auditEvents(patient: "p1") { nodes { id } } }')).toEqual([
      { kind: 'AuditEvent', patient: 'p1', count: 2 },
    ]);
    expect(await noted('{ auditEvents(first: 3) { nodes { entity { kind } } } }')).toEqual([
      { kind: 'AuditEvent', patient: 'p2', count: 2 },
      { kind: 'AuditEvent', patient: 'p1', count: 2 },
      { kind: 'AuditEvent', patient: null, count: 1 },
    ]);
  });

  it('finds the rows of a patient whose id looks like an expression', async () => {
    const { auditEvents } = await hospital.read(
      auditor,
      '{ auditEvents(patient: "$odd") { nodes { entity { patient { id } } } } }',
    );
    expect(auditEvents.nodes).toEqual([{ entity: [{ patient: { id: '$odd' } }] }]);
  });
});

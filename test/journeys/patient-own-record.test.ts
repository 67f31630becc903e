/** A patient reads their own record and sees who has looked. Other people do not exist for them. */
import { describe, expect, it } from 'vitest';
import { openDemoWorld, TAMARACK } from './demo-world.js';

const world = await openDemoWorld();
const ana = await world.as('patient', { patient: 'ana-lima' });

interface Look {
  readonly agent: readonly { readonly role: string; readonly organization: { readonly name: string } | null }[];
  readonly entity: readonly { readonly kind: string; readonly count: number }[];
}

const LOOKS = `{ patient(id: "ana-lima") { accessLog(first: 20) {
  totalCount nodes { recorded agent { role organization { name } } entity { kind count } }
} } }`;

describe('a patient', () => {
  it('reads the whole of their record: chart, notes, appointments, claims and what was left to pay', async () => {
    const answer = await ana.ask(`{ patient(id: "ana-lima") {
      displayName
      conditions { totalCount } observations { totalCount } encounters { totalCount }
      documentReferences(first: 1) { nodes { content { attachment { data } } } }
      appointments(status: "booked") { nodes { start } }
      claims { totalCount nodes { diagnosis { diagnosisCodeableConcept { text } } } }
      explanationOfBenefits(first: 1) { nodes { item { adjudication { amount { value } } } } }
      coverages { nodes { payor { name } } }
      costSummary { year patientResponsibility { value } }
      consents { nodes { status } }
    } }`);
    expect(answer.errors).toBeUndefined();
    for (const list of ['conditions', 'observations', 'encounters', 'claims'])
      expect(answer.at(`patient.${list}.totalCount`), list).toBeGreaterThan(0);
    for (const list of ['documentReferences', 'appointments', 'explanationOfBenefits', 'consents'])
      expect(answer.at(`patient.${list}.nodes.0`), list).toBeDefined();
    expect(answer.at('patient.coverages.nodes')).toHaveLength(2);
  });

  it('is the only person there is', async () => {
    const answer = await ana.ask('{ patients { totalCount nodes { id } } claims { nodes { patient { id } } } }');
    expect(answer.at('patients')).toEqual({ totalCount: 1, nodes: [{ id: 'ana-lima' }] });
    const owners = (answer.at('claims.nodes') as { patient: { id: string } }[]).map(({ patient }) => patient.id);
    expect(new Set(owners)).toEqual(new Set(['ana-lima']));
  });

  it.each(['bram-osei', 'esme-thorne', 'milo-okonjo'])(
    'gets for %s the same bytes as for an unknown id',
    async (id) => {
      const query = `query ($id: ID!) { patient(id: $id) { displayName conditions { totalCount } accessLog { totalCount } } }`;
      const [other, unknown] = [await ana.ask(query, { id }), await ana.ask(query, { id: 'nobody-at-all' })];
      expect(other.text).toBe(unknown.text);
      expect(other.data).toEqual({ patient: null });
    },
  );

  it('gets for records of others the same bytes as for unknown ids', async () => {
    const query = `query ($claim: ID!, $coverage: ID!) { claim(id: $claim) { id } coverage(id: $coverage) { id } }`;
    const others = { claim: 'esme-thorne-claim-0001', coverage: 'esme-thorne-cov-0001' };
    const own = { claim: 'ana-lima-claim-0001', coverage: 'ana-lima-cov-0001' };
    expect((await ana.ask(query, own)).data).toEqual({ claim: { id: own.claim }, coverage: { id: own.coverage } });
    const [theirs, unknown] = [await ana.ask(query, others), await ana.ask(query, { claim: 'x', coverage: 'y' })];
    expect(theirs.text).toBe(unknown.text);
  });

  it('sees who has looked, from where and at how much, once the answer has left', async () => {
    const before = (await ana.ask(LOOKS)).at('patient.accessLog.totalCount') as number;
    const clinician = await world.as('clinician', { organization: TAMARACK });
    await clinician.ask('{ patient(id: "ana-lima") { conditions(first: 2) { nodes { code { text } } } } }');
    const looks = (await ana.ask(LOOKS)).at('patient.accessLog.nodes') as Look[];
    // Their own question before is in it too.
    expect((await ana.ask(LOOKS)).at('patient.accessLog.totalCount')).toBeGreaterThan(before + 1);
    const look = looks.find(({ agent }) => agent[0]?.role === 'clinician');
    expect(look?.agent).toEqual([{ role: 'clinician', organization: { name: 'Tamarack Family Practice' } }]);
    expect(look?.entity).toContainEqual({ kind: 'Condition', count: 2 });
  });

  it('does not see in it who looked at others', async () => {
    const clinician = await world.as('clinician', { organization: TAMARACK });
    const count = async () => {
      const bram = await world.as('patient', { patient: 'bram-osei' });
      const answer = await bram.ask(
        '{ patient(id: "bram-osei") { accessLog(first: 50) { nodes { agent { role } } } } }',
      );
      return (answer.text.match(/clinician/g) ?? []).length;
    };
    const before = await count();
    await clinician.ask('{ patient(id: "ana-lima") { displayName } }');
    expect(await count()).toBe(before);
  });
});

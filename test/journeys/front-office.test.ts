/** Those who work around care: the registrar at the desk, the biller, and the auditor who reviews them all. */
import { describe, expect, it } from 'vitest';
import { COPPERLEAF, LARKSPUR, openDemoWorld, TAMARACK } from './demo-world.js';

const world = await openDemoWorld();

describe('a registrar', () => {
  it('sees who comes next, to whom, and how they are insured', async () => {
    const registrar = await world.as('registrar', { organization: TAMARACK });
    const answer = await registrar.ask(`{
      appointments(status: "booked") {
        totalCount
        nodes {
          start
          patient { displayName telecom { value } coverages(first: 1) { nodes { subscriberId payor { name } } } }
          participant { actor { practitioner { displayName } } }
        }
      }
    }`);
    expect(answer.errors).toBeUndefined();
    const booked = answer.at('appointments.nodes') as { start: string; patient: { displayName: string } }[];
    expect(booked.map(({ patient }) => patient.displayName)).toContain('Ana Lima');
    expect(answer.text).toContain('Northlight Health Plan');
    expect(answer.text).toMatch(/"displayName":"[^"]+, MD"/);
  });

  it('is told the ordinary validation error for what is clinical', async () => {
    const registrar = await world.as('registrar', { organization: TAMARACK });
    for (const field of ['conditions', 'observations', 'encounters', 'claims', 'zzz']) {
      const answer = await registrar.ask(`{ patient(id: "ana-lima") { ${field} { totalCount } } }`);
      expect(answer.status).toBe(400);
      expect(answer.errors?.[0]?.message).toBe(`Cannot query field "${field}" on type "Patient".`);
    }
    const why = await registrar.ask('{ appointments { nodes { reasonCode { text } } } }');
    expect(why.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('reaches the patients of their organisation and no others', async () => {
    const query = 'query ($id: ID!) { patient(id: $id) { displayName } }';
    const registrar = await world.as('registrar', { organization: TAMARACK });
    const [newborn, unknown] = [
      await registrar.ask(query, { id: 'milo-okonjo' }),
      await registrar.ask(query, { id: 'nobody-at-all' }),
    ];
    expect(newborn.text).toBe(unknown.text);
    const hospital = await world.as('registrar', { organization: LARKSPUR });
    expect((await hospital.ask(query, { id: 'milo-okonjo' })).at('patient.displayName')).toBe('Milo Okonjo');
  });
});

describe('a biller', () => {
  it('works through the claims of their organisation with codes, diagnoses and what was paid', async () => {
    const biller = await world.as('biller', { organization: COPPERLEAF });
    const answer = await biller.ask(`{ claims(first: 5) {
      totalCount
      nodes {
        patient { displayName } total { value } provider { reference organization { id } }
        diagnosis { diagnosisCodeableConcept { coding { code } } }
        item { productOrService { coding { code } } net { value } }
        explanationOfBenefits { nodes { outcome payment { amount { value } } } }
      }
    } }`);
    expect(answer.errors).toBeUndefined();
    const claims = answer.at('claims.nodes') as { provider: { organization: { id: string } | null } }[];
    expect(claims.length).toBe(5);
    for (const { provider } of claims) expect(provider.organization?.id).toBe(COPPERLEAF);
    expect(answer.at('claims.nodes.0.diagnosis.0.diagnosisCodeableConcept.coding.0.code')).toBeTypeOf('string');
    expect(answer.at('claims.nodes.0.item.0.productOrService.coding.0.code')).toBeTypeOf('string');
  });

  it('does not reach what another organisation billed for the same patient', async () => {
    const all = '{ patient(id: "ana-lima") { claims(first: 100) { nodes { id } } } }';
    const ids = async (organization: string) => {
      const answer = await (await world.as('biller', { organization })).ask(all);
      return (answer.at('patient.claims.nodes') as { id: string }[]).map(({ id }) => id);
    };
    const [tamarack, copperleaf] = [await ids(TAMARACK), await ids(COPPERLEAF)];
    expect(tamarack.length).toBeGreaterThan(0);
    expect(copperleaf.length).toBeGreaterThan(0);
    expect(tamarack.filter((id) => copperleaf.includes(id))).toEqual([]);
    const biller = await world.as('biller', { organization: TAMARACK });
    const one = 'query ($id: ID!) { claim(id: $id) { id } }';
    const theirs = await biller.ask(one, { id: copperleaf[0] });
    expect(theirs.text).toBe((await biller.ask(one, { id: 'no-such-claim' })).text);
  });

  it('has no chart to read', async () => {
    const biller = await world.as('biller', { organization: TAMARACK });
    const answer = await biller.ask('{ patient(id: "ana-lima") { conditions { totalCount } } }');
    expect(answer.errors?.[0]?.message).toBe('Cannot query field "conditions" on type "Patient".');
  });
});

describe('an auditor', () => {
  const EVENTS = `query ($patient: ID, $role: String) { auditEvents(first: 50, patient: $patient, role: $role) { nodes {
    recorded operation outcome
    agent { who role organization { name } purposeOfUse { coding { code } } }
    entity { kind count patient { id } }
  } } }`;

  it('finds who was shown what of whom, and for what purpose', async () => {
    const clinician = await world.as('clinician', { organization: LARKSPUR, subject: 'practitioner-of-the-ward' });
    await clinician.ask('query Weights { patient(id: "milo-okonjo") { observations(first: 3) { nodes { id } } } }');
    const auditor = await world.as('auditor');
    const answer = await auditor.ask(EVENTS, { patient: 'milo-okonjo', role: 'clinician' });
    expect(answer.errors).toBeUndefined();
    expect(answer.at('auditEvents.nodes.0.agent')).toEqual([
      {
        who: 'practitioner-of-the-ward',
        role: 'clinician',
        organization: { name: 'Larkspur Bay Hospital' },
        purposeOfUse: [{ coding: [{ code: 'TREAT' }] }],
      },
    ]);
    expect(answer.at('auditEvents.nodes.0.operation')).toBe('Weights');
    expect(answer.at('auditEvents.nodes.0.entity')).toContainEqual({
      kind: 'Observation',
      count: 3,
      patient: { id: 'milo-okonjo' },
    });
  });

  it('reads what patients permitted, and nothing of their charts', async () => {
    const auditor = await world.as('auditor');
    const consents = await auditor.ask('{ consents(first: 20) { totalCount nodes { status patient { id } } } }');
    expect(consents.at('consents.totalCount')).toBeGreaterThan(0);
    for (const field of ['displayName', 'conditions { totalCount }', 'claims { totalCount }']) {
      const answer = await auditor.ask(`{ consents { nodes { patient { ${field} } } } }`);
      expect(answer.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    }
  });
});

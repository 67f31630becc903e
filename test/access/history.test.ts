/** What a record said before, and who changed it: by the walls as they stand now. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createWorld, type OpenWorld, type Resource } from '../support/world.js';

const HISTORY = `history {
  version changed
  provenance { recorded reason agent { name who onBehalfOf } source { origin file organization } }
  record { id code { text } note { text } onsetDateTime }
}`;
const CONDITION = `query ($id: ID!, $version: Int) { condition(id: $id) { history(version: $version) { version record { code { text } } } } }`;

const visit: Resource = {
  resourceType: 'Encounter',
  id: 'visit',
  status: 'finished',
  subject: { reference: 'Patient/p' },
  serviceProvider: { reference: 'Organization/house' },
};

function condition(id: string, text: string, more: object = {}): Resource {
  return {
    resourceType: 'Condition',
    id,
    subject: { reference: 'Patient/p' },
    encounter: { reference: 'Encounter/visit' },
    code: { text },
    ...more,
  };
}

describe('the history of a record', async () => {
  const world = await createWorld();
  let open: OpenWorld;
  const asClinician = () => open.as('clinician', { organization: 'house' });

  beforeAll(async () => {
    await world.tell(
      { resourceType: 'Patient', id: 'p', name: [{ family: 'Iver' }] },
      { resourceType: 'Organization', id: 'house', name: 'House' },
      visit,
      condition('c', 'Cough', { onsetDateTime: '2024' }),
    );
    await world.writer.record({
      subgraph: 'clinical',
      agent: { name: 'ana', source: 'default', who: 'Practitioner/ana', onBehalfOf: 'Organization/house' },
      reason: 'the culture came back',
      patient: 'p',
      versions: [
        {
          kind: 'Condition',
          id: 'c',
          source: 'default',
          text: JSON.stringify(condition('c', 'Pneumonia', { onsetDateTime: '2024', note: [{ text: 'left lung' }] })),
          references: {},
          expectedVersion: 1,
        },
      ],
    });
    open = await world.open();
  });

  it('shows what changed, by whom, on whose behalf, when, why and from where, newest first', async () => {
    const answer = await (await asClinician()).ask(`{ condition(id: "c") { ${HISTORY} } }`);
    expect(answer.errors).toBeUndefined();
    expect(answer.at('condition.history')).toMatchObject([
      {
        version: 2,
        changed: ['code', 'note'],
        provenance: {
          reason: 'the culture came back',
          agent: { name: 'ana', who: 'Practitioner/ana', onBehalfOf: 'Organization/house' },
          source: { origin: 'TYPED', file: null },
        },
        record: { id: 'c', code: { text: 'Pneumonia' }, note: [{ text: 'left lung' }], onsetDateTime: '2024' },
      },
      {
        version: 1,
        changed: ['code', 'encounter', 'onsetDateTime'],
        provenance: { reason: 'story', agent: { name: 'test', who: null } },
        record: { code: { text: 'Cough' }, note: null },
      },
    ]);
  });

  it('48: shows an earlier version by its number, as it was, however often the record changes', async () => {
    const clinician = await asClinician();
    const before = await clinician.ask(CONDITION, { id: 'c', version: 1 });
    await world.tell(condition('c', 'Pneumonia, resolved', { onsetDateTime: '2024' }));
    const after = await clinician.ask(CONDITION, { id: 'c', version: 1 });
    expect(after.text).toBe(before.text);
    expect(after.at('condition.history')).toEqual([{ version: 1, record: { code: { text: 'Cough' } } }]);
    expect((await clinician.ask(CONDITION, { id: 'c', version: 99 })).at('condition.history')).toEqual([]);
  });

  it('hides a version that bears a label which the viewer does not hold, also where the record bears none now', async () => {
    const restricted = (code: string) => ({
      meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code }] },
    });
    await world.tell(condition('labelled', 'Depression', restricted('PSYTHPN')), condition('labelled', 'Tiredness'));
    const clinician = await (await asClinician()).ask(CONDITION, { id: 'labelled' });
    expect(clinician.at('condition.history')).toEqual([{ version: 2, record: { code: { text: 'Tiredness' } } }]);
    expect(clinician.text).not.toContain('Depression');
  });

  it('shows nothing of a record out of reach, as of one that is not there', async () => {
    const stranger = await open.as('clinician', { organization: 'elsewhere' });
    const forbidden = await stranger.ask(CONDITION, { id: 'c' });
    const unknown = await stranger.ask(CONDITION, { id: 'nothing' });
    expect(forbidden.text).toBe(unknown.text);
    expect(
      (await (await open.as('patient', { patient: 'p' })).ask(CONDITION, { id: 'c' })).at('condition.history'),
    ).toHaveLength(3);
  });

  it('does not tell that an element changed which the role may not read', async () => {
    const coverage = (more: object): Resource => ({
      resourceType: 'Patient',
      id: 'p',
      name: [{ family: 'Iver' }],
      ...more,
    });
    await world.tell(coverage({ maritalStatus: { text: 'Married' } }), {
      resourceType: 'Claim',
      id: 'bill',
      status: 'active',
      patient: { reference: 'Patient/p' },
      provider: { reference: 'Organization/house' },
    });
    const query = '{ patient(id: "p") { history(first: 1) { version changed } } }';
    const registrar = await (await open.as('registrar', { organization: 'house' })).ask(query);
    expect(registrar.at('patient.history')).toEqual([{ version: 2, changed: ['maritalStatus'] }]);
    const biller = await (await open.as('biller', { organization: 'house' })).ask(query);
    expect(biller.at('patient.history')).toEqual([{ version: 2, changed: [] }]);
  });

  it('does not exist for those who may not know who wrote', async () => {
    const insurer = await (await open.as('insurer', { organization: 'payer' })).ask(
      '{ patient(id: "p") { history { version } } }',
    );
    expect(insurer.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('leaves a trace in the trail', async () => {
    await (await asClinician()).ask(CONDITION, { id: 'c' });
    const [entry] = await world.databases.trail.collection('entries').find().sort({ at: -1 }).limit(1).toArray();
    expect(entry?.['disclosures']).toContainEqual(expect.objectContaining({ kind: 'Condition', patient: 'p' }));
  });
});

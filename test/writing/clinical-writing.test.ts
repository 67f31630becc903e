/** What clinicians record: within their reach, as themselves, once. */
import { beforeAll, describe, expect, it } from 'vitest';
import { BOTH, NORTH, NORTHERNERS, SOUTH } from '../leaks/two-houses.js';
import { type Asker, createWorld, type OpenWorld } from '../support/world.js';

const RECORD_CONDITION = `mutation ($patient: ID!, $input: ConditionInput!, $key: ID!, $reason: String) {
  recordCondition(patient: $patient, input: $input, idempotencyKey: $key, reason: $reason) {
    id code { text } onsetDateTime encounter { id } patient { id displayName }
    history { version changed provenance { reason agent { name who onBehalfOf } source { origin } } }
  }
}`;

const world = await createWorld();
let open: OpenWorld;
let clinician: Asker;
let keys = 0;
const key = () => `key-${keys++}`;

const cough = { encounter: 'visit-ann', code: { text: 'Cough' }, onsetDateTime: '2024-03-01' };

beforeAll(async () => {
  await world.tell(...NORTH, ...SOUTH, ...BOTH);
  open = await world.open();
  clinician = await open.as('clinician', NORTHERNERS.clinician);
});

describe('a condition', () => {
  it('is recorded by who treats, as themselves and for their organisation', async () => {
    const answer = await clinician.ask(RECORD_CONDITION, {
      patient: 'ann',
      input: cough,
      key: key(),
      reason: 'told at the visit',
    });
    expect(answer.errors).toBeUndefined();
    expect(answer.at('recordCondition')).toMatchObject({
      code: { text: 'Cough' },
      onsetDateTime: '2024-03-01',
      encounter: { id: 'visit-ann' },
      patient: { id: 'ann', displayName: 'ann Family-of-ann' },
      history: [
        {
          version: 1,
          provenance: {
            reason: 'told at the visit',
            agent: { name: 'doctor-of-north', who: 'Practitioner/doctor-of-north', onBehalfOf: 'Organization/north' },
            source: { origin: 'TYPED' },
          },
        },
      ],
    });
  });
});

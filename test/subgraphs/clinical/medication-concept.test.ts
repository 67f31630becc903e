import type { GraphQLResolveInfo } from 'graphql';
import { describe, expect, it } from 'vitest';
import '../../../subgraphs/clinical/subgraph.js';
import type { SubgraphContext } from '../../../subgraphs/shared/context.js';
import type { FhirObject } from '../../../subgraphs/shared/fhir-json.js';
import { plainResolvers } from '../../../subgraphs/shared/plain-resolvers.js';

const code = { coding: [{ code: '860975' }], text: 'Metformin' };

/** A store that reaches the medicine `m1` and no other. */
const context = {
  store: {
    one: (kind: string, id: string) => Promise.resolve(kind === 'Medication' && id === 'm1' ? { id, code } : null),
  },
} as unknown as SubgraphContext;

const kinds = ['MedicationRequest', 'MedicationStatement', 'MedicationDispense', 'MedicationAdministration'];

describe.each(kinds)('the medicine of a %s', (kind) => {
  const medicineOf = (source: FhirObject) =>
    plainResolvers().get(`${kind}.medication`)?.(source, {}, context, {} as GraphQLResolveInfo);

  it('is the concept that the record holds', async () => {
    expect(
      await medicineOf({ medicationCodeableConcept: code, medicationReference: { reference: 'Medication/x' } }),
    ).toEqual(code);
  });

  it('is the code of a Medication in it, or of one that stands by itself', async () => {
    const contained = [{ resourceType: 'Medication', id: 'a', code }];
    expect(await medicineOf({ contained, medicationReference: { reference: '#a' } })).toEqual(code);
    expect(await medicineOf({ medicationReference: { reference: 'Medication/m1' } })).toEqual(code);
  });

  it('is what the sender called it where the Medication is not within reach', async () => {
    const display = 'Aspirin 81 mg';
    for (const reference of ['Medication/unknown', '#nowhere', 'Substance/m1'])
      expect(await medicineOf({ medicationReference: { reference, display } })).toEqual({ text: display });
    expect(await medicineOf({ medicationReference: { display } })).toEqual({ text: display });
  });

  it('is nothing where the record says nothing', async () => {
    for (const source of [{}, { medicationReference: 'Medication/m1' }, { medicationReference: {} }])
      expect(await medicineOf(source)).toBeNull();
  });
});

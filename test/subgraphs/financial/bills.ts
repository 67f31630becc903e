/** Bills as senders write them, and the way from one to what the read model holds. */
import '../../../subgraphs/financial/subgraph.js';
import type { FhirObject } from '../../../subgraphs/shared/fhir-json.js';
import { type OtherRecords, type Projected, project } from '../../../subgraphs/shared/projection.js';

/** A claim like Synthea's: the insurer is nothing but a name. */
export function claimNaming(payer: string, elements: FhirObject = {}): FhirObject {
  return {
    resourceType: 'Claim',
    id: 'claim-1',
    status: 'active',
    use: 'claim',
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/claim-type', code: 'institutional' }] },
    patient: { reference: 'Patient/ann' },
    billablePeriod: { start: '2020-03-01T09:00:00Z', end: '2020-03-01T10:00:00Z' },
    provider: { reference: 'Organization/clinic', display: 'Clinic' },
    insurance: [{ sequence: 1, focal: true, coverage: { display: payer } }],
    item: [{ sequence: 1, encounter: [{ reference: 'Encounter/visit-1' }] }],
    total: { value: 2002.1599999999999, currency: 'USD' },
    ...elements,
  };
}

/** An explanation of benefit like Synthea's: its coverage is contained, its provider is the physician. */
export function explanationNaming(payer: string, elements: FhirObject = {}): FhirObject {
  return {
    resourceType: 'ExplanationOfBenefit',
    id: 'eob-1',
    status: 'active',
    use: 'claim',
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/claim-type', code: 'institutional' }] },
    patient: { reference: 'Patient/ann' },
    contained: [
      {
        resourceType: 'Coverage',
        id: 'coverage',
        status: 'active',
        type: { text: payer },
        payor: [{ display: payer }],
      },
    ],
    billablePeriod: { start: '2020-03-01T09:00:00Z', end: '2021-03-01T09:00:00Z' },
    insurer: { display: payer },
    provider: { reference: 'Practitioner/doctor' },
    claim: { reference: 'Claim/claim-1' },
    outcome: 'complete',
    insurance: [{ focal: true, coverage: { reference: '#coverage', display: payer } }],
    ...elements,
  };
}

/** What the read model holds of a resource; `others` are the records it may take keys over from. */
export function projected(resource: FhirObject, others: Record<string, Record<string, unknown>> = {}): Projected {
  const known: OtherRecords = {
    aliased: () => undefined,
    survivorOf: (patient) => patient,
    keysOf: (reference) => others[reference],
  };
  const [kind, id] = [String(resource['resourceType']), String(resource['id'])];
  const text = JSON.stringify(resource);
  return project({ kind, id, version: 1, source: 'default', text, references: {}, hash: 'h', hashes: ['h'] }, known);
}

/** The parties that a resource ties to its patient, as `insures Organization/payer-a`. */
export function ties(resource: FhirObject): string[] {
  return projected(resource)
    .relations.map(({ as, party }) => `${as} ${party}`)
    .sort();
}

/** The records that a resource implies, as `Organization/payer-a`, each once. */
export function implied(resource: FhirObject): string[] {
  return [...new Set(projected(resource).implied.map(({ kind, id }) => `${kind}/${id}`))].sort();
}

import { Int } from 'type-graphql';
import { periodRange } from '../../exchange/normalise/dates.js';
import { type FhirObject, idsAt, stringOf } from '../../shared/fhir-json.js';
import { Organization, Reference } from '../../shared/joined-entities.js';
import { PatientField, ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { type ImpliedRecord, RecordKind, type RelationClaim } from '../../shared/record-kind.js';
import { CodeableConcept, Identifier, Meta, Money, Period, Quantity } from '../../shared/value-types.js';
import { impliedPayer } from '../bill/bill-record.js';
import { Patient } from '../patient/patient.type.js';
import { payersOfCoverage } from '../payer/payer.js';

@PartType('What the insurance is called and numbered: group, plan, ... (FHIR Coverage.class).')
export class CoverageClass {
  @RecordField('coverage', () => CodeableConcept) type?: CodeableConcept;
  @RecordField('coverage', () => String) value?: string;
  @RecordField('coverage', () => String) name?: string;
}

@PartType('Who need not share a cost (FHIR Coverage.costToBeneficiary.exception).')
export class CoverageException {
  @RecordField('remittance', () => CodeableConcept) type?: CodeableConcept;
  @RecordField('remittance', () => Period) period?: Period;
}

@PartType('What the insured share in the costs (FHIR Coverage.costToBeneficiary).')
export class CoverageCostToBeneficiary {
  @RecordField('remittance', () => CodeableConcept) type?: CodeableConcept;
  @RecordField('remittance', () => Quantity) valueQuantity?: Quantity;
  @RecordField('remittance', () => Money) valueMoney?: Money;
  @RecordField('remittance', () => [CoverageException]) exception?: CoverageException[];
}

function coverageKeys(content: FhirObject): Record<string, unknown> {
  const { start, end } = periodRange(content['period']);
  return {
    payers: payersOfCoverage(content)
      .map(({ id }) => id)
      .sort(),
    from: start,
    until: end,
  };
}

/**
 * Whom a coverage makes a member of whom. A draft and an error insure nobody. Senders write `cancelled` for insurance
 * that ran out (it held until its end) and for insurance that was rescinded: without an end it never held.
 */
export function coverageRelations(content: FhirObject): RelationClaim[] {
  const [patient] = idsAt(content, 'beneficiary', 'Patient');
  const status = stringOf(content['status']) ?? '';
  const { start, end } = periodRange(content['period']);
  if (patient === undefined || status === 'draft' || status === 'entered-in-error') return [];
  if (status === 'cancelled' && end === null) return [];
  return payersOfCoverage(content).map(({ id }) => ({
    patient,
    party: `Organization/${id}`,
    as: 'insures',
    from: start,
    until: end,
  }));
}

function coverageImplies(content: FhirObject): ImpliedRecord[] {
  return payersOfCoverage(content).flatMap(impliedPayer);
}

/** Payers by reference, also those which the coverage contains or knows by name. */
export function coverageElements(content: FhirObject): FhirObject {
  const payor = payersOfCoverage(content).map(({ id, name }) => ({
    reference: `Organization/${id}`,
    ...(name !== null && { display: name }),
  }));
  return payor.length > 0 ? { payor } : {};
}

@RecordKind(
  {
    kind: 'Coverage',
    subgraph: 'financial',
    patient: 'beneficiary',
    at: ['period'],
    status: 'status',
    codes: ['type'],
    keys: coverageKeys,
    relations: coverageRelations,
    implied: coverageImplies,
    stored: coverageElements,
  },
  'An insurance of a patient (FHIR Coverage). Where bills only name the insurer, one is derived for each patient and insurer.',
)
export class Coverage {
  @KeyField() id!: string;
  @RecordField('coverage', () => Meta) meta?: Meta;
  @PatientField(() => Patient) patient?: object;
  @PatientField(() => Patient) beneficiary?: object;
  @RecordField('coverage', () => [Identifier]) identifier?: Identifier[];
  @RecordField('coverage', () => String) status?: string;
  @RecordField('coverage', () => CodeableConcept) type?: CodeableConcept;
  @ReferenceField('coverage', () => Patient, {
    to: 'Patient',
    description: 'The person who owns the policy, where it is one.',
  })
  policyHolder?: object;
  @ReferenceField('coverage', () => Organization, {
    to: 'Organization',
    element: 'policyHolder',
    description: 'The organisation that owns the policy, where it is one.',
  })
  policyHolderOrganization?: object;
  @ReferenceField('coverage', () => Patient, { to: 'Patient' }) subscriber?: object;
  @RecordField('coverage', () => String) subscriberId?: string;
  @RecordField('coverage', () => String) dependent?: string;
  @RecordField('coverage', () => CodeableConcept, { description: 'How the insured is related to the subscriber.' })
  relationship?: CodeableConcept;
  @RecordField('coverage', () => Period) period?: Period;
  @ReferenceField('coverage', () => [Organization], { to: 'Organization', list: true, description: 'The insurers.' })
  payor?: object[];
  @RecordField('coverage', () => [CoverageClass]) class?: CoverageClass[];
  @RecordField('coverage', () => Int) order?: number;
  @RecordField('coverage', () => String) network?: string;
  @RecordField('remittance', () => [CoverageCostToBeneficiary]) costToBeneficiary?: CoverageCostToBeneficiary[];
  @RecordField('coverage', () => Boolean) subrogation?: boolean;
  @RecordField('coverage', () => [Reference]) contract?: object[];
}

import { Int } from 'type-graphql';
import { codesAt, type FhirObject } from '../../shared/fhir-json.js';
import { Location, Organization, Reference } from '../../shared/joined-entities.js';
import { ComputedField, PatientField, ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind } from '../../shared/record-kind.js';
import { Attachment, CodeableConcept, Identifier, Meta, Money, Period, Quantity } from '../../shared/value-types.js';
import {
  ClaimAccident,
  ClaimCareTeam,
  ClaimDiagnosis,
  ClaimPayee,
  ClaimProcedure,
  ClaimRelated,
} from '../bill/bill-parts.type.js';
import {
  BILL_DATES,
  BILLED_SENSITIVITY,
  billElements,
  billImplies,
  billKeys,
  billRelations,
  providersOf,
} from '../bill/bill-record.js';
import { insuranceOf } from '../bill/insurance.js';
import { BROAD_KIND } from '../bill/summary-sources.js';
import { billedCategories } from '../condition-category/billed-categories.js';
import { Coverage } from '../coverage/coverage.type.js';
import { MedicationRequest, ServiceRequest } from '../joined/clinical-entities.js';
import { claimAmounts } from '../money/amounts.js';
import { Patient } from '../patient/patient.type.js';
import { ServiceCategory } from '../service-category/service-category.js';
import { ClaimItem } from './claim-item.type.js';
import { claimVersion } from './claim-version.js';

@PartType('Information sent along with a claim (FHIR Claim.supportingInfo).')
export class ClaimSupportingInfo {
  @RecordField('billed-diagnosis', () => Int) sequence?: number;
  @RecordField('billed-diagnosis', () => CodeableConcept) category?: CodeableConcept;
  @RecordField('billed-diagnosis', () => CodeableConcept) code?: CodeableConcept;
  @RecordField('billed-diagnosis', () => String) timingDate?: string;
  @RecordField('billed-diagnosis', () => Period) timingPeriod?: Period;
  @RecordField('billed-diagnosis', () => Boolean) valueBoolean?: boolean;
  @RecordField('billed-diagnosis', () => String) valueString?: string;
  @RecordField('billed-diagnosis', () => Quantity) valueQuantity?: Quantity;
  @RecordField('billed-diagnosis', () => Attachment) valueAttachment?: Attachment;
  @RecordField('billed-diagnosis', () => Reference) valueReference?: object;
  @RecordField('billed-diagnosis', () => CodeableConcept) reason?: CodeableConcept;
}

@PartType('The insurance a claim is sent to (FHIR Claim.insurance).')
export class ClaimInsurance {
  @RecordField('coverage', () => Int) sequence?: number;
  @RecordField('coverage', () => Boolean, {
    description: 'Is this the one the claim is sent to? Others are for coordination.',
  })
  focal?: boolean;
  @RecordField('coverage', () => Identifier) identifier?: Identifier;
  @ReferenceField('coverage', () => Coverage, { to: 'Coverage' }) coverage?: object;
  @RecordField('coverage', () => String) businessArrangement?: string;
  @RecordField('coverage', () => [String]) preAuthRef?: string[];
  @RecordField('coverage', () => Reference) claimResponse?: object;
}

function claimKeys(content: FhirObject): Record<string, unknown> {
  const id = typeof content['id'] === 'string' ? content['id'] : null;
  return {
    ...billKeys(content, id),
    amounts: claimAmounts(content),
    services: codesAt(content, 'item.productOrService'),
    diagnoses: codesAt(content, 'diagnosis.diagnosisCodeableConcept'),
    billedCategories: billedCategories(content),
  };
}

@RecordKind(
  {
    kind: 'Claim',
    subgraph: 'financial',
    writers: providersOf,
    patient: 'patient',
    at: BILL_DATES,
    status: 'status',
    codes: ['type'],
    keys: claimKeys,
    inherits: [
      { element: (content) => insuranceOf(content).coverages, kind: 'Coverage', keys: ['payers'] },
      ...BILLED_SENSITIVITY,
    ],
    relations: billRelations,
    implied: billImplies,
    stored: billElements,
  },
  'A bill that a provider sent to an insurer (FHIR Claim).',
)
export class Claim {
  @KeyField() id!: string;
  // Security labels tell what a bill is about.
  @RecordField('billed-diagnosis', () => Meta) meta?: Meta;
  @PatientField(() => Patient) patient?: object;
  @ComputedField('claim', () => Int, claimVersion, {
    description: 'Which version of the claim this is: what `adjudicateClaim` names.',
    needs: [],
  })
  version?: number;
  @RecordField('claim', () => [Identifier]) identifier?: Identifier[];
  @RecordField('claim', () => String) status?: string;
  @RecordField('claim', () => CodeableConcept) type?: CodeableConcept;
  @RecordField('billed-service', () => CodeableConcept, {
    description: 'Finer than `type`. It may name a specialty; `serviceCategory` never does.',
  })
  subType?: CodeableConcept;
  @RecordField('claim', () => ServiceCategory, {
    nullable: false,
    description: 'The broad kind of what was billed, from the type of the claim and the categories of its lines.',
    sources: ['Claim.type', 'Claim.subType', 'ClaimItem.category'],
    summarises: BROAD_KIND,
  })
  serviceCategory!: ServiceCategory;
  @RecordField('claim', () => String, { description: 'claim, preauthorization or predetermination.' }) use?: string;
  @RecordField('claim', () => Period, { description: 'When the services were.' }) billablePeriod?: Period;
  @RecordField('claim', () => String) created?: string;
  @RecordField('claim', () => Reference) enterer?: object;
  @ReferenceField('claim', () => Organization, { to: 'Organization' }) insurer?: object;
  @RecordField('claim', () => Reference) provider?: object;
  @RecordField('claim', () => CodeableConcept) priority?: CodeableConcept;
  @RecordField('claim', () => CodeableConcept) fundsReserve?: CodeableConcept;
  @RecordField('claim', () => [ClaimRelated]) related?: ClaimRelated[];
  @ReferenceField('billed-service', () => MedicationRequest, { to: 'MedicationRequest' }) prescription?: object;
  @ReferenceField('billed-service', () => MedicationRequest, { to: 'MedicationRequest' }) originalPrescription?: object;
  @RecordField('claim', () => ClaimPayee) payee?: object;
  @ReferenceField('billed-service', () => ServiceRequest, { to: 'ServiceRequest' }) referral?: object;
  @ReferenceField('claim', () => Location, { to: 'Location' }) facility?: object;
  @RecordField('claim', () => [ClaimCareTeam]) careTeam?: ClaimCareTeam[];
  @RecordField('billed-diagnosis', () => [ClaimSupportingInfo]) supportingInfo?: ClaimSupportingInfo[];
  @RecordField('billed-diagnosis', () => [ClaimDiagnosis]) diagnosis?: ClaimDiagnosis[];
  @RecordField('billed-service', () => [ClaimProcedure]) procedure?: ClaimProcedure[];
  @RecordField('coverage', () => [ClaimInsurance]) insurance?: ClaimInsurance[];
  @RecordField('billed-diagnosis', () => ClaimAccident) accident?: object;
  @RecordField('claim', () => [ClaimItem]) item?: ClaimItem[];
  @RecordField('claim', () => Money, { description: 'What was charged.' }) total?: Money;
}

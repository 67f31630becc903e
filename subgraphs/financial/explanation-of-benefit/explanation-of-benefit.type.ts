import { Int } from 'type-graphql';
import { codesAt, type FhirObject, idsAt, stringOf } from '../../shared/fhir-json.js';
import { Location, Organization, Reference } from '../../shared/joined-entities.js';
import { PatientField, ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind } from '../../shared/record-kind.js';
import { Attachment, CodeableConcept, Coding, Identifier, Meta, Period, Quantity } from '../../shared/value-types.js';
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
import { Claim } from '../claim/claim.type.js';
import { billedCategories } from '../condition-category/billed-categories.js';
import { Coverage } from '../coverage/coverage.type.js';
import { MedicationRequest, ServiceRequest } from '../joined/clinical-entities.js';
import { explanationAmounts } from '../money/amounts.js';
import { Patient } from '../patient/patient.type.js';
import { ServiceCategory } from '../service-category/service-category.js';
import { ExplanationOfBenefitAddedItem } from './added-item.type.js';
import {
  ExplanationOfBenefitAdjudication,
  ExplanationOfBenefitBenefitBalance,
  ExplanationOfBenefitPayment,
  ExplanationOfBenefitProcessNote,
  ExplanationOfBenefitTotal,
} from './adjudication.type.js';
import { ExplanationOfBenefitItem } from './explanation-of-benefit-item.type.js';

@PartType('Information sent along with the bill (FHIR ExplanationOfBenefit.supportingInfo).')
export class ExplanationOfBenefitSupportingInfo {
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
  @RecordField('billed-diagnosis', () => Coding) reason?: Coding;
}

@PartType('The insurance that was asked to pay (FHIR ExplanationOfBenefit.insurance).')
export class ExplanationOfBenefitInsurance {
  @RecordField('coverage', () => Boolean, { description: 'Is this the one that answers? Others are for coordination.' })
  focal?: boolean;
  @ReferenceField('coverage', () => Coverage, { to: 'Coverage' }) coverage?: object;
  @RecordField('coverage', () => [String]) preAuthRef?: string[];
}

function explanationKeys(content: FhirObject): Record<string, unknown> {
  return {
    ...billKeys(content, idsAt(content, 'claim', 'Claim')[0] ?? null),
    outcome: stringOf(content['outcome']),
    amounts: explanationAmounts(content),
    services: [
      ...new Set([...codesAt(content, 'item.productOrService'), ...codesAt(content, 'addItem.productOrService')]),
    ],
    diagnoses: codesAt(content, 'diagnosis.diagnosisCodeableConcept'),
    billedCategories: billedCategories(content),
  };
}

@RecordKind(
  {
    kind: 'ExplanationOfBenefit',
    subgraph: 'financial',
    // An answer belongs to the bill: to who provided, not to who pays.
    writers: providersOf,
    patient: 'patient',
    at: BILL_DATES,
    status: 'status',
    codes: ['type'],
    keys: explanationKeys,
    inherits: [
      { element: (content) => insuranceOf(content).coverages, kind: 'Coverage', keys: ['payers'] },
      // Its own provider may be the physician: the organisation that billed stands in the claim. So do the visits, where
      // it names none itself: what a patient restricted about a visit holds for what explains its bill.
      { element: 'claim', kind: 'Claim', keys: ['providers', 'encounters', 'labels', 'writers'] },
      ...BILLED_SENSITIVITY,
    ],
    relations: billRelations,
    implied: billImplies,
    stored: billElements,
  },
  'What an insurer made of a bill (FHIR ExplanationOfBenefit).',
)
export class ExplanationOfBenefit {
  @KeyField() id!: string;
  // Security labels tell what a bill is about.
  @RecordField('billed-diagnosis', () => Meta) meta?: Meta;
  @PatientField(() => Patient) patient?: object;
  @RecordField('claim', () => [Identifier]) identifier?: Identifier[];
  @RecordField('claim', () => String) status?: string;
  @RecordField('claim', () => CodeableConcept) type?: CodeableConcept;
  @RecordField('billed-service', () => CodeableConcept, {
    description: 'Finer than `type`. It may name a specialty; `serviceCategory` never does.',
  })
  subType?: CodeableConcept;
  @RecordField('claim', () => ServiceCategory, {
    nullable: false,
    description: 'The broad kind of what was billed, from the type of the bill and the categories of its lines.',
    sources: ['ExplanationOfBenefit.type', 'ExplanationOfBenefit.subType', 'ExplanationOfBenefitItem.category'],
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
  @RecordField('claim', () => CodeableConcept) fundsReserveRequested?: CodeableConcept;
  @RecordField('claim', () => CodeableConcept) fundsReserve?: CodeableConcept;
  @RecordField('claim', () => [ClaimRelated]) related?: ClaimRelated[];
  @ReferenceField('billed-service', () => MedicationRequest, { to: 'MedicationRequest' }) prescription?: object;
  @ReferenceField('billed-service', () => MedicationRequest, { to: 'MedicationRequest' }) originalPrescription?: object;
  @RecordField('claim', () => ClaimPayee) payee?: object;
  @ReferenceField('billed-service', () => ServiceRequest, { to: 'ServiceRequest' }) referral?: object;
  @ReferenceField('claim', () => Location, { to: 'Location' }) facility?: object;
  @ReferenceField('claim', () => Claim, { to: 'Claim', description: 'The claim that it answers.' }) claim?: object;
  @RecordField('claim', () => Reference) claimResponse?: object;
  @RecordField('remittance', () => String, { description: 'queued, complete, error or partial.' }) outcome?: string;
  @RecordField('remittance', () => String) disposition?: string;
  @RecordField('claim', () => [String]) preAuthRef?: string[];
  @RecordField('claim', () => [Period]) preAuthRefPeriod?: Period[];
  @RecordField('claim', () => [ClaimCareTeam]) careTeam?: ClaimCareTeam[];
  @RecordField('billed-diagnosis', () => [ExplanationOfBenefitSupportingInfo])
  supportingInfo?: ExplanationOfBenefitSupportingInfo[];
  @RecordField('billed-diagnosis', () => [ClaimDiagnosis]) diagnosis?: ClaimDiagnosis[];
  @RecordField('billed-service', () => [ClaimProcedure]) procedure?: ClaimProcedure[];
  @RecordField('remittance', () => Int) precedence?: number;
  @RecordField('coverage', () => [ExplanationOfBenefitInsurance]) insurance?: ExplanationOfBenefitInsurance[];
  @RecordField('billed-diagnosis', () => ClaimAccident) accident?: object;
  @RecordField('claim', () => [ExplanationOfBenefitItem]) item?: ExplanationOfBenefitItem[];
  @RecordField('remittance', () => [ExplanationOfBenefitAddedItem]) addItem?: ExplanationOfBenefitAddedItem[];
  @RecordField('remittance', () => [ExplanationOfBenefitAdjudication])
  adjudication?: ExplanationOfBenefitAdjudication[];
  @RecordField('remittance', () => [ExplanationOfBenefitTotal]) total?: ExplanationOfBenefitTotal[];
  @RecordField('remittance', () => ExplanationOfBenefitPayment) payment?: ExplanationOfBenefitPayment;
  @RecordField('remittance', () => CodeableConcept) formCode?: CodeableConcept;
  @RecordField('remittance', () => [ExplanationOfBenefitProcessNote]) processNote?: ExplanationOfBenefitProcessNote[];
  @RecordField('remittance', () => Period) benefitPeriod?: Period;
  @RecordField('remittance', () => [ExplanationOfBenefitBenefitBalance])
  benefitBalance?: ExplanationOfBenefitBenefitBalance[];
}

/** Lines which the insurer added. */
import { Float, Int } from 'type-graphql';
import { Location, Reference } from '../../shared/joined-entities.js';
import { ReferenceField } from '../../shared/plain-resolvers.js';
import { PartType, RecordField } from '../../shared/record-field.js';
import { Address, CodeableConcept, Money, Period, Quantity } from '../../shared/value-types.js';
import { ExplanationOfBenefitAdjudication } from './adjudication.type.js';

@PartType('A part of a detail of an added line (FHIR ExplanationOfBenefit.addItem.detail.subDetail).')
export class ExplanationOfBenefitAddedSubDetail {
  @RecordField('billed-service', () => CodeableConcept) productOrService?: CodeableConcept;
  @RecordField('billed-service', () => [CodeableConcept]) modifier?: CodeableConcept[];
  @RecordField('remittance', () => Quantity) quantity?: Quantity;
  @RecordField('remittance', () => Money) unitPrice?: Money;
  @RecordField('remittance', () => Float) factor?: number;
  @RecordField('remittance', () => Money) net?: Money;
  @RecordField('remittance', () => [Int]) noteNumber?: number[];
  @RecordField('remittance', () => [ExplanationOfBenefitAdjudication])
  adjudication?: ExplanationOfBenefitAdjudication[];
}

@PartType('A part of an added line (FHIR ExplanationOfBenefit.addItem.detail).')
export class ExplanationOfBenefitAddedDetail {
  @RecordField('billed-service', () => CodeableConcept) productOrService?: CodeableConcept;
  @RecordField('billed-service', () => [CodeableConcept]) modifier?: CodeableConcept[];
  @RecordField('remittance', () => Quantity) quantity?: Quantity;
  @RecordField('remittance', () => Money) unitPrice?: Money;
  @RecordField('remittance', () => Float) factor?: number;
  @RecordField('remittance', () => Money) net?: Money;
  @RecordField('remittance', () => [Int]) noteNumber?: number[];
  @RecordField('remittance', () => [ExplanationOfBenefitAdjudication])
  adjudication?: ExplanationOfBenefitAdjudication[];
  @RecordField('remittance', () => [ExplanationOfBenefitAddedSubDetail])
  subDetail?: ExplanationOfBenefitAddedSubDetail[];
}

@PartType('A line which the insurer added (FHIR ExplanationOfBenefit.addItem).')
export class ExplanationOfBenefitAddedItem {
  @RecordField('remittance', () => [Int]) itemSequence?: number[];
  @RecordField('remittance', () => [Int]) detailSequence?: number[];
  @RecordField('remittance', () => [Int]) subDetailSequence?: number[];
  @RecordField('remittance', () => [Reference]) provider?: object[];
  @RecordField('billed-service', () => CodeableConcept) productOrService?: CodeableConcept;
  @RecordField('billed-service', () => [CodeableConcept]) modifier?: CodeableConcept[];
  @RecordField('billed-service', () => [CodeableConcept]) programCode?: CodeableConcept[];
  @RecordField('remittance', () => String) servicedDate?: string;
  @RecordField('remittance', () => Period) servicedPeriod?: Period;
  @RecordField('billed-service', () => CodeableConcept) locationCodeableConcept?: CodeableConcept;
  @RecordField('billed-service', () => Address) locationAddress?: Address;
  @ReferenceField('remittance', () => Location, { to: 'Location' }) locationReference?: object;
  @RecordField('remittance', () => Quantity) quantity?: Quantity;
  @RecordField('remittance', () => Money) unitPrice?: Money;
  @RecordField('remittance', () => Float) factor?: number;
  @RecordField('remittance', () => Money) net?: Money;
  @RecordField('billed-service', () => CodeableConcept) bodySite?: CodeableConcept;
  @RecordField('billed-service', () => [CodeableConcept]) subSite?: CodeableConcept[];
  @RecordField('remittance', () => [Int]) noteNumber?: number[];
  @RecordField('remittance', () => [ExplanationOfBenefitAdjudication])
  adjudication?: ExplanationOfBenefitAdjudication[];
  @RecordField('remittance', () => [ExplanationOfBenefitAddedDetail]) detail?: ExplanationOfBenefitAddedDetail[];
}

/** Lines of an ExplanationOfBenefit: those of the claim with what the insurer made of them. */
import { Float, Int } from 'type-graphql';
import { Location, Reference } from '../../shared/joined-entities.js';
import { ReferenceField } from '../../shared/plain-resolvers.js';
import { PartType, RecordField } from '../../shared/record-field.js';
import { Address, CodeableConcept, Money, Period, Quantity } from '../../shared/value-types.js';
import { BROAD_KIND } from '../bill/summary-sources.js';
import { Encounter } from '../encounter/encounter.type.js';
import { ServiceCategory } from '../service-category/service-category.js';
import { ExplanationOfBenefitAdjudication } from './adjudication.type.js';

@PartType('A part of a detail of a line (FHIR ExplanationOfBenefit.item.detail.subDetail).')
export class ExplanationOfBenefitItemSubDetail {
  @RecordField('claim', () => Int) sequence?: number;
  @RecordField('billed-service', () => CodeableConcept) revenue?: CodeableConcept;
  @RecordField('billed-service', () => CodeableConcept) category?: CodeableConcept;
  @RecordField('billed-service', () => CodeableConcept) productOrService?: CodeableConcept;
  @RecordField('billed-service', () => [CodeableConcept]) modifier?: CodeableConcept[];
  @RecordField('billed-service', () => [CodeableConcept]) programCode?: CodeableConcept[];
  @RecordField('claim', () => Quantity) quantity?: Quantity;
  @RecordField('claim', () => Money) unitPrice?: Money;
  @RecordField('claim', () => Float) factor?: number;
  @RecordField('claim', () => Money) net?: Money;
  @RecordField('billed-service', () => [Reference]) udi?: object[];
  @RecordField('remittance', () => [Int]) noteNumber?: number[];
  @RecordField('remittance', () => [ExplanationOfBenefitAdjudication])
  adjudication?: ExplanationOfBenefitAdjudication[];
}

@PartType('A part of a line (FHIR ExplanationOfBenefit.item.detail).')
export class ExplanationOfBenefitItemDetail {
  @RecordField('claim', () => Int) sequence?: number;
  @RecordField('billed-service', () => CodeableConcept) revenue?: CodeableConcept;
  @RecordField('billed-service', () => CodeableConcept) category?: CodeableConcept;
  @RecordField('billed-service', () => CodeableConcept) productOrService?: CodeableConcept;
  @RecordField('billed-service', () => [CodeableConcept]) modifier?: CodeableConcept[];
  @RecordField('billed-service', () => [CodeableConcept]) programCode?: CodeableConcept[];
  @RecordField('claim', () => Quantity) quantity?: Quantity;
  @RecordField('claim', () => Money) unitPrice?: Money;
  @RecordField('claim', () => Float) factor?: number;
  @RecordField('claim', () => Money) net?: Money;
  @RecordField('billed-service', () => [Reference]) udi?: object[];
  @RecordField('remittance', () => [Int]) noteNumber?: number[];
  @RecordField('remittance', () => [ExplanationOfBenefitAdjudication])
  adjudication?: ExplanationOfBenefitAdjudication[];
  @RecordField('claim', () => [ExplanationOfBenefitItemSubDetail]) subDetail?: ExplanationOfBenefitItemSubDetail[];
}

@PartType('A line of the bill with what the insurer made of it (FHIR ExplanationOfBenefit.item).')
export class ExplanationOfBenefitItem {
  @RecordField('claim', () => Int) sequence?: number;
  @RecordField('claim', () => [Int]) careTeamSequence?: number[];
  @RecordField('billed-diagnosis', () => [Int]) diagnosisSequence?: number[];
  @RecordField('billed-service', () => [Int]) procedureSequence?: number[];
  @RecordField('billed-diagnosis', () => [Int]) informationSequence?: number[];
  @RecordField('billed-service', () => CodeableConcept) revenue?: CodeableConcept;
  @RecordField('billed-service', () => CodeableConcept, {
    description: 'The type of service or benefit. Its codes may name a treatment; `serviceCategory` never does.',
  })
  category?: CodeableConcept;
  @RecordField('claim', () => ServiceCategory, {
    description: 'The broad kind of service, where the line says more than the bill.',
    sources: ['ExplanationOfBenefitItem.category'],
    summarises: BROAD_KIND,
  })
  serviceCategory?: ServiceCategory;
  @RecordField('billed-service', () => CodeableConcept) productOrService?: CodeableConcept;
  @RecordField('billed-service', () => [CodeableConcept]) modifier?: CodeableConcept[];
  @RecordField('billed-service', () => [CodeableConcept]) programCode?: CodeableConcept[];
  @RecordField('claim', () => String) servicedDate?: string;
  @RecordField('claim', () => Period) servicedPeriod?: Period;
  @RecordField('billed-service', () => CodeableConcept, {
    description: 'The place of service. Some codes name what is treated there.',
  })
  locationCodeableConcept?: CodeableConcept;
  @RecordField('billed-service', () => Address) locationAddress?: Address;
  @ReferenceField('claim', () => Location, { to: 'Location' }) locationReference?: object;
  @RecordField('claim', () => Quantity) quantity?: Quantity;
  @RecordField('claim', () => Money) unitPrice?: Money;
  @RecordField('claim', () => Float) factor?: number;
  @RecordField('claim', () => Money, { description: 'What the line comes to.' }) net?: Money;
  @RecordField('billed-service', () => [Reference]) udi?: object[];
  @RecordField('billed-service', () => CodeableConcept) bodySite?: CodeableConcept;
  @RecordField('billed-service', () => [CodeableConcept]) subSite?: CodeableConcept[];
  @ReferenceField('claim', () => [Encounter], {
    to: 'Encounter',
    list: true,
    description: 'The visits it was billed for.',
  })
  encounter?: object[];
  @RecordField('remittance', () => [Int], { description: 'The notes (`processNote.number`) on this line.' })
  noteNumber?: number[];
  @RecordField('remittance', () => [ExplanationOfBenefitAdjudication])
  adjudication?: ExplanationOfBenefitAdjudication[];
  @RecordField('claim', () => [ExplanationOfBenefitItemDetail]) detail?: ExplanationOfBenefitItemDetail[];
}

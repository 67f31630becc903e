/** Lines of a Claim. That, when and for how much was billed is `claim`; what exactly it was stands under `billed-service`. */
import { Float, Int } from 'type-graphql';
import { Location, Reference } from '../../shared/joined-entities.js';
import { ReferenceField } from '../../shared/plain-resolvers.js';
import { PartType, RecordField } from '../../shared/record-field.js';
import { Address, CodeableConcept, Money, Period, Quantity } from '../../shared/value-types.js';
import { BROAD_KIND } from '../bill/summary-sources.js';
import { Encounter } from '../encounter/encounter.type.js';
import { ServiceCategory } from '../service-category/service-category.js';

@PartType('A part of a detail of a claim line (FHIR Claim.item.detail.subDetail).')
export class ClaimItemSubDetail {
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
}

@PartType('A part of a claim line (FHIR Claim.item.detail).')
export class ClaimItemDetail {
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
  @RecordField('claim', () => [ClaimItemSubDetail]) subDetail?: ClaimItemSubDetail[];
}

@PartType('A line of a claim (FHIR Claim.item).')
export class ClaimItem {
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
    description: 'The broad kind of service, where the line says more than its claim.',
    sources: ['ClaimItem.category'],
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
  @RecordField('claim', () => [ClaimItemDetail]) detail?: ClaimItemDetail[];
}

/** What an insurer made of a bill, line by line. */
import { Float, Int } from 'type-graphql';
import { PartType, RecordField } from '../../shared/record-field.js';
import { CodeableConcept, Identifier, Money } from '../../shared/value-types.js';

@PartType(
  'One result of adjudication: submitted, eligible, deductible, benefit, ... (FHIR ExplanationOfBenefit.item.adjudication).',
)
export class ExplanationOfBenefitAdjudication {
  @RecordField('remittance', () => CodeableConcept) category?: CodeableConcept;
  @RecordField('remittance', () => CodeableConcept) reason?: CodeableConcept;
  @RecordField('remittance', () => Money) amount?: Money;
  @RecordField('remittance', () => Float, { description: 'A number that is no amount of money: a percentage, days.' })
  value?: number;
}

@PartType('A sum over the bill (FHIR ExplanationOfBenefit.total).')
export class ExplanationOfBenefitTotal {
  @RecordField('remittance', () => CodeableConcept) category?: CodeableConcept;
  @RecordField('remittance', () => Money) amount?: Money;
}

@PartType('What was paid (FHIR ExplanationOfBenefit.payment). It may exceed the total.')
export class ExplanationOfBenefitPayment {
  @RecordField('remittance', () => CodeableConcept) type?: CodeableConcept;
  @RecordField('remittance', () => Money) adjustment?: Money;
  @RecordField('remittance', () => CodeableConcept) adjustmentReason?: CodeableConcept;
  @RecordField('remittance', () => String) date?: string;
  @RecordField('remittance', () => Money) amount?: Money;
  @RecordField('remittance', () => Identifier) identifier?: Identifier;
}

@PartType('A remark of the insurer (FHIR ExplanationOfBenefit.processNote).')
export class ExplanationOfBenefitProcessNote {
  @RecordField('remittance', () => Int) number?: number;
  @RecordField('remittance', () => String) type?: string;
  @RecordField('remittance', () => String) text?: string;
  @RecordField('remittance', () => CodeableConcept) language?: CodeableConcept;
}

@PartType('How much of a benefit there is and was used (FHIR ExplanationOfBenefit.benefitBalance.financial).')
export class ExplanationOfBenefitBenefit {
  @RecordField('remittance', () => CodeableConcept) type?: CodeableConcept;
  @RecordField('remittance', () => Int) allowedUnsignedInt?: number;
  @RecordField('remittance', () => String) allowedString?: string;
  @RecordField('remittance', () => Money) allowedMoney?: Money;
  @RecordField('remittance', () => Int) usedUnsignedInt?: number;
  @RecordField('remittance', () => Money) usedMoney?: Money;
}

@PartType('What is left of a benefit (FHIR ExplanationOfBenefit.benefitBalance).')
export class ExplanationOfBenefitBenefitBalance {
  @RecordField('remittance', () => CodeableConcept) category?: CodeableConcept;
  @RecordField('remittance', () => Boolean) excluded?: boolean;
  @RecordField('remittance', () => String) name?: string;
  @RecordField('remittance', () => String) description?: string;
  @RecordField('remittance', () => CodeableConcept) network?: CodeableConcept;
  @RecordField('remittance', () => CodeableConcept) unit?: CodeableConcept;
  @RecordField('remittance', () => CodeableConcept) term?: CodeableConcept;
  @RecordField('remittance', () => [ExplanationOfBenefitBenefit]) financial?: ExplanationOfBenefitBenefit[];
}

/** Parts that Claim and ExplanationOfBenefit share: in FHIR R4 they have the same elements in both. */
import { Int } from 'type-graphql';
import { Location, Reference } from '../../shared/joined-entities.js';
import { ReferenceField } from '../../shared/plain-resolvers.js';
import { PartType, RecordField } from '../../shared/record-field.js';
import { Address, CodeableConcept, Identifier } from '../../shared/value-types.js';
import { Claim } from '../claim/claim.type.js';
import { Condition, Procedure } from '../joined/clinical-entities.js';

@PartType('Another bill that this one goes with (FHIR Claim.related, ExplanationOfBenefit.related).')
export class ClaimRelated {
  @ReferenceField('claim', () => Claim, { to: 'Claim' }) claim?: object;
  @RecordField('claim', () => CodeableConcept) relationship?: CodeableConcept;
  @RecordField('claim', () => Identifier) reference?: Identifier;
}

@PartType('Who is to be paid (FHIR Claim.payee, ExplanationOfBenefit.payee). A person who is paid goes without a name.')
export class ClaimPayee {
  @RecordField('claim', () => CodeableConcept) type?: CodeableConcept;
  @RecordField('claim', () => Reference) party?: object;
}

@PartType('Who provided the services (FHIR Claim.careTeam, ExplanationOfBenefit.careTeam).')
export class ClaimCareTeam {
  @RecordField('claim', () => Int) sequence?: number;
  @RecordField('claim', () => Reference) provider?: object;
  @RecordField('claim', () => Boolean) responsible?: boolean;
  @RecordField('claim', () => CodeableConcept) role?: CodeableConcept;
  @RecordField('claim', () => CodeableConcept) qualification?: CodeableConcept;
}

@PartType('For which diagnosis services were billed (FHIR Claim.diagnosis, ExplanationOfBenefit.diagnosis).')
export class ClaimDiagnosis {
  @RecordField('billed-diagnosis', () => Int) sequence?: number;
  @RecordField('billed-diagnosis', () => CodeableConcept) diagnosisCodeableConcept?: CodeableConcept;
  @ReferenceField('billed-diagnosis', () => Condition, { to: 'Condition' }) diagnosisReference?: object;
  @RecordField('billed-diagnosis', () => [CodeableConcept]) type?: CodeableConcept[];
  @RecordField('billed-diagnosis', () => CodeableConcept) onAdmission?: CodeableConcept;
  @RecordField('billed-diagnosis', () => CodeableConcept, {
    description: 'The package, such as a DRG, it is paid under.',
  })
  packageCode?: CodeableConcept;
}

@PartType('What was done (FHIR Claim.procedure, ExplanationOfBenefit.procedure).')
export class ClaimProcedure {
  @RecordField('billed-service', () => Int) sequence?: number;
  @RecordField('billed-service', () => [CodeableConcept]) type?: CodeableConcept[];
  @RecordField('billed-service', () => String) date?: string;
  @RecordField('billed-service', () => CodeableConcept) procedureCodeableConcept?: CodeableConcept;
  @ReferenceField('billed-service', () => Procedure, { to: 'Procedure' }) procedureReference?: object;
  @RecordField('billed-service', () => [Reference]) udi?: object[];
}

@PartType('The accident that services are due to (FHIR Claim.accident, ExplanationOfBenefit.accident).')
export class ClaimAccident {
  @RecordField('billed-diagnosis', () => String) date?: string;
  @RecordField('billed-diagnosis', () => CodeableConcept) type?: CodeableConcept;
  @RecordField('billed-diagnosis', () => Address) locationAddress?: Address;
  @ReferenceField('billed-diagnosis', () => Location, { to: 'Location' }) locationReference?: object;
}

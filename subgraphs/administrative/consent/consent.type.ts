import { PatientField, ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind } from '../../shared/record-kind.js';
import { Attachment, CodeableConcept, Coding, Identifier, Period } from '../../shared/value-types.js';
import { Organization } from '../organization/organization.type.js';
import { Patient } from '../patient/patient.type.js';
import { VisibleReferenceField, VisibleReferencesField } from '../visible-reference.js';
import { consentRuleFacts } from './consent-rule-of.js';

@PartType('A policy a consent stands under (FHIR Consent.policy).')
export class ConsentPolicy {
  @RecordField('consent', () => String) authority?: string;
  @RecordField('consent', () => String) uri?: string;
}

@PartType('That a consent was confirmed with the patient (FHIR Consent.verification).')
export class ConsentVerification {
  @RecordField('consent', () => Boolean) verified?: boolean;
  @VisibleReferenceField('consent', { others: 'unnamed' }) verifiedWith?: object;
  @RecordField('consent', () => String) verificationDate?: string;
}

@PartType('Whom a rule concerns (FHIR Consent.provision.actor).')
export class ConsentProvisionActor {
  @RecordField('consent', () => CodeableConcept) role?: CodeableConcept;
  @VisibleReferenceField('consent', { others: 'unnamed' }) reference?: object;
}

@PartType('Which record a rule concerns (FHIR Consent.provision.data).')
export class ConsentProvisionData {
  @RecordField('consent', () => String, { description: 'instance, related, dependents, authoredby.' }) meaning?: string;
  @VisibleReferenceField('consent', { description: 'The record, without what it says.', others: 'unnamed' })
  reference?: object;
}

@PartType('A rule, and the exceptions from it (FHIR Consent.provision).')
export class ConsentProvision {
  @RecordField('consent', () => String, { description: 'deny or permit.' }) type?: string;
  @RecordField('consent', () => Period, { description: 'When the rule applies.' }) period?: Period;
  @RecordField('consent', () => [ConsentProvisionActor]) actor?: object[];
  @RecordField('consent', () => [CodeableConcept]) action?: CodeableConcept[];
  @RecordField('consent', () => [Coding]) securityLabel?: Coding[];
  @RecordField('consent', () => [Coding]) purpose?: Coding[];
  @RecordField('consent', () => [Coding], { description: 'Resource types, profiles or documents.' }) class?: Coding[];
  @RecordField('consent', () => [CodeableConcept]) code?: CodeableConcept[];
  @RecordField('consent', () => Period, { description: 'When the data were recorded.' }) dataPeriod?: Period;
  @RecordField('consent', () => [ConsentProvisionData]) data?: object[];
  @RecordField('consent', () => [ConsentProvision]) provision?: object[];
}

@RecordKind(
  {
    kind: 'Consent',
    subgraph: 'administrative',
    patient: 'patient',
    at: ['dateTime'],
    status: 'status',
    codes: ['scope'],
    categories: ['category'],
    sideFacts: consentRuleFacts,
  },
  'What a patient permitted or refused (FHIR Consent).',
)
export class Consent {
  @KeyField() id!: string;
  @RecordField('consent', () => [Identifier]) identifier?: Identifier[];
  @RecordField('consent', () => String) status?: string;
  @RecordField('consent', () => CodeableConcept) scope?: CodeableConcept;
  @RecordField('consent', () => [CodeableConcept]) category?: CodeableConcept[];
  @PatientField(() => Patient) patient?: object;
  @RecordField('consent', () => String) dateTime?: string;
  @VisibleReferencesField('consent', { description: 'Who agreed, people without their names.', others: 'unnamed' })
  performer?: object[];
  @ReferenceField('consent', () => [Organization], { to: 'Organization', list: true }) organization?: object[];
  @RecordField('narrative', () => Attachment, { description: 'The form that was signed.' })
  sourceAttachment?: Attachment;
  @VisibleReferenceField('consent', { others: 'unnamed' }) sourceReference?: object;
  @RecordField('consent', () => [ConsentPolicy]) policy?: object[];
  @RecordField('consent', () => CodeableConcept) policyRule?: CodeableConcept;
  @RecordField('consent', () => [ConsentVerification]) verification?: object[];
  @RecordField('consent', () => ConsentProvision) provision?: object;
}

/** What a patient's Consent says, as the read model keeps it: normalised, small, asked for with a patient's relations. */
import type { Label } from '../../schema/policy/labels.js';

/** One provision of a consent (FHIR Consent.provision, R4). Everything that is absent restricts nothing. */
export interface ConsentProvisionRule {
  readonly type: 'permit' | 'deny';
  /** When the rule applies; both ends included. */
  readonly from?: Date;
  readonly until?: Date;
  /** Who is permitted or denied: `Organization/1`, `Practitioner/2`, `CareTeam/3`, ... */
  readonly recipients?: readonly string[];
  /** Whose records it is about: ids of organisations that wrote them (actors in the role of custodian or author). */
  readonly writers?: readonly string[];
  /** HL7 v3 PurposeOfUse codes, as sent. */
  readonly purposes?: readonly string[];
  /** False where the actions named are none by which a record is read (FHIR Consent.provision.action). */
  readonly reads: boolean;
  readonly labels?: readonly Label[];
  /** Kinds of records (resource types). */
  readonly kinds?: readonly string[];
  /** Codes of what the records say, as `system|code`. */
  readonly codes?: readonly string[];
  /** When what the records tell took place. */
  readonly dataFrom?: Date;
  readonly dataUntil?: Date;
  /** The records it is about (`Encounter/1`). For a deny, with what refers to them; for a permit, they alone. */
  readonly records?: readonly string[];
  /** It says something that could not be understood: a deny then reaches further, a permit nothing. */
  readonly unclear: boolean;
  /** The policy that the consent's provision is an exception from (FHIR Consent.policyRule), not a provision itself. */
  readonly base?: true;
  /** Exceptions from this rule. */
  readonly except: readonly ConsentProvisionRule[];
}

/** A document of `consentRules` in the administrative database, under the id of its Consent. */
export interface ConsentRuleDocument {
  _id: string;
  version: number;
  patient: string;
  /**
   * All recipients named in it, at any depth; 'any' where a rule is for everybody, or for somebody who cannot be told
   * (a role, a group): how lists over people find it.
   */
  parties: string[];
  /** On a copy that holds while a chart is filed elsewhere (chart-moves.ts): whose. */
  moving?: string;
  /** Null for a consent that says nothing to readers: withdrawn, draft, entered in error, of another scope. */
  rule: ConsentProvisionRule | null;
}

/** The collection of consent rules in the administrative database. */
export const CONSENT_RULES = 'consentRules';

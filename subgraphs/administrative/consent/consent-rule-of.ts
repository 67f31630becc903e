/**
 * From a Consent (FHIR R4) to the rule that readers of the record are held to. What cannot be understood makes a rule
 * unclear: where it denies it then reaches further, where it permits it permits nothing.
 */

import { mayBeAnybody } from '../../shared/consent/provision-match.js';
import { isBelow } from '../../shared/consent/purpose-of-use.js';
import { CONSENT_RULES, type ConsentProvisionRule, type ConsentRuleDocument } from '../../shared/consent-rule.js';
import {
  asList,
  codesAt,
  type FhirObject,
  type FhirValue,
  idsAt,
  isObject,
  stringOf,
  valuesAt,
} from '../../shared/fhir-json.js';
import type { SideFact } from '../../shared/record-kind.js';
import {
  actionsOf,
  actorsOf,
  contentsOf,
  dataOf,
  labelsOf,
  periodOf,
  purposesOf,
  type Restriction,
} from './provision-elements.js';

type Type = ConsentProvisionRule['type'];

/** What a consent says to readers of the record, and who is named in it. */
export function consentRuleOf(content: FhirObject): Pick<ConsentRuleDocument, 'rule' | 'parties'> {
  const rule = ruleOf(content);
  return { rule, parties: rule === null ? [] : [...new Set(partiesOf(rule, false))].sort() };
}

/**
 * The rule for the administrative database: one document for each consent, also for one that says nothing (any more), or
 * nothing about anybody: so that what it said before is taken back.
 */
export function consentRuleFacts(content: FhirObject): SideFact[] {
  const id = stringOf(content['id']);
  const [patient] = idsAt(content, 'patient', 'Patient');
  if (id === null) return [];
  const set = patient === undefined ? { patient: '', parties: [], rule: null } : { patient, ...consentRuleOf(content) };
  return [{ database: 'administrative', collection: CONSENT_RULES, id, set }];
}

/** Only an active consent says anything: `inactive` is withdrawn, others were never given or are mistakes. */
function ruleOf(content: FhirObject): ConsentProvisionRule | null {
  if (content['status'] !== 'active') return null;
  const scope = scopeOf(content);
  if (scope === 'other') return null;
  const rule = withEmergencies(underPolicy(content), content);
  // Without a scope it is not known what was agreed to, and what nobody verified was not agreed to.
  const binding = scope === 'unknown' || isUnverified(content) ? { ...rule, unclear: true } : rule;
  if (saysNothing(binding)) return null;
  return scope === 'research' ? { ...binding, purposes: researchOf(binding.purposes) } : binding;
}

type Scope = 'privacy' | 'research' | 'other' | 'unknown';

/** FHIR consentscope: sharing of the record, research, and what is no rule about reading (treatment, adr). */
function scopeOf(content: FhirObject): Scope {
  const codes = codesAt(content, 'scope');
  if (codes.includes('patient-privacy')) return 'privacy';
  if (codes.includes('research')) return 'research';
  return codes.includes('treatment') || codes.includes('adr') ? 'other' : 'unknown';
}

/** A research consent speaks of research, whatever else it says. */
function researchOf(purposes: readonly string[] | undefined): readonly string[] {
  const research = (purposes ?? []).filter((purpose) => isBelow(purpose, 'HRESCH'));
  return research.length > 0 ? research : ['HRESCH'];
}

function isUnverified(content: FhirObject): boolean {
  const verified = valuesAt(content, 'verification').map((entry) => isObject(entry) && entry['verified'] === true);
  return verified.length > 0 && !verified.includes(true);
}

/** v3 ActCode consent directives and HL7 consent policies that say which way a consent goes. */
const POLICIES: Readonly<Record<string, Type>> = {
  OPTIN: 'permit',
  OPTINR: 'permit',
  OPTOUT: 'deny',
  OPTOUTE: 'deny',
  EMRGONLY: 'deny',
  'hipaa-restrictions': 'deny',
  'hipaa-self-pay': 'deny',
};

/** Null where the consent names no policy that we know; of two that disagree the one that denies. */
function policyOf(content: FhirObject): Type | null {
  const types = codesAt(content, 'policyRule').flatMap((code) => POLICIES[code] ?? []);
  return types.includes('deny') ? 'deny' : (types[0] ?? null);
}

/**
 * The root provision under the policy of the consent. Where it goes the way of the policy it is the policy, told more
 * closely; where it goes the other way it is an exception from it.
 */
function underPolicy(content: FhirObject): ConsentProvisionRule {
  const policy = policyOf(content);
  const provision = content['provision'];
  if (provision === undefined) return { ...baseRule(policy ?? 'permit', []), unclear: policy === null };
  const root = provisionRule(provision, rootType(provision, policy), 0);
  if (policy === null) return isTyped(provision) ? root : { ...root, unclear: true };
  return root.type !== policy && isTyped(provision) ? baseRule(policy, [root]) : root;
}

function baseRule(type: Type, except: readonly ConsentProvisionRule[]): ConsentProvisionRule {
  return { type, reads: true, unclear: false, base: true, except };
}

function isTyped(provision: FhirValue): boolean {
  return isObject(provision) && provision['type'] !== undefined;
}

/** Elements by which a root provision picks out somebody or something, rather than say when the policy holds. */
const PICKS = ['actor', 'securityLabel', 'class', 'code', 'dataPeriod', 'data'];

/**
 * Which way a root provision without a type goes; null where that cannot be told. R4 gives it the type of the policy, but
 * a root that picks something out of an opt-in and says no more is as often what is withheld (the specification's own
 * examples notAuthor, notThem and notThis): such a one may deny.
 */
function rootType(provision: FhirValue, policy: Type | null): Type | null {
  if (!isObject(provision)) return null;
  const picks = PICKS.some((element) => provision[element] !== undefined);
  if (policy === null) return picks ? null : 'permit';
  return policy === 'permit' && picks && provision['provision'] === undefined ? null : policy;
}

/** Exceptions from exceptions beyond this depth are not followed: what they are exceptions from then denies. */
const MAX_DEPTH = 8;

/** @param implied the type of a provision that states none; null where it cannot be told. */
function provisionRule(value: FhirValue, implied: Type | null, depth: number): ConsentProvisionRule {
  if (!isObject(value)) return { type: 'deny', reads: true, unclear: true, except: [] };
  const stated = value['type'] === undefined ? implied : value['type'];
  const inner = asList(value['provision']);
  const isKnown = (stated === 'permit' || stated === 'deny') && (depth < MAX_DEPTH || inner.length === 0);
  const type = isKnown ? stated : 'deny';
  const opposite = type === 'permit' ? 'deny' : 'permit';
  return {
    type,
    ...restrictions(value, type, isKnown),
    except: depth < MAX_DEPTH ? inner.map((exception) => provisionRule(exception, opposite, depth + 1)) : [],
  };
}

type Restrictions = Omit<ConsentProvisionRule, 'type' | 'except'>;

/** What is not understood is left out, which is why the rule is unclear. */
function restrictions(provision: FhirObject, type: Type, isKnown: boolean): Restrictions {
  const period = periodOf(provision['period']);
  const dated = periodOf(provision['dataPeriod']);
  const [actors, data] = [actorsOf(provision), dataOf(provision)];
  const read: readonly Restriction[] = [
    period && { ...(period.start && { from: period.start }), ...(period.end && { until: period.end }) },
    // Of custodians and authors both told, each is a restriction of its own: one is kept.
    actors?.writers && data?.writers ? null : data,
    actors,
    purposesOf(provision),
    labelsOf(provision),
    contentsOf(provision),
    dated && { ...(dated.start && { dataFrom: dated.start }), ...(dated.end && { dataUntil: dated.end }) },
    actionsOf(provision, type),
  ];
  const unclear = !isKnown || read.includes(null);
  return { ...Object.assign({ reads: true }, ...read), unclear } as Restrictions;
}

/** A rule that permits nothing and denies nothing. */
function saysNothing({ type, unclear, except }: ConsentProvisionRule): boolean {
  return type === 'permit' && unclear && except.every(saysNothing);
}

/** v3 ActCode EMRGONLY: consent to emergencies alone. */
const EMERGENCY: ConsentProvisionRule = {
  type: 'permit',
  purposes: ['ETREAT'],
  reads: true,
  unclear: false,
  base: true,
  except: [],
};

function withEmergencies(rule: ConsentProvisionRule, content: FhirObject): ConsentProvisionRule {
  const isOnly = rule.type === 'deny' && codesAt(content, 'policyRule').includes('EMRGONLY');
  return isOnly ? { ...rule, except: [EMERGENCY, ...rule.except] } : rule;
}

/** Everybody who is named; 'any' where a rule is for everybody (`named`: an outer one is not), or for who knows whom. */
function partiesOf({ recipients, except }: ConsentProvisionRule, named: boolean): string[] {
  const isAnybody = recipients ? recipients.some(mayBeAnybody) : !named;
  return [
    ...(isAnybody ? ['any'] : []),
    ...(recipients ?? []),
    ...except.flatMap((exception) => partiesOf(exception, named || recipients !== undefined)),
  ];
}

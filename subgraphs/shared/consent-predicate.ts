/**
 * What consents permit and deny, as predicates over record documents. A provision that does not match is silent; where it
 * matches, an exception that denies wins, then one that permits, then its own type. Over several consents any deny wins,
 * else any permit permits. Pure: who asks and when is all it depends on.
 */
import { isLabel, type Label } from '../../schema/policy/labels.js';
import { both, type Condition, either, except, isEvery } from './consent/conditions.js';
import { bearingOnly, type ConsentViewer, recordCondition, viewerMismatch } from './consent/provision-match.js';
import type { ConsentProvisionRule, ConsentRuleDocument } from './consent-rule.js';
import { allOf } from './predicate.js';
import type { Predicate } from './record-store.js';

export type { ConsentViewer } from './consent/provision-match.js';

/** The records that some consent denies this viewer; null where none does. */
export function denyPredicate(
  rules: readonly ConsentRuleDocument[],
  viewer: ConsentViewer,
): Predicate | 'everything' | null {
  const denied = either(rules.map(({ rule }) => (rule === null ? null : deniedBy(rule, viewer))));
  return isEvery(denied) ? 'everything' : denied;
}

/** Records that a consent permits, and the labels it names: such labels are opened by naming only. */
export interface Permit {
  readonly predicate: Predicate;
  readonly names: ReadonlySet<Label>;
}

/**
 * What consents permit this viewer, one entry for each set of labels named. A permit that names labels opens records
 * which bear one of them and, besides R, no others: consent to one sensitivity is none to another. What an exception or
 * another consent denies is not left out here: `denyPredicate` says so, and is to be asked as well.
 */
export function permits(rules: readonly ConsentRuleDocument[], viewer: ConsentViewer): readonly Permit[] {
  const byNames = new Map<string, Predicate[]>();
  for (const { condition, names } of rules.flatMap(({ rule }) => (rule === null ? [] : permitted(rule, viewer, [])))) {
    const key = names.join();
    byNames.set(key, [...(byNames.get(key) ?? []), allOf(condition, bearingOnly(names))]);
  }
  return [...byNames.keys()].sort().flatMap((key) => {
    const predicate = either(byNames.get(key) ?? []);
    return predicate === null ? [] : [{ predicate, names: new Set(key.split(',').filter(isLabel)) }];
  });
}

function deniedBy(rule: ConsentProvisionRule, viewer: ConsentViewer): Condition {
  if (viewerMismatch(rule, viewer, 'wide') !== null) return null;
  const byException = either(rule.except.map((exception) => deniedBy(exception, viewer)));
  const own = rule.type === 'deny' ? except({}, exempt(rule, viewer)) : null;
  return both(recordCondition(rule, 'wide'), either([byException, own]));
}

/** What the exceptions from a rule permit. */
function exempt(rule: ConsentProvisionRule, viewer: ConsentViewer): Condition {
  return either(rule.except.flatMap((exception) => permitted(exception, viewer, []).map(({ condition }) => condition)));
}

interface Permitted {
  readonly condition: Predicate;
  /** In order, so that equal sets are equal lists. */
  readonly names: readonly Label[];
}

/** What a rule permits by itself and by its exceptions. */
function permitted(rule: ConsentProvisionRule, viewer: ConsentViewer, named: readonly Label[]): Permitted[] {
  if (viewerMismatch(rule, viewer, 'narrow') !== null) return [];
  const names = [...new Set([...named, ...(rule.labels ?? [])])].sort();
  const here = recordCondition(rule, 'narrow');
  const own = rule.type === 'permit' ? [{ condition: here, names }] : [];
  const byException = rule.except
    .flatMap((exception) => permitted(exception, viewer, names))
    .map((inner) => ({ ...inner, condition: allOf(here, inner.condition) }));
  return [...own, ...byException];
}

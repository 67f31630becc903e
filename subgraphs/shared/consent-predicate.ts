/** What consents permit and deny, as predicates over record documents. */
import type { Label } from '../../schema/policy/labels.js';
import type { Purpose } from '../../schema/policy/viewer.js';
import type { ConsentRuleDocument } from './consent-rule.js';
import type { Predicate } from './record-store.js';

export interface ConsentViewer {
  readonly parties: readonly string[];
  readonly purpose: Purpose;
  readonly now: Date;
  readonly organization: string | null;
}

export function denyPredicate(
  _rules: readonly ConsentRuleDocument[],
  _viewer: ConsentViewer,
): Predicate | 'everything' | null {
  return null;
}

export function permits(
  _rules: readonly ConsentRuleDocument[],
  _viewer: ConsentViewer,
): readonly { readonly predicate: Predicate; readonly names: ReadonlySet<Label> }[] {
  return [];
}

/** Which consents of a patient stood when something was computed from their records. */
import { createHash } from 'node:crypto';
import type { ConsentRuleDocument } from '../consent-rule.js';

/** Another for each set of consents and versions of them; the order does not matter. */
export function consentsDigest(rules: readonly Pick<ConsentRuleDocument, '_id' | 'version'>[]): string {
  const standing = rules.map(({ _id, version }) => `${_id}/${version}`).sort();
  return createHash('sha256').update(JSON.stringify(standing)).digest('base64url').slice(0, 22);
}

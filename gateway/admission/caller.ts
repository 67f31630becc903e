/** Who counts as one where places and turns are shared out. */
import type { Viewer } from '../../schema/policy/viewer.js';

/** Equal for all that one caller asks, with however many tokens: who signs in, in which role and for which organisation. */
export function callerOf({ subject, role, organization }: Viewer): string {
  return JSON.stringify([subject, role, organization]);
}

import type { AccessSettings } from '../../../schema/policy/access-settings.js';
import type { Predicate } from '../record-store.js';

const DAY_MS = 86_400_000;

/** The condition on a relation that holds now: it has not ended, or not longer ago than reach lasts. */
export function activeRelation({ reachDays, now }: AccessSettings): Predicate {
  const at = now();
  const since = new Date(at.getTime() - reachDays * DAY_MS);
  return {
    $or: [
      { as: { $ne: 'break-glass' }, until: null },
      { as: { $ne: 'break-glass' }, until: { $gte: since } },
      { as: 'break-glass', until: { $gt: at } },
    ],
  };
}

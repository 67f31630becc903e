/** What the trail can be asked by, as predicates on stored entries. */
import { TRAIL_OUTCOMES, type TrailOutcome, WITH_CODE } from '../../../schema/policy/trail.js';
import { isRole } from '../../../schema/policy/viewer.js';
import { badInput } from '../../shared/errors.js';
import type { PeriodInput } from '../../shared/list-definition.js';
import { periodPredicate } from '../../shared/period.js';
import type { Predicate } from '../../shared/record-store.js';

export interface TrailFilters {
  readonly patient?: string;
  readonly organization?: string;
  readonly role?: string;
  readonly subject?: string;
  readonly outcome?: string;
  readonly breakGlass?: boolean;
  readonly period?: PeriodInput;
}

/** All that an entry must be, but for whom it concerns. Throws BAD_ARGUMENT. */
export function trailPredicate(filters: TrailFilters): Predicate {
  // A client whose value went missing must not be given everything.
  for (const [name, value] of Object.entries(filters))
    if (value === null && name !== 'first' && name !== 'after')
      throw badInput('BAD_ARGUMENT', `"${name}" does not take null: leave it out to ask for all.`);
  const { organization, role, subject, outcome, breakGlass, period, patient } = filters;
  if (role !== undefined && !isRole(role)) throw badInput('BAD_ARGUMENT', '"role" takes the name of a role.');
  return {
    ...(organization !== undefined && { 'viewer.organization': organization }),
    ...(role !== undefined && { 'viewer.role': role }),
    ...(subject !== undefined && { 'viewer.subject': subject }),
    ...(outcome !== undefined && outcomePredicate(outcome)),
    ...(breakGlass !== undefined && breakGlassPredicate(breakGlass, patient)),
    ...(period !== undefined && { at: periodPredicate(period) }),
  };
}

function outcomePredicate(outcome: string): Predicate {
  if (!(TRAIL_OUTCOMES as readonly string[]).includes(outcome))
    throw badInput('BAD_ARGUMENT', `"outcome" takes ${TRAIL_OUTCOMES.join(', ')}.`);
  // Entries without a code are not in the index of outcomes.
  return { outcome, ...((outcome as TrailOutcome) !== 'disclosed' && WITH_CODE) };
}

/** Where one patient is asked about, only the glass that was broken for them counts. */
function breakGlassPredicate(broken: boolean, patient: string | undefined): Predicate {
  const row = { breakGlass: true, ...(patient !== undefined && { patient }) };
  if (!broken) return { disclosures: { $not: { $elemMatch: row } } };
  return { 'disclosures.breakGlass': true, disclosures: { $elemMatch: row } };
}

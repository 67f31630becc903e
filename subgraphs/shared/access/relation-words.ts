/** Which relations put a patient into a viewer's reach, or why none does. */
import sift from 'sift';
import type { AccessSettings } from '../../../schema/policy/access-settings.js';
import type { RelationDocument } from '../databases.js';
import { activeRelation } from './active-relation.js';

/**
 * Who is told. An operator has the database at hand and is told all. An auditor may know of relations and consents, and
 * nothing clinical: since when somebody was treated, and by which record that shows, is a visit (facet `visit`), and which
 * labels a record bears is a diagnosis by another name.
 */
export type Audience = 'operator' | 'auditor';

/** So many relations are named; the others are counted. */
const NAMED = 3;

export interface RelationWords {
  readonly holds: boolean;
  readonly words: string;
}

/** @param relations all between the patient and the viewer's parties that the scope knows, ended ones too. */
export function relationWords(
  relations: readonly RelationDocument[],
  settings: AccessSettings,
  audience: Audience,
): RelationWords {
  const isActive = sift.default(activeRelation(settings));
  const [active, ended] = [relations.filter((row) => isActive(row)), relations.filter((row) => !isActive(row))];
  if (active.length > 0) return { holds: true, words: `In reach by a relation: ${listed(active, audience)}.` };
  if (ended.length === 0) return { holds: false, words: 'No relation puts this patient in reach.' };
  const since = `ended, and ended relations open the record for ${settings.reachDays} days (REACH_DAYS)`;
  return { holds: false, words: `Out of reach: the relation has ${since}: ${listed(ended, audience)}.` };
}

function listed(relations: readonly RelationDocument[], audience: Audience): string {
  const latest = [...relations].sort((a, b) => timeOf(b) - timeOf(a) || (a._id < b._id ? -1 : 1));
  const told = [...new Set(latest.map((row) => (audience === 'operator' ? inFull(row) : `${row.as} (${row.party})`)))];
  const more = told.length - NAMED;
  return `${told.slice(0, NAMED).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

function timeOf({ from, until }: RelationDocument): number {
  return (until ?? from)?.getTime() ?? Number.POSITIVE_INFINITY;
}

function inFull({ as, party, record, from, until }: RelationDocument): string {
  const span = [from ? `from ${day(from)}` : '', until ? `until ${day(until)}` : ''].filter(Boolean).join(' ');
  return `${as} (${[party, `by ${record}`, span].filter(Boolean).join(', ')})`;
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

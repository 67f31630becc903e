/** Who wrote a note that is theirs alone (45 CFR 164.501: the professional who keeps it). */
import { AUTHOR_ONLY, type Label } from '../../../schema/policy/labels.js';
import { type FhirObject, idOf, referencesAt } from '../fhir-json.js';

/** The elements that name who wrote a record, in order of preference: the first that names somebody decides. */
const AUTHOR_PATHS = [
  'author',
  'performer',
  'performer.actor',
  'assessor',
  'recorder',
  'asserter',
  'requester',
  'participant.individual',
] as const;

/** References to those who wrote a record: Practitioners, and the PractitionerRoles in which they did. */
export function authorReferences(content: FhirObject): string[] {
  for (const path of AUTHOR_PATHS) {
    if (!Object.hasOwn(content, path.split('.', 1)[0] ?? path)) continue;
    const people = referencesAt(content, path).filter((reference) => /^Practitioner(?:Role)?\//.test(reference));
    if (people.length > 0) return [...new Set(people)];
  }
  return [];
}

/**
 * Ids of the practitioners who wrote a record that is its author's alone; null for one that is nobody's alone.
 * @param inRoles whom the roles in which they wrote stand for; a role that nobody has sent yet stands for nobody
 */
export function authorsOf(labels: readonly Label[], content: FhirObject, inRoles: readonly string[]): string[] | null {
  if (!AUTHOR_ONLY.some((label) => labels.includes(label))) return null;
  const named = authorReferences(content).flatMap((reference) => idOf(reference, 'Practitioner') ?? []);
  return [...new Set([...named, ...inRoles])].sort();
}

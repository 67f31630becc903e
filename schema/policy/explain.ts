/**
 * Why a role may or may not see a field, and a viewer a record: one reason for each wall. The field's part is judged here,
 * from the policy alone; the record's part is asked of whoever can look at relations and consents (RowExplainer).
 */
import type { Coordinate } from './catalogue.js';
import { BASES, type InformationBlockingBasis } from './information-blocking.js';
import { mayUse, type PolicyData } from './policy-data.js';
import type { Role, Viewer } from './viewer.js';

export const WALLS = ['VIEW', 'GUARD', 'SCOPE', 'WIDTH', 'CONSENT', 'LABELS', 'TRAIL'] as const;
export type Wall = (typeof WALLS)[number];

export interface WallReason {
  readonly wall: Wall;
  /** False where this wall alone keeps the answer back. */
  readonly open: boolean;
  readonly words: string;
  /** Of a wall that keeps something back: why that is no information blocking (45 CFR 171). */
  readonly basis: InformationBlockingBasis | null;
  /** The kind of record it is about; absent where it is about the field. */
  readonly kind?: string;
}

export interface Explanation {
  readonly allowed: boolean;
  readonly walls: readonly WallReason[];
}

/** Explains the record's part. Implementations say no more than whoever asks may learn. */
export interface RowExplainer {
  explain(viewer: Viewer, kind: string, patient: string, record?: string): Promise<readonly WallReason[]>;
}

/** A field that the schema does not have. */
export class UnknownFieldError extends Error {}

export function opened(wall: Wall, words: string, kind?: string): WallReason {
  return { wall, open: true, words, basis: null, ...(kind !== undefined && { kind }) };
}

export function closed(wall: Wall, words: string, kind?: string): WallReason {
  return { wall, open: false, words, basis: BASES.privacy, ...(kind !== undefined && { kind }) };
}

/** @throws UnknownFieldError */
export function explainField(data: PolicyData, role: Role, field: Coordinate): readonly WallReason[] {
  return [viewReason(data, role, field), guardReason(data, role, field)];
}

/** Whether no wall keeps the field back, nor all records that could show it: of several kinds one is enough. */
export function explanation(walls: readonly WallReason[]): Explanation {
  const kinds = [...new Set(walls.flatMap(({ kind }) => kind ?? []))];
  const allOpen = (of: string | undefined) => walls.filter(({ kind }) => kind === of).every(({ open }) => open);
  return { allowed: allOpen(undefined) && (kinds.length === 0 || kinds.some(allOpen)), walls };
}

function viewReason(data: PolicyData, role: Role, field: Coordinate): WallReason {
  const facet = facetOf(data, field);
  const meaning = (data.facets[facet] ?? facet).replace(/\.$/, '');
  const what = `${field} is of the kind ${facet} (${meaning})`;
  const verb = isMutation(field) ? 'change' : 'read';
  const holders = rolesThatMay(data, field);
  return mayUse(data, role, field)
    ? opened('VIEW', `${what}, which the role ${role} may ${verb}.${summaryNote(data, field)}`)
    : closed(
        'VIEW',
        `${what}, which the role ${role} may not ${verb}: its schema has no such field. ` +
          `Roles that may: ${holders.join(', ') || 'none'}.`,
      );
}

function guardReason(data: PolicyData, role: Role, field: Coordinate): WallReason {
  return mayUse(data, role, field)
    ? opened(
        'GUARD',
        'Subgraphs decide the same, on the whole operation: one that also asks for anything that is not granted is refused.',
      )
    : closed('GUARD', 'Subgraphs decide the same: an operation that names the field is refused as a whole.');
}

/** What a summary may tell although its sources are closed is part of why it is open. */
function summaryNote({ fields }: PolicyData, field: Coordinate): string {
  const found = fields[field];
  if (found?.summarises === undefined) return '';
  return ` It is made from ${found.from?.join(', ')}. Reason stated in the policy: ${found.summarises}`;
}

/** The trail is no hindrance: it is what an answer leaves behind. */
export function trailReason(viewer: Viewer, allowed: boolean, kinds: readonly string[], patient: string): WallReason {
  const { role, subject, organization, purpose, width } = viewer;
  const who = [
    `${role} ${subject}`,
    organization === null ? '' : `for ${organization}`,
    `purpose ${purpose}`,
    width === null ? '' : `width ${width}`,
  ].filter((part) => part !== '');
  const what = allowed
    ? `how many records of ${kinds.join(' and ')} of patient ${patient} were shown`
    : 'which records were shown besides, if any; a refused operation with the code of its error';
  return opened('TRAIL', `Before the answer leaves, an entry says who asked (${who.join(', ')}), when, and ${what}.`);
}

/** The kinds of record that a field shows, sums over or belongs to; none for parts of values and of summaries. */
export function kindsOf({ fields, types }: PolicyData, field: Coordinate): readonly string[] {
  const entry = fields[field.replace(/\(.*$/, '')];
  const [type = ''] = field.split('.');
  return entry?.records ?? (entry?.asks ? [] : (types[type] ?? []));
}

function facetOf(data: PolicyData, field: Coordinate): string {
  const facet = (data.fields[field] ?? data.arguments[field])?.facet;
  if (facet === undefined)
    throw new UnknownFieldError(`The schema has no field or argument ${JSON.stringify(field)}: name it as Type.field.`);
  return facet;
}

function rolesThatMay(data: PolicyData, field: Coordinate): string[] {
  return (Object.keys(data.roles) as Role[]).filter((role) => mayUse(data, role, field));
}

function isMutation(field: Coordinate): boolean {
  return field.startsWith('Mutation.');
}

/** The catalogue of record kinds: where a FHIR resource type lives and how its search keys are found. */
import { Directive, ObjectType } from 'type-graphql';
import type { Relationship } from '../../schema/policy/row-scopes.js';
import type { FhirObject } from './fhir-json.js';
import { authorReferences } from './sensitivity/note-authors.js';

export const SUBGRAPHS = ['clinical', 'administrative', 'financial'] as const;
export type SubgraphName = (typeof SUBGRAPHS)[number];

/** What is served: the subgraphs of the record, and the population, which holds rows without a person and no records. */
export type ServedSubgraph = SubgraphName | 'population';

/** A relation that a record establishes between its patient and a party (`Organization/1`, `Practitioner/2`). */
export interface RelationClaim {
  readonly patient: string;
  readonly party: string;
  readonly as: Relationship;
  readonly from?: Date | null;
  readonly until?: Date | null;
}

/** A small fact that another subgraph's database needs of a record, kept there under the record's id and version. */
export interface SideFact {
  readonly database: SubgraphName;
  readonly collection: string;
  readonly id: string;
  readonly set: Readonly<Record<string, unknown>>;
}

/** A record that others imply without holding it (a payer known by name only). Overwritten by the real one. */
export interface ImpliedRecord {
  readonly kind: string;
  readonly id: string;
  readonly patient: string | null;
  /** Where it is filed under who replaced the patient: whom it is of. */
  readonly person?: string;
  /** Search keys and content; equal for whoever implies it, but for `name`, of which the smallest wins. */
  readonly keys: Readonly<Record<string, unknown>>;
  readonly content: FhirObject;
  readonly name?: string;
}

/** List-valued search keys of the record behind a reference, joined with the record's own. */
export interface Inheritance {
  /** Dotted path of the Reference element(s), or what picks the references (`Coverage/1`) out of the content. */
  readonly element: string | ((content: FhirObject) => readonly string[]);
  readonly kind: string;
  readonly keys: readonly string[];
  /** What the other record calls a key, where it is not the same (`labels` are a visit's `visitLabels`). */
  readonly under?: Readonly<Record<string, string>>;
}

export interface KindDefinition {
  readonly kind: string;
  readonly subgraph: SubgraphName;
  /** The element that refers to the patient; 'id' for Patient itself; none for kinds that concern no person. */
  readonly patient?: string;
  /** Elements that hold the main date, in order of preference; dotted paths, the first entry of lists. */
  readonly at?: readonly string[];
  readonly status?: string;
  /** Elements (CodeableConcept or Coding, one or many) whose codes a `code` filter matches. */
  readonly codes?: readonly string[];
  readonly categories?: readonly string[];
  /** The element that refers to the encounter. */
  readonly encounter?: string;
  /** Further search keys, from content whose references are resolved. */
  readonly keys?: (content: FhirObject) => Record<string, unknown>;
  /** Search keys taken over from records referred to (an ExplanationOfBenefit has the providers of its Claim). */
  readonly inherits?: readonly Inheritance[];
  /**
   * Elements that are stored in place of those that came, or beside them: what is computed from elements that fewer
   * may read, and references into `contained`, so that neither need leave the database. Keys, relations and what is
   * implied are found in the content without them.
   */
  readonly stored?: (content: FhirObject) => FhirObject;
  /**
   * Who wrote the record: paths of references to organisations, or the ids found in the content. Declared by kinds that
   * belong to a practice and not to the person; what names no writer has those of its visit.
   */
  readonly writers?: readonly string[] | ((content: FhirObject) => readonly string[]);
  /**
   * Computed from other records, as far as the consents of that time let them count (`consents`, a key of the document):
   * to whom something is denied shown only while they stand as they stood. Whoever wrote every sensitive one
   * of those records (`sensitiveBy`, a key too) has written it as far as labels go; to all others it is another's.
   */
  readonly underConsents?: true;
  readonly relations?: (content: FhirObject) => RelationClaim[];
  readonly sideFacts?: (content: FhirObject) => SideFact[];
  readonly implied?: (content: FhirObject) => ImpliedRecord[];
}

const kinds = new Map<string, KindDefinition>();

/** Found once, when all kinds are declared. */
let keysTakenOver: readonly string[] | undefined;

/** The definition of a mapped kind; undefined for resource types that are kept without being served. */
export function kindDefinition(kind: string): KindDefinition | undefined {
  return kinds.get(kind);
}

export function allKinds(): readonly KindDefinition[] {
  return [...kinds.values()];
}

/** The subgraph whose database keeps a resource type; types that are not mapped are kept with the clinical ones. */
export function subgraphOf(kind: string): SubgraphName {
  return kinds.get(kind)?.subgraph ?? 'clinical';
}

/** Whether records of the kind belong to whoever wrote them, and not to the person they are about. */
export function belongsToPractice(kind: string): boolean {
  return kinds.get(kind)?.writers !== undefined;
}

/**
 * What a record of a visit takes over from it: who wrote, and what makes it sensitive. From the visit to its parts, and
 * never back: a visit is not what was found there, and its diagnoses could not belong to it without a circle.
 */
export const VISIT_LABELS = { kind: 'Encounter', under: { labels: 'visitLabels' } } as const;

/** Writers who are named in a role: its organisation. A declared function of the content knows no roles. */
function throughRoles(writers: KindDefinition['writers']): Inheritance[] {
  if (!Array.isArray(writers)) return [];
  return (writers as readonly string[]).map((element) => ({
    element,
    kind: 'PractitionerRole',
    keys: ['writers'],
    under: { writers: 'organizations' },
  }));
}

/** Who wrote a note in a role; of other records it is dropped again. */
const AUTHORS_THROUGH_ROLES: Inheritance = {
  element: authorReferences,
  kind: 'PractitionerRole',
  keys: ['authors'],
  under: { authors: 'practitioners' },
};

const inheritances = new WeakMap<KindDefinition, readonly Inheritance[]>();

/** Everything a kind takes over from others: what it declares, and of its visit where it belongs to a practice. */
export function inheritancesOf(definition: KindDefinition | undefined): readonly Inheritance[] {
  if (!definition) return [];
  const known = inheritances.get(definition) ?? allInheritances(definition);
  inheritances.set(definition, known);
  return known;
}

function allInheritances({ inherits = [], encounter, writers }: KindDefinition): readonly Inheritance[] {
  if (writers === undefined) return inherits;
  const ofVisit: Inheritance[] =
    encounter === undefined ? [] : [{ ...VISIT_LABELS, element: encounter, keys: ['labels', 'writers'] }];
  return [...inherits, ...ofVisit, ...throughRoles(writers), AUTHORS_THROUGH_ROLES];
}

/** The search keys that some kind takes over, as the records taken over from call them. */
export function inheritedKeys(): readonly string[] {
  keysTakenOver ??= [
    ...new Set(
      allKinds().flatMap((definition) =>
        inheritancesOf(definition).flatMap(({ keys, under }) => keys.map((key) => under?.[key] ?? key)),
      ),
    ),
  ];
  return keysTakenOver;
}

/** How many kinds stand behind one in the chain of what is taken over; a chain has no circle. */
export function depthOf(kind: string): number {
  const definition = kinds.get(kind);
  if (!definition) return 0;
  const known = chainDepths.get(definition);
  if (known !== undefined) return known;
  // What a person takes over from another whom they replace is of the same kind: it is looked at again when it was written.
  const others = inheritancesOf(definition).filter((inheritance) => inheritance.kind !== kind);
  const behind = others.map((inheritance) => depthOf(inheritance.kind));
  const depth = behind.length === 0 ? 0 : 1 + Math.max(...behind);
  chainDepths.set(definition, depth);
  return depth;
}

const chainDepths = new WeakMap<KindDefinition, number>();

/** A record type: an entity, joined by id, whose records live in one subgraph. */
export function RecordKind(definition: KindDefinition, description: string): ClassDecorator {
  return (target) => {
    if (target.name !== definition.kind) throw new Error(`class ${target.name} declares kind ${definition.kind}`);
    kinds.set(definition.kind, definition);
    keysTakenOver = undefined;
    ObjectType(definition.kind, { simpleResolvers: true, description })(target);
    Directive('@key(fields: "id")')(target);
  };
}

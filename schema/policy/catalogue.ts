/**
 * What every coordinate of the supergraph is. Filled by the decorators when a subgraph's classes load;
 * read by the build (views, matrix), the guard and the store.
 */
import type { Facet } from './facets.js';

/** `Type.field` or `Type.field(argument:)`. */
export type Coordinate = string;

export interface FieldPolicy {
  readonly facet: Facet;
  /**
   * Coordinates whose stored values this field is computed from, beside those that follow from `needs`. A role that
   * may read the field must be able to read them too, unless `summarises` says that it tells less than its sources.
   */
  readonly sources: readonly Coordinate[];
  /** Why the field may be open to roles which may not read its sources, in a sentence; null where it may not. */
  readonly summarises: string | null;
  /** Stored paths below the holder of the field that it is computed from; absent where it shows its own element. */
  readonly needs?: readonly string[];
  /** Stored elements which no field shows under their own name, and this one stands for. */
  readonly owns?: readonly string[];
  /** The kinds of record that it lists, looks up or sums over: the source of its counts and pages is the kind itself. */
  readonly records?: readonly string[];
  /** It asks the store, so its value comes from other fields than those of its holder. */
  readonly asksStore?: boolean;
}

export interface ArgumentPolicy {
  readonly facet: Facet;
  /** The fields a filter or sort looks at: who may use the argument must be able to read them. */
  readonly touches: readonly Coordinate[];
}

export class PolicyCatalogue {
  readonly fields = new Map<Coordinate, FieldPolicy>();
  readonly arguments = new Map<Coordinate, ArgumentPolicy>();
  /** Declarations that contradict each other; the build reports them. */
  readonly conflicts: string[] = [];

  field(coordinate: Coordinate, policy: FieldPolicy): void {
    const earlier = this.fields.get(coordinate);
    if (earlier && earlier.facet !== policy.facet)
      this.conflicts.push(`${coordinate}: declared as ${earlier.facet} and as ${policy.facet}`);
    this.fields.set(coordinate, policy);
  }

  argument(coordinate: Coordinate, policy: ArgumentPolicy): void {
    const earlier = this.arguments.get(coordinate);
    if (earlier && earlier.facet !== policy.facet)
      this.conflicts.push(`${coordinate}: declared as ${earlier.facet} and as ${policy.facet}`);
    this.arguments.set(coordinate, policy);
  }
}

/** The one catalogue of a process. */
export const catalogue = new PolicyCatalogue();

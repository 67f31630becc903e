/**
 * One walk over a document that measures every selection set once. A fragment's measures are kept and added wherever it
 * is spread, so a query that would unfold to billions of fields is measured in the time it takes to read it.
 */
import type { FieldNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql';
import { refusal } from '../errors.js';
import { addPart, type CostPart, DEFAULT_PAGE, isPaged, pageSizesOf } from './cost.js';

/** Sums and maxima of a selection set with all that it unfolds to. */
export interface Measure {
  /** Fields on the longest way down, without introspection. */
  depth: number;
  aliases: number;
  /** Fields, spreads and inline fragments, a fragment counted at each spread. */
  selections: number;
  /** The fields right in this set. */
  ownFields: number;
  /** Whether `edges` or `nodes` stand right in this set: then its field is a connection. */
  pages: boolean;
  /** Selections below `__schema` and `__type`. */
  introspected: number;
  /** The most lists of fields or types, one inside the other: a product of the schema's size with itself. */
  lists: number;
  /** The same, where it stands below `__schema` or `__type`. */
  introspectedLists: number;
  readonly cost: CostPart;
}

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

const INTROSPECTION_ROOTS = ['__schema', '__type'];
const INTROSPECTION_LISTS = ['fields', 'interfaces', 'possibleTypes', 'inputFields'];
const PAGE_FIELDS = ['edges', 'nodes'];
/** Text nested deeper is no query of anybody; it bounds the recursion here and in everything behind. */
const MAX_NESTING = 200;
export const MAX_DIRECTIVES = 5;

/** A function that measures selection sets of one document. */
export function measurer(fragments: Fragments, maxDepth: number): (set: SelectionSetNode) => Measure {
  const known = new Map<string, Measure | 'open'>();

  function measureSet(set: SelectionSetNode, level: number): Measure {
    if (level > MAX_NESTING) throw refusal('QUERY_TOO_DEEP', { limit: maxDepth });
    const total = emptyMeasure();
    for (const selection of set.selections) {
      refuseDirectives(selection.directives?.length ?? 0);
      if (selection.kind === 'Field') addField(total, selection, level);
      else if (selection.kind === 'InlineFragment') addSpread(total, measureSet(selection.selectionSet, level + 1));
      else addSpread(total, measureFragment(selection.name.value, level));
    }
    return total;
  }

  function addField(total: Measure, field: FieldNode, level: number): void {
    const inner = field.selectionSet ? measureSet(field.selectionSet, level + 1) : emptyMeasure();
    const name = field.name.value;
    total.ownFields += 1;
    total.aliases += inner.aliases + (field.alias ? 1 : 0);
    total.selections += 1 + inner.selections;
    total.pages ||= PAGE_FIELDS.includes(name);
    if (INTROSPECTION_ROOTS.includes(name)) {
      addIntrospection(total, inner);
      return;
    }
    total.depth = Math.max(total.depth, 1 + inner.depth);
    total.introspected += inner.introspected;
    total.lists = Math.max(total.lists, inner.lists + (INTROSPECTION_LISTS.includes(name) ? 1 : 0));
    total.introspectedLists = Math.max(total.introspectedLists, inner.introspectedLists);
    total.cost.fixed += 1;
    addPart(total.cost, inner.cost, pageSizesOf(field), inner.pages || isPaged(field) ? DEFAULT_PAGE : 1);
  }

  function measureFragment(name: string, level: number): Measure {
    const kept = known.get(name);
    if (kept === 'open') throw refusal('FRAGMENT_CYCLE');
    if (kept) return kept;
    const fragment = fragments.get(name);
    // An unknown fragment is a validation error; until then it is nothing.
    if (!fragment) return emptyMeasure();
    known.set(name, 'open');
    const measure = measureSet(fragment.selectionSet, level + 1);
    known.set(name, measure);
    return measure;
  }

  return (set) => measureSet(set, 0);
}

function emptyMeasure(): Measure {
  return {
    depth: 0,
    aliases: 0,
    selections: 0,
    ownFields: 0,
    pages: false,
    introspected: 0,
    lists: 0,
    introspectedLists: 0,
    cost: { fixed: 0, terms: [] },
  };
}

function addSpread(total: Measure, inner: Measure): void {
  total.depth = Math.max(total.depth, inner.depth);
  total.aliases += inner.aliases;
  total.selections += 1 + inner.selections;
  total.ownFields += inner.ownFields;
  total.pages ||= inner.pages;
  total.introspected += inner.introspected;
  total.lists = Math.max(total.lists, inner.lists);
  total.introspectedLists = Math.max(total.introspectedLists, inner.introspectedLists);
  addPart(total.cost, inner.cost, [], 1);
}

/** Introspection has bounds of its own: it reads the schema, not records, and nests deeper than any chart. */
function addIntrospection(total: Measure, inner: Measure): void {
  total.introspected += 1 + inner.selections;
  total.introspectedLists = Math.max(total.introspectedLists, inner.lists, inner.introspectedLists);
  total.cost.fixed += 1 + inner.selections;
}

/** @throws CataloguedError: every directive of a place is looked up, checked and answered for. */
export function refuseDirectives(count: number): void {
  if (count > MAX_DIRECTIVES) throw refusal('TOO_MANY_DIRECTIVES', { limit: MAX_DIRECTIVES });
}

/**
 * From what an operation selects to what MongoDB must return: the paths below `content` that the selected fields
 * need and the role may read. A field that may not be read contributes nothing, so its value never leaves the store.
 */

import {
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getNamedType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { fieldCoordinate } from '../../schema/policy/coordinates.js';
import type { Policy } from '../../schema/policy/decide.js';
import type { Role } from '../../schema/policy/viewer.js';
import { fieldsOfStore, neededPaths } from './record-field.js';
import { Remembered } from './remembered.js';

export interface Selection {
  /** Paths below `content`, none below another. */
  readonly paths: readonly string[];
  /** Names of the directly selected fields. */
  readonly fields: ReadonlySet<string>;
}

/** Where a field stands in an operation. */
export type FieldPlace = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments' | 'schema'>;

interface Walk {
  readonly info: FieldPlace;
  readonly mayRead: (coordinate: string) => boolean;
}

/** The same operation is executed many times over one parsed document: what it selects is found once for each role. */
const remembered = new Remembered<Selection>();

/**
 * What the field being resolved selects of `type`.
 * @param through names of wrapping fields to descend, such as a connection's `edges.node` and `nodes`.
 */
export function selectionOf(
  info: FieldPlace,
  policy: Policy,
  role: Role,
  type: GraphQLObjectType,
  through: readonly (readonly string[])[] = [[]],
): Selection {
  const only = onlyNode(info.fieldNodes);
  const select = () => selected(info, policy, role, type, through);
  return only ? remembered.of(only, `${role} ${type.name}`, select) : select();
}

/** A field that stands in one place of an operation: what is found of it once holds whenever the operation comes again. */
export function onlyNode(nodes: readonly FieldNode[]): FieldNode | null {
  return nodes.length === 1 ? (nodes[0] ?? null) : null;
}

function selected(
  info: FieldPlace,
  policy: Policy,
  role: Role,
  type: GraphQLObjectType,
  through: readonly (readonly string[])[],
): Selection {
  const walk: Walk = { info, mayRead: (coordinate) => policy.mayRead(role, coordinate) };
  const paths = new Set<string>();
  const fields = new Set<string>();
  for (const node of info.fieldNodes)
    for (const steps of through)
      for (const set of descend(walk, node.selectionSet, steps)) collect(walk, type, set, '', paths, fields);
  return { paths: withoutCovered(paths), fields };
}

const rememberedNames = new Remembered<ReadonlySet<string>>();

/** Names of the fields selected directly under the field being resolved (`totalCount`, `nodes`, ...). */
export function selectedNames(info: FieldPlace): ReadonlySet<string> {
  const only = onlyNode(info.fieldNodes);
  return only ? rememberedNames.of(only, '', () => namesIn(info)) : namesIn(info);
}

function namesIn(info: FieldPlace): ReadonlySet<string> {
  const names = new Set<string>();
  const walk: Walk = { info, mayRead: () => true };
  for (const node of info.fieldNodes)
    for (const field of fieldsIn(walk, node.selectionSet)) names.add(field.name.value);
  return names;
}

/**
 * The fields that are surely selected of `type`, each in one place alone. None where a condition stands anywhere: what
 * is selected then depends on more than the operation.
 */
export function certainFields(info: FieldPlace, type: string): FieldNode[] {
  const walk: Walk = { info, mayRead: () => true };
  if (info.fieldNodes.some(({ selectionSet }) => isConditional(walk, selectionSet))) return [];
  const byKey = new Map<string, FieldNode[]>();
  for (const { selectionSet } of info.fieldNodes)
    for (const field of fieldsIn(walk, selectionSet, type)) {
      const key = field.alias?.value ?? field.name.value;
      byKey.set(key, [...(byKey.get(key) ?? []), field]);
    }
  return [...byKey.values()].flatMap((fields) => (fields.length === 1 ? fields : []));
}

function isConditional(walk: Walk, set: SelectionSetNode | undefined): boolean {
  return (set?.selections ?? []).some((selection) => {
    if ((selection.directives ?? []).length > 0) return true;
    if (selection.kind === Kind.FIELD) return false;
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : walk.info.fragments[selection.name.value];
    return isConditional(walk, fragment?.selectionSet);
  });
}

function descend(walk: Walk, set: SelectionSetNode | undefined, steps: readonly string[]): SelectionSetNode[] {
  if (!set) return [];
  const [step, ...rest] = steps;
  if (step === undefined) return [set];
  return fieldsIn(walk, set)
    .filter((field) => field.name.value === step)
    .flatMap((field) => descend(walk, field.selectionSet, rest));
}

/** The fields of a selection set, fragments opened, whatever @include and @skip say: more paths, never fewer. */
function fieldsIn(walk: Walk, set: SelectionSetNode | undefined, typeName?: string): FieldNode[] {
  return (set?.selections ?? []).flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : walk.info.fragments[selection.name.value];
    const condition = fragment?.typeCondition?.name.value;
    const applies = typeName === undefined || condition === undefined || appliesTo(walk, condition, typeName);
    return fragment && applies ? fieldsIn(walk, fragment.selectionSet, typeName) : [];
  });
}

function appliesTo(walk: Walk, condition: string, typeName: string): boolean {
  return condition === typeName || !isObjectType(walk.info.schema.getType(condition));
}

function collect(
  walk: Walk,
  type: GraphQLObjectType,
  set: SelectionSetNode | undefined,
  prefix: string,
  paths: Set<string>,
  fields?: Set<string>,
): void {
  for (const node of fieldsIn(walk, set, type.name)) {
    const name = node.name.value;
    const coordinate = fieldCoordinate(type.name, name);
    const field = type.getFields()[name];
    if (!field || !walk.mayRead(coordinate)) continue;
    fields?.add(name);
    const needed = neededPaths(coordinate);
    // Lists and summaries ask the store themselves: nothing of them stands in the record.
    if (fieldsOfStore().has(coordinate)) {
      for (const path of needed ?? []) paths.add(prefix + path);
      continue;
    }
    const inner = getNamedType(field.type);
    if (needed) for (const path of needed) paths.add(prefix + path);
    else if (isObjectType(inner)) collect(walk, inner, node.selectionSet, `${prefix}${name}.`, paths);
    else paths.add(prefix + name);
  }
}

/** MongoDB refuses a projection that names both a path and one below it. */
export function withoutCovered(paths: ReadonlySet<string>): string[] {
  return [...paths]
    .filter(
      (path) => !path.split('.').some((_, depth, steps) => depth > 0 && paths.has(steps.slice(0, depth).join('.'))),
    )
    .sort();
}

/** An answer in the shape of the whole question: what a role does not have stands greyed in its place, with what removed it. */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLOutputType,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { ComponentChildren } from 'preact';
import type { PolicyData } from '../../../../schema/policy/policy-data.js';
import type { RolesCompared } from '../shared/policy.js';
import type { Look } from './look.js';
import { startOf } from './prune.js';
import { type Closed, closedField, closedRows } from './reasons.js';

/** How many entries of a list are shown. */
const SHOWN = 3;

interface Scene {
  readonly look: Look;
  readonly policy: PolicyData;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/** The answer of one role. */
export function AnswerTree({
  look,
  document,
  compared,
}: {
  readonly look: Look;
  readonly document: DocumentNode;
  readonly compared: RolesCompared;
}) {
  const operation = document.definitions.find(
    (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
  );
  if (!operation) return null;
  const fragments = new Map(
    document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [])),
  );
  const scene = { look, policy: compared.policy, fragments };
  const root = look.schema.getRootType(operation.operation);
  return <Fields of={operation.selectionSet} on={root ?? null} value={look.answer?.data ?? null} scene={scene} />;
}

function Fields({
  of,
  on,
  value,
  scene,
}: {
  readonly of: SelectionSetNode;
  readonly on: GraphQLOutputType | null;
  readonly value: Readonly<Record<string, unknown>> | null;
  readonly scene: Scene;
}) {
  return (
    <ul class="tree">
      {fieldsIn(of, scene).map((field) => (
        <Field key={startOf(field)} field={field} on={on} value={value} scene={scene} />
      ))}
    </ul>
  );
}

/** The fields of a selection, those of its fragments among them. */
function fieldsIn({ selections }: SelectionSetNode, scene: Scene): FieldNode[] {
  return selections.flatMap((one) => {
    if (one.kind === Kind.FIELD) return [one];
    const held = one.kind === Kind.INLINE_FRAGMENT ? one : scene.fragments.get(one.name.value);
    return held ? fieldsIn(held.selectionSet, scene) : [];
  });
}

function Field({
  field,
  on,
  value,
  scene,
}: {
  readonly field: FieldNode;
  readonly on: GraphQLOutputType | null;
  readonly value: Readonly<Record<string, unknown>> | null;
  readonly scene: Scene;
}) {
  const { look, policy } = scene;
  const name = (field.alias ?? field.name).value;
  const removal = look.pruned.removals.get(startOf(field));
  if (removal)
    return (
      <Missing name={name} closed={closedField(policy, look.role, removal)}>
        {field.selectionSet && <Names of={field.selectionSet} scene={scene} />}
      </Missing>
    );
  const type = typeOf(on, field);
  const found = value?.[name];
  if (found === undefined)
    return (
      <li>
        <Name name={name} /> <span class="quiet">not asked</span>
      </li>
    );
  const rows = found === null ? closedRows(policy, look.role, type) : null;
  if (rows) return <Missing name={name} closed={rows} />;
  const end = endOfChain({ name, field, type, found }, scene);
  return (
    <li>
      <Name name={end.name} />
      <Arguments of={field} scene={scene} />
      <Value of={end.found} field={end.field} type={end.type} scene={scene} />
    </li>
  );
}

interface Link {
  readonly name: string;
  readonly field: FieldNode;
  readonly type: GraphQLOutputType | null;
  readonly found: unknown;
}

/** Objects of which one field is asked stand on one line, as `code.text`. */
function endOfChain(link: Link, scene: Scene): Link {
  const { name, field, type, found } = link;
  const [only, ...others] = field.selectionSet ? fieldsIn(field.selectionSet, scene) : [];
  if (!only || others.length > 0 || typeof found !== 'object' || found === null || Array.isArray(found)) return link;
  const key = (only.alias ?? only.name).value;
  const inner = (found as Readonly<Record<string, unknown>>)[key];
  const nodes = [only, ...(only.arguments ?? [])];
  if (inner == null || nodes.some((node) => scene.look.pruned.removals.has(startOf(node)))) return link;
  return endOfChain({ name: `${name}.${key}`, field: only, type: typeOf(type, only), found: inner }, scene);
}

function typeOf(on: GraphQLOutputType | null, field: FieldNode): GraphQLOutputType | null {
  const named = on ? getNamedType(on) : null;
  return isObjectType(named) || isInterfaceType(named) ? (named.getFields()[field.name.value]?.type ?? null) : null;
}

function Value({
  of,
  field,
  type,
  scene,
}: {
  readonly of: unknown;
  readonly field: FieldNode;
  readonly type: GraphQLOutputType | null;
  readonly scene: Scene;
}): ComponentChildren {
  if (Array.isArray(of)) return <Entries of={of} field={field} type={type} scene={scene} />;
  if (typeof of === 'object' && of !== null && field.selectionSet)
    return <Fields of={field.selectionSet} on={type} value={of as Record<string, unknown>} scene={scene} />;
  return <span class={of === null ? 'value quiet' : 'value'}>{of === null ? 'null' : String(of)}</span>;
}

function Entries({
  of,
  field,
  type,
  scene,
}: {
  readonly of: readonly unknown[];
  readonly field: FieldNode;
  readonly type: GraphQLOutputType | null;
  readonly scene: Scene;
}) {
  if (of.length === 0) return <span class="value quiet">none</span>;
  const more = of.length - SHOWN;
  return (
    <ol class="entries">
      {of.slice(0, SHOWN).map((entry, index) => (
        <li key={index}>
          <Value of={entry} field={field} type={type} scene={scene} />
        </li>
      ))}
      {more > 0 && <li class="quiet">and {more} more</li>}
    </ol>
  );
}

/** Arguments that the role's schema does not have. */
function Arguments({ of, scene }: { readonly of: FieldNode; readonly scene: Scene }) {
  const { look, policy } = scene;
  const gone = (of.arguments ?? []).flatMap((argument) => {
    const removal = look.pruned.removals.get(startOf(argument));
    return removal ? [{ name: argument.name.value, closed: closedField(policy, look.role, removal) }] : [];
  });
  return (
    <>
      {gone.map(({ name, closed }) => (
        <span key={name} class="gone" title={closed.words}>
          ({name}) <Wall closed={closed} />
        </span>
      ))}
    </>
  );
}

function Missing({
  name,
  closed,
  children,
}: {
  readonly name: string;
  readonly closed: Closed;
  readonly children?: ComponentChildren;
}) {
  return (
    <li class="gone" title={closed.words}>
      <Name name={name} /> <Wall closed={closed} />
      {children}
    </li>
  );
}

/** What else went with a field: names alone, the reason stands at the field. */
function Names({ of, scene }: { readonly of: SelectionSetNode; readonly scene: Scene }) {
  return (
    <span class="names">
      {fieldsIn(of, scene)
        .map((field) => field.name.value)
        .join(', ')}
    </span>
  );
}

function Name({ name }: { readonly name: string }) {
  return <span class="name">{name}</span>;
}

function Wall({ closed }: { readonly closed: Closed }) {
  return (
    <span class="wall">
      <b>{closed.wall.toLowerCase()}</b> {closed.label}
      <span class="unseen">. {closed.words}</span>
    </span>
  );
}

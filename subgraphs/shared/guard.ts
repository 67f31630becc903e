/**
 * Wall 2. graphql-shield stands on the entry points (`Query.*`, `Mutation.*`, `_entities`, `_service`) and judges the
 * whole selection of the operation at once, so it costs nothing for each row. Whatever is not granted is refused.
 */

import {
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { applyMiddleware, type IMiddlewareTypeMap } from 'graphql-middleware';
import type { Coordinate } from '../../schema/policy/catalogue.js';
import { fieldCoordinate, isFreeArgument } from '../../schema/policy/coordinates.js';
import type { Policy } from '../../schema/policy/decide.js';
import type { Role } from '../../schema/policy/viewer.js';
import { step } from '../../schema/telemetry/telemetry.js';
import type { SubgraphContext } from './context.js';
import { forbidden } from './errors.js';
import { rule, shield } from './graphql-shield.js';
import { Remembered } from './remembered.js';

const ENTRY_TYPES = ['Query', 'Mutation'] as const;

/** Wraps the entry points of a subgraph's schema; the other fields stay untouched. */
export function guard(schema: GraphQLSchema, policy: Policy): GraphQLSchema {
  const mayRun = rule('selection-is-granted', { cache: 'no_cache' })(
    (_parent, _args, context: SubgraphContext, info: GraphQLResolveInfo) =>
      step('guard', () => judge(info, context.viewer.role, policy)) || forbidden(),
  );
  const entries = Object.fromEntries(
    ENTRY_TYPES.filter((name) => schema.getType(name)).map((name) => [name, { '*': mayRun }]),
  );
  const generator = shield(entries, {
    allowExternalErrors: true,
    fallbackRule: mayRun,
    fallbackError: () => forbidden(),
  });
  const everywhere = generator.generate(schema) as IMiddlewareTypeMap;
  // Only the entry points: shield would wrap every field of every type, which costs more than the execution.
  const middleware = Object.fromEntries(
    ENTRY_TYPES.flatMap((name) => (name in everywhere ? [[name, everywhere[name]]] : [])),
  );
  return applyMiddleware(schema, middleware as IMiddlewareTypeMap);
}

const verdicts = new Remembered<boolean>();

/** Whether a role may read everything an operation selects; found once for each (operation, role). */
export function judge(info: GraphQLResolveInfo, role: Role, policy: Policy): boolean {
  const { schema, operation, fragments } = info;
  const mayRead = (at: Coordinate) => policy.mayRead(role, at);
  return verdicts.of(operation, role, () => refusals(schema, operation, fragments, mayRead).length === 0);
}

/** The coordinates of an operation that may not be read. Fragments are walked once for each type they apply to. */
export function refusals(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
  mayRead: (coordinate: Coordinate) => boolean,
): Coordinate[] {
  const refused: Coordinate[] = [];
  const walked = new Set<string>();
  const root = schema.getRootType(operation.operation);

  const walk = (type: GraphQLCompositeType, set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments[selection.name.value];
        const key = `${type.name} ${selection.name.value}`;
        if (fragment && !walked.has(key)) {
          walked.add(key);
          walk(narrowed(schema, type, fragment.typeCondition.name.value), fragment.selectionSet);
        }
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        walk(narrowed(schema, type, selection.typeCondition?.name.value), selection.selectionSet);
      } else if (selection.name.value !== '__typename') {
        const name = selection.name.value;
        const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
        const coordinate = fieldCoordinate(type.name, name);
        const entities = coordinate === 'Query._entities';
        if (!field || (!entities && !mayRead(coordinate))) refused.push(coordinate);
        for (const argument of selection.arguments ?? []) {
          const at = fieldCoordinate(type.name, name, argument.name.value);
          if (!isFreeArgument(type.name, argument.name.value) && !mayRead(at)) refused.push(at);
        }
        const inner = field && getNamedType(field.type);
        if (selection.selectionSet && isCompositeType(inner)) walk(inner, selection.selectionSet);
      }
    }
  };
  if (root) walk(root, operation.selectionSet);
  else refused.push(operation.operation);
  return refused;
}

function narrowed(
  schema: GraphQLSchema,
  type: GraphQLCompositeType,
  condition: string | undefined,
): GraphQLCompositeType {
  const named = condition === undefined ? type : schema.getType(condition);
  return isCompositeType(named) ? named : type;
}

import { type GraphQLObjectType, getNamedType, isObjectType } from 'graphql';
import { fieldCoordinate } from '../../../schema/policy/coordinates.js';
import type { Policy } from '../../../schema/policy/decide.js';
import type { Role } from '../../../schema/policy/viewer.js';
import { neededPaths } from '../record-field.js';
import { Remembered } from '../remembered.js';

/** Deeper than any part of a record; parts that hold parts of their own kind would go on for ever. */
const DEEPEST = 6;

const remembered = new Remembered<readonly string[]>();

/** All paths below `content` that a role may read of a record type, through whatever fields. */
export function readablePaths(policy: Policy, role: Role, type: GraphQLObjectType): readonly string[] {
  return remembered.of(policy, `${role} ${type.name}`, () => [...collected(policy, role, type, '', DEEPEST)]);
}

function collected(policy: Policy, role: Role, type: GraphQLObjectType, prefix: string, depth: number): Set<string> {
  const paths = new Set<string>();
  if (depth === 0) return paths;
  for (const field of Object.values(type.getFields())) {
    const coordinate = fieldCoordinate(type.name, field.name);
    if (!policy.mayRead(role, coordinate)) continue;
    const needed = neededPaths(coordinate);
    const inner = getNamedType(field.type);
    if (needed) for (const path of needed) paths.add(prefix + path);
    else if (!isObjectType(inner)) paths.add(prefix + field.name);
    else for (const path of collected(policy, role, inner, `${prefix}${field.name}.`, depth - 1)) paths.add(path);
  }
  return paths;
}

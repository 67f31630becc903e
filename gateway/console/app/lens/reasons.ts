/** Which wall keeps something back, and by which grant or reach, in the words of the policy. */
import { type GraphQLOutputType, getNamedType } from 'graphql';
import { explainField, type Wall } from '../../../../schema/policy/explain.js';
import type { PolicyData } from '../../../../schema/policy/policy-data.js';
import type { Role } from '../../../../schema/policy/role.js';
import type { Removal } from './prune.js';

export interface Closed {
  readonly wall: Wall;
  /** The facet that is not granted, or the kind out of reach. */
  readonly label: string;
  readonly words: string;
}

/** Why the role's schema has no such field or argument. */
export function closedField(policy: PolicyData, role: Role, { coordinate, reason }: Removal): Closed {
  const facet = (policy.fields[coordinate] ?? policy.arguments[coordinate])?.facet;
  if (reason === 'empty')
    return { wall: 'VIEW', label: 'nothing left', words: `Of what ${coordinate} holds, the role ${role} has nothing.` };
  if (reason === 'needs')
    return {
      wall: 'VIEW',
      label: 'needs what is gone',
      words: `${coordinate} needs an argument that ${role} has not.`,
    };
  if (facet === undefined)
    return { wall: 'VIEW', label: 'not in the schema', words: `The schema of no role has ${coordinate}.` };
  return { wall: 'VIEW', label: `no grant of ${facet}`, words: wordsOf(policy, role, coordinate) };
}

/** Why a record of a kind that the role may read is not there; null where what is missing is no record. */
export function closedRows(policy: PolicyData, role: Role, type: GraphQLOutputType | null): Closed | null {
  const kind = type ? getNamedType(type).name : '';
  // A part of a record that is not there was not written; only whole records can be out of reach.
  if (!policy.types[kind]?.includes(kind)) return null;
  const reach = policy.rowScopes[role]?.[kind] ?? 'none.';
  return {
    wall: 'SCOPE',
    label: `no ${kind} in reach`,
    words: `There is none, or it is out of reach: both look alike. Within reach of the role ${role}: ${reach}`,
  };
}

function wordsOf(policy: PolicyData, role: Role, coordinate: string): string {
  return explainField(policy, role, coordinate)
    .filter(({ open }) => !open)
    .map(({ words }) => words)
    .join(' ');
}

/** One question through the eyes of one role: what is left of it, and what the gateway answers to that. */
import { type DocumentNode, type GraphQLSchema, print, validate } from 'graphql';
import type { Role } from '../../../../schema/policy/role.js';
import { type Answer, ask } from '../shared/ask.js';
import { type ActingFor, identityAs } from '../shared/askers.js';
import type { RolesCompared } from '../shared/policy.js';
import type { Identity, SignIn } from '../shared/sign-in.js';
import { type Pruned, pruneToSchema, variablesOf } from './prune.js';

export interface Question {
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly actingFor: ActingFor;
}

export interface Look {
  readonly role: Role;
  readonly schema: GraphQLSchema;
  readonly pruned: Pruned;
  /** Null where nobody can ask as this role here. */
  readonly identity: Identity | null;
  /** Null where nothing was left to ask, or nobody could. */
  readonly answer: Answer<Readonly<Record<string, unknown>>> | null;
}

/** Asks as the role what its schema has of the question. */
export async function lookAs(role: Role, question: Question, compared: RolesCompared, signIn: SignIn): Promise<Look> {
  const schema = await compared.schemaOf(role);
  const pruned = pruneToSchema(question.document, schema);
  const patient = question.variables['patient'];
  const identity = await identityAs(signIn, role, typeof patient === 'string' ? patient : null, question.actingFor);
  if (pruned.document === null || identity === null) return { role, schema, pruned, identity, answer: null };
  const [problem] = validate(schema, pruned.document);
  if (problem) return { role, schema, pruned, identity, answer: { errors: [{ message: problem.message }] } };
  const taken = variablesOf(pruned.document);
  const variables = Object.fromEntries(Object.entries(question.variables).filter(([name]) => taken.has(name)));
  const answer = await ask<Readonly<Record<string, unknown>>>(identity, { query: print(pruned.document), variables });
  return { role, schema, pruned, identity, answer };
}

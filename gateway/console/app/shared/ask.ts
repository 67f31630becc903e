/** Questions to /graphql, the same door that every client uses. */
import type { Width } from '../../../../schema/policy/viewer.js';
import type { Identity } from './sign-in.js';

export interface Problem {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string };
}

export interface Answer<T = unknown> {
  readonly data?: T | null;
  readonly errors?: readonly Problem[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface Question {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  /** For a clinician. */
  readonly width?: Width;
}

/** The answer as it came, errors included. */
export async function ask<T = unknown>(
  { token, role }: Identity,
  { query, variables, operationName, width }: Question,
): Promise<Answer<T>> {
  const answer = await fetch('/graphql', {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json',
      ...(role === 'clinician' && width !== undefined && { 'chartlens-width': width }),
    },
    body: JSON.stringify({ query, variables, operationName }),
  });
  return (await answer.json()) as Answer<T>;
}

/** The data of an answer. @throws Error with the first message of one that has none. */
export async function dataOf<T>(identity: Identity, question: Question): Promise<T> {
  const { data, errors } = await ask<T>(identity, question);
  if (data == null) throw new Error(errors?.[0]?.message ?? 'The gateway answered without data.');
  return data;
}

/** The SDL of the role's own schema. */
export async function schemaOf({ token }: Identity): Promise<string> {
  const answer = await fetch('/schema.graphql', { headers: { authorization: `Bearer ${token}` } });
  if (!answer.ok) throw new Error(`The gateway answered ${answer.status}.`);
  return answer.text();
}

/** The least that a client needs: a typed question, a typed answer. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';

export interface Gateway {
  readonly url: string;
  readonly token: string;
}

interface Envelope<D> {
  readonly data?: D | null;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

/** Asks one operation. Throws with the code of the first error: a part of a record is no answer to show as the whole. */
export async function ask<D, V>({ url, token }: Gateway, document: TypedDocumentNode<D, V>, variables: V): Promise<D> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: print(document), variables }),
  });
  const { data, errors } = (await response.json()) as Envelope<D>;
  if (errors || !data) throw new Error(errors?.[0]?.extensions.code ?? 'no data');
  return data;
}

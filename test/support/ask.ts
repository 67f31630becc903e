/** One question over HTTP, and its whole answer. */
import { WIDTH_HEADER } from '../../gateway/width.js';
import type { Width } from '../../schema/policy/viewer.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly data: unknown;
  readonly extensions: Record<string, unknown> | undefined;
  /** The value at a dotted path of the data: `patient.name.0.text`. */
  at(path: string): unknown;
  readonly errors: readonly { message: string; path?: (string | number)[]; extensions: { code: string } }[] | undefined;
}

export async function ask(
  url: string,
  token: string,
  query: string,
  variables?: Record<string, unknown>,
  width?: Width,
): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      authorization: `Bearer ${token}`,
      ...(width && { [WIDTH_HEADER]: width }),
    },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  const { data, errors, extensions } = JSON.parse(text) as Pick<Answer, 'data' | 'errors' | 'extensions'>;
  const at = (path: string) =>
    path
      .split('.')
      .reduce<unknown>((value, step) => (value as Record<string, unknown> | null | undefined)?.[step], data);
  return { status: response.status, headers: response.headers, text, data, errors, extensions, at };
}

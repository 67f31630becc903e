/**
 * FHIR JSON whose numbers keep their digits: FHIR R4 decimals carry their precision (datatypes.html#decimal), so `1.50`
 * must not become `1.5` on its way into the record or through a change of it.
 */
import { randomUUID } from 'node:crypto';

/** A number as it is written. */
export class ExactNumber {
  constructor(readonly digits: string) {}
}

export type ExactValue = string | boolean | null | ExactNumber | ExactObject | ExactValue[];
export interface ExactObject {
  [element: string]: ExactValue | undefined;
}

/** A JSON number (RFC 8259, 6). */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

export function isExactNumber(text: string): boolean {
  return NUMBER.test(text);
}

export function isExactObject(value: ExactValue | undefined): value is ExactObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);
}

/** Reads a JSON object that is known to be one: the text of a recorded version. */
export function readExact(text: string): ExactObject {
  // A mark that no text can hold, made anew for each: a string must never be taken for a number.
  const mark = `${randomUUID()}:`;
  const marked = text.replace(STRING_OR_NUMBER, (token) => (token.startsWith('"') ? token : `"${mark}${token}"`));
  return JSON.parse(marked, (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith(mark) ? new ExactNumber(value.slice(mark.length)) : value,
  ) as ExactObject;
}

/** The text of a resource; elements without a value are left out, as FHIR has no empty ones (json.html). */
export function writeExact(value: ExactValue): string {
  if (value instanceof ExactNumber) return value.digits;
  if (Array.isArray(value)) return `[${value.map(writeExact).join(',')}]`;
  if (!isExactObject(value)) return JSON.stringify(value);
  const elements = Object.entries(value).flatMap(([name, inner]) =>
    inner === undefined ? [] : [`${JSON.stringify(name)}:${writeExact(inner)}`],
  );
  return `{${elements.join(',')}}`;
}

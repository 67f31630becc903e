/** The words of a record: notes, narratives and the text of its codes, each with the element that holds it. Pure. */

import { type FhirObject, type FhirValue, isObject, stringOf } from '../../shared/fhir-json.js';
import { withoutCovered } from '../../shared/selection.js';

export interface RecordText {
  /** Where it stands in the resource: `note.text`. */
  readonly element: string;
  readonly text: string;
}

/** Elements that hold words for people. Everything else is ids, codes, addresses and numbers. */
const WORDS: ReadonlySet<string> = new Set([
  ...['text', 'display', 'div', 'title', 'description', 'comment', 'conclusion', 'valueString', 'summary'],
  ...['patientInstruction', 'instructions'],
]);

/** Stored paths that hold words, of those that may be read; with each attachment goes what says how to read it. */
export function wordPaths(readable: readonly string[]): string[] {
  const known = new Set(readable);
  const words = readable.filter((path) => {
    const [holder, element] = parted(path);
    if (WORDS.has(element)) return true;
    const sibling = (name: string) => known.has(holder === '' ? name : `${holder}.${name}`);
    return (element === 'data' && sibling('contentType')) || (element === 'contentType' && sibling('data'));
  });
  return withoutCovered(new Set(words));
}

function parted(path: string): [holder: string, element: string] {
  const dot = path.lastIndexOf('.');
  return [path.slice(0, Math.max(0, dot)), path.slice(dot + 1)];
}

/** All words in what was read of a record, in the order in which they stand. */
export function textsOf(content: FhirObject, prefix = ''): RecordText[] {
  return Object.entries(content).flatMap(([name, value]) => textsAt(`${prefix}${name}`, name, value, content));
}

function textsAt(element: string, name: string, value: FhirValue | undefined, holder: FhirObject): RecordText[] {
  if (Array.isArray(value)) return value.flatMap((inner) => textsAt(element, name, inner, holder));
  if (isObject(value)) return textsOf(value, `${element}.`);
  if (typeof value !== 'string') return [];
  const text = name === 'data' ? attached(value, stringOf(holder['contentType'])) : WORDS.has(name) ? value : null;
  if (text === null) return [];
  return [{ element, text: name === 'div' || /^\s*</.test(text) ? withoutTags(text) : text }];
}

/** Null for what is no text: pictures and documents in formats of their own are not looked into. */
function attached(data: string, contentType: string | null): string | null {
  return contentType !== null && /^(text\/|application\/xhtml)/.test(contentType)
    ? Buffer.from(data, 'base64').toString()
    : null;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function withoutTags(markup: string): string {
  return markup
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/\s+/g, ' ')
    .trim();
}

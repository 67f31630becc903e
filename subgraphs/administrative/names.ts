/** Names of people and places: how they are shown, sorted and searched. */
import { identifierKeys } from '../exchange/normalise/identifiers.js';
import { badInput } from '../shared/errors.js';
import { asList, type FhirObject, type FhirValue, objectsOf, stringOf, valuesAt } from '../shared/fhir-json.js';
import type { Predicate } from '../shared/record-store.js';

/** Which of several names a person goes by; a name without a use stands between 'usual' and the rest. */
const BY_USE = ['official', 'usual', undefined, 'nickname', 'temp', 'anonymous', 'maiden', 'old'];

/** Behind every text that begins with a prefix, in the order in which MongoDB compares strings (UTF-8 bytes). */
const LAST = '\u{10FFFF}';

const MOST_WORDS = 10;

/** Lower case without accents, so that "Jose" finds "José" (as FHIR's string search asks). */
export function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The words of a text, folded, each once: "O'Brien-Núñez" has "obrien" and "nunez". */
export function searchWords(text: string): string[] {
  return [
    ...new Set(
      folded(text)
        .replace(/['’`]/g, '')
        .match(/[\p{L}\p{N}]+/gu),
    ),
  ];
}

/** The HumanName a person goes by; null when there is none. */
function currentName(names: FhirValue | undefined): FhirObject | null {
  const ranked = objectsOf(names).map((name) => ({ name, rank: BY_USE.indexOf(stringOf(name['use']) ?? undefined) }));
  const last = BY_USE.length;
  ranked.sort((a, b) => (a.rank < 0 ? last : a.rank) - (b.rank < 0 ? last : b.rank));
  return ranked[0]?.name ?? null;
}

/** A person's name on one line: its text, else prefix, given, family and suffix; null when there is no name. */
export function displayName(names: FhirValue | undefined): string | null {
  const name = currentName(names);
  if (!name) return null;
  const text = stringOf(name['text'])?.trim();
  return text || joined(name, ['prefix', 'given', 'family', 'suffix']);
}

function joined(name: FhirObject, parts: readonly string[]): string | null {
  const words = parts.flatMap((part) => asList(name[part])).filter((word) => typeof word === 'string' && word !== '');
  return words.length > 0 ? words.join(' ') : null;
}

/** `name`: what lists are sorted by. `names`: the words of all names. `identifiers`: as `system|value` and as bare value. */
export interface NameKeys extends Record<string, unknown> {
  readonly name: string | null;
  readonly names: readonly string[];
  readonly identifiers: readonly string[];
}

/** Search keys of a record with HumanNames: sorted by family name, then given names. */
export function personKeys(content: FhirObject): NameKeys {
  const current = currentName(content['name']);
  const sorted = current && (joined(current, ['family', 'given']) ?? stringOf(current['text']));
  const texts = ['text', 'given', 'family'].flatMap((part) => valuesAt(content, `name.${part}`));
  return { name: sorted === null ? null : folded(sorted), names: wordsOf(texts), identifiers: identifiersOf(content) };
}

/** Search keys of a record with a plain name and aliases: an organisation, a place. */
export function placeKeys(content: FhirObject): NameKeys {
  const name = stringOf(content['name']);
  return {
    name: name === null ? null : folded(name),
    names: wordsOf([...valuesAt(content, 'name'), ...valuesAt(content, 'alias')]),
    identifiers: identifiersOf(content),
  };
}

function wordsOf(texts: readonly FhirValue[]): string[] {
  return [...new Set(texts.flatMap((text) => (typeof text === 'string' ? searchWords(text) : [])))];
}

function identifiersOf(content: FhirObject): string[] {
  const bare = valuesAt(content, 'identifier.value').filter((value) => typeof value === 'string' && value !== '');
  return [...new Set([...identifierKeys(content), ...(bare as string[])])];
}

/**
 * Each word begins a word of the record's names, in any order. What the client sends is compared, never run: no
 * regular expression is made of it. Throws BAD_ARGUMENT for a text without words, or with more than ten.
 */
export function namePredicate(text: string): Predicate {
  const words = searchWords(text);
  if (words.length === 0) throw badInput('BAD_ARGUMENT', '"name" takes the beginning of one or more words of a name.');
  if (words.length > MOST_WORDS) throw badInput('BAD_ARGUMENT', `"name" takes at most ${MOST_WORDS} words.`);
  // Without $elemMatch one word of the record could satisfy the lower bound and another the upper one.
  return { $and: words.map((word) => ({ names: { $elemMatch: { $gte: word, $lt: word + LAST } } })) };
}

/**
 * How likely two records are of one person: points for what agrees, with the reasons. A score decides nothing; a human who
 * sees both does. Weights follow the usual order of evidence in record linkage: numbers, date of birth, name, contact.
 */
import { type FhirObject, firstString, objectsOf, stringOf, valuesAt } from '../../shared/fhir-json.js';
import { folded, searchWords } from '../names.js';

export const MATCH_REASONS = [
  'identifier',
  'birth-date',
  'family-name',
  'given-name',
  'gender',
  'telecom',
  'postal-code',
  'address-line',
] as const;
export type MatchReason = (typeof MATCH_REASONS)[number];

const WEIGHTS: Readonly<Record<MatchReason, number>> = {
  identifier: 50,
  'birth-date': 20,
  'family-name': 15,
  'given-name': 10,
  gender: 2,
  telecom: 15,
  'postal-code': 5,
  'address-line': 10,
};
const HIGHEST = 100;
/** Two records that only share a birthday are two people. */
export const LEAST_SCORE = 30;

export interface Match {
  /** 0 to 100. */
  readonly score: number;
  readonly reasons: readonly MatchReason[];
}

export function matchOf(one: FhirObject, other: FhirObject): Match {
  const reasons = MATCH_REASONS.filter((reason) => agree(KEYS[reason](one), KEYS[reason](other)));
  const points = reasons.reduce((sum, reason) => sum + WEIGHTS[reason], 0);
  return { score: Math.min(points, HIGHEST), reasons };
}

/** What is compared for each reason: equal texts agree, what is absent agrees with nothing. */
const KEYS: Readonly<Record<MatchReason, (person: FhirObject) => readonly string[]>> = {
  identifier: (person) =>
    objectsOf(person['identifier']).flatMap(({ system, value }) =>
      stringOf(value) === null ? [] : [`${stringOf(system) ?? ''}|${stringOf(value)}`],
    ),
  'birth-date': (person) => wholeDate(firstString(person, 'birthDate')),
  'family-name': (person) => words(person, 'name.family'),
  'given-name': (person) => words(person, 'name.given'),
  gender: (person) => texts(person, 'gender').filter((gender) => gender !== 'unknown'),
  telecom: (person) => texts(person, 'telecom.value').map((value) => folded(value).replace(/[\s().-]/g, '')),
  'postal-code': (person) => texts(person, 'address.postalCode').map((code) => code.slice(0, 5)),
  'address-line': (person) => texts(person, 'address.line').map((line) => searchWords(line).join(' ')),
};

/** A year is shared by many: only a whole date speaks for one person. */
function wholeDate(value: string | null): string[] {
  return value?.length === 'YYYY-MM-DD'.length ? [value] : [];
}

function texts(person: FhirObject, path: string): string[] {
  return valuesAt(person, path).filter((value) => typeof value === 'string' && value !== '') as string[];
}

function words(person: FhirObject, path: string): string[] {
  return texts(person, path).flatMap(searchWords);
}

function agree(mine: readonly string[], theirs: readonly string[]): boolean {
  return mine.some((key) => theirs.includes(key));
}

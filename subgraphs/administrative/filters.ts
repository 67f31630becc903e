/** The filters of administrative lists, beside the usual ones. */
import { ID } from 'type-graphql';
import { dateRange } from '../exchange/normalise/dates.js';
import { badInput } from '../shared/errors.js';
import { type FhirObject, referencesAt } from '../shared/fhir-json.js';
import type { Filter } from '../shared/list-definition.js';
import { namePredicate } from './names.js';

/** The search key that holds the people, places, organisations and timetables a record names, as `Type/id`. */
export function partiesAt(content: FhirObject, ...paths: readonly string[]): string[] {
  const found = paths
    .flatMap((path) => referencesAt(content, path))
    .filter((reference) => !/^Patient\//.test(reference));
  return [...new Set(found)];
}

/** Records that name a party of the type. */
export function partyFilter(type: string, description: string, ...touches: string[]): Filter {
  return { type: () => ID, description, touches, predicate: (id: string) => ({ parties: `${type}/${id}` }) };
}

export const nameFilter = (...touches: string[]): Filter => ({
  description: 'The beginnings of words of the name, in any order; case and accents do not matter.',
  touches,
  predicate: namePredicate,
});

export const identifierFilter = (...touches: string[]): Filter => ({
  description: 'An identifier, as `system|value` or as the bare value.',
  touches,
  predicate: (value: string) => ({ identifiers: value }),
});

export const patientFilter: Filter = {
  type: () => ID,
  description: 'The id of the patient.',
  touches: ['patient'],
  predicate: (id: string) => ({ patient: id }),
};

/** A day, or all days of a month or a year. Throws BAD_ARGUMENT. */
export const birthDateFilter: Filter = {
  description: 'The date of birth: YYYY-MM-DD, or YYYY-MM or YYYY for all in that month or year.',
  touches: ['birthDate'],
  predicate: (date: string) => {
    if (!isFhirDate(date)) throw badInput('BAD_ARGUMENT', '"birthDate" takes YYYY, YYYY-MM or YYYY-MM-DD.');
    // '.' follows '-': the dates that begin with "1980-" stand between "1980" and "1980.".
    return { birthDate: { $gte: date, $lt: `${date}.` } };
  },
};

/** Whether a value is a FHIR date (no time); the `birthDate` search key holds nothing else. */
export function isFhirDate(value: unknown): value is string {
  return ['year', 'month', 'day'].includes(dateRange(value).precision ?? '');
}

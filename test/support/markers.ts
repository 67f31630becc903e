/**
 * Records in which every stored field holds a marker that names its coordinate, so that a marker found anywhere tells
 * which field leaked.
 */
import type { GraphQLSchema } from 'graphql';
import { filledRecords } from './filled-records.js';
import type { Resource } from './world.js';

/** The one patient and the one organisation of the marked world; each other kind has the id `<kind>-1`. */
export const MARKED_ID = (kind: string): string => `${kind.toLowerCase()}-1`;

const FIRST_NUMBER = 7_000_000;

export interface MarkedRecords {
  readonly resources: readonly Resource[];
  /** The coordinates whose markers stand in a text, whoever wrote it: an answer, a reply of the database, a log. */
  coordinatesIn(text: string): Set<string>;
  /** All coordinates that have a marker. */
  readonly marked: ReadonlySet<string>;
}

export function markedRecords(schemas: readonly GraphQLSchema[]): MarkedRecords {
  const marked = new Set<string>();
  const numbers = new Map<number, string>();
  const resources = filledRecords(schemas, {
    text(coordinate) {
      marked.add(coordinate);
      return `§${coordinate}§`;
    },
    unseen: (coordinate) => `§${coordinate}§`,
    number(coordinate) {
      const value = FIRST_NUMBER + numbers.size;
      numbers.set(value, coordinate);
      marked.add(coordinate);
      return value;
    },
    idOf: MARKED_ID,
  });
  return { resources, marked, coordinatesIn: (text) => found(text, marked, numbers) };
}

function found(text: string, marked: ReadonlySet<string>, numbers: ReadonlyMap<number, string>): Set<string> {
  // Sort keys are in lower case.
  const byLowerCase = new Map([...marked].map((coordinate) => [coordinate.toLowerCase(), coordinate]));
  const coordinates = new Set<string>();
  for (const [, written = ''] of text.matchAll(/§([A-Za-z]+\.[A-Za-z]+)§/g))
    coordinates.add(byLowerCase.get(written.toLowerCase()) ?? written);
  for (const [digits] of text.matchAll(/70\d{5}/g)) {
    const coordinate = numbers.get(Number(digits));
    if (coordinate) coordinates.add(coordinate);
  }
  return coordinates;
}

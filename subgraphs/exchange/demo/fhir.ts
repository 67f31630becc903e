import { SYSTEMS, type SystemName } from './tables/systems.js';

/** A FHIR R4 resource as JSON. */
export interface FhirResource {
  resourceType: string;
  id: string;
  [element: string]: unknown;
}

export interface Reference {
  reference?: string;
  display?: string;
}

export interface Coding {
  system: string;
  code: string;
  display: string;
}

export interface Concept {
  coding: Coding[];
  text: string;
}

/** One code of a table: system name, code, and a short display in our own words. */
export type Code = readonly [system: SystemName, code: string, display: string];

export interface Money {
  value: number;
  currency: 'USD';
}

export function coding([system, code, display]: Code): Coding {
  return { system: SYSTEMS[system], code, display };
}

/** A CodeableConcept; its text is the display of the first code. New objects each time: readers may change theirs. */
export function concept(first: Code, ...more: Code[]): Concept {
  return { coding: [first, ...more].map(coding), text: first[2] };
}

/** A CodeableConcept without text, for the codes of administration, which nobody reads as prose. */
export function coded(code: Code): { coding: Coding[] } {
  return { coding: [coding(code)] };
}

export function reference(to: string, display?: string): Reference {
  return display === undefined ? { reference: to } : { reference: to, display };
}

/** Money from whole cents; a quotient of two integers prints without float noise. */
export function money(cents: number): Money {
  return { value: cents / 100, currency: 'USD' };
}

/** The elements which are defined, in a new object; FHIR has no empty elements. */
export function compact<T extends object>(elements: T): T {
  const defined: Record<string, unknown> = {};
  for (const key in elements) {
    const value = elements[key];
    if (value !== undefined) defined[key] = value;
  }
  return defined as T;
}

/** Whom and what the twin worlds tell of, before anything in them differs. */
import type { Told } from './visible.js';

/** A visit's worth of records: one of each kind about a patient, written by a house, paid by a payer. */
export interface Chapter {
  readonly patient: string;
  readonly house: 'north' | 'south';
  readonly payer: 'red' | 'blue' | null;
  readonly n: number;
  /** The sensitivity label that its records bear. */
  readonly label?: 'SUD' | 'PSY' | 'PSYTHPN';
  /** Whom the patient denied everything about the visit. */
  readonly deniedTo?: 'north' | 'red';
}

const chapters = (patient: string, house: Chapter['house'], payer: Chapter['payer'], ...ns: number[]): Chapter[] =>
  ns.map((n) => ({ patient, house, payer, n }));

export const CHAPTERS: readonly Chapter[] = [
  ...chapters('ann', 'north', 'red', 0, 1, 2, 3),
  ...chapters('bea', 'north', 'red', 0, 1),
  ...chapters('cyd', 'north', 'red', 0, 1, 2),
  ...chapters('dan', 'north', 'red', 0),
  // Paid by herself: her insurer is told of neither the visit nor the bill.
  ...chapters('ann', 'north', null, 4),
  // Seen elsewhere too, on another insurer's account.
  ...chapters('ann', 'south', 'blue', 5, 6),
  ...chapters('bea', 'south', 'blue', 2),
  ...chapters('cyd', 'south', 'red', 3),
  // Sensitive, noted elsewhere and here.
  { patient: 'ann', house: 'south', payer: 'red', n: 7, label: 'SUD' },
  { patient: 'bea', house: 'south', payer: 'red', n: 3, label: 'PSY' },
  { patient: 'ann', house: 'north', payer: 'red', n: 8, label: 'PSYTHPN' },
  { patient: 'cyd', house: 'north', payer: 'red', n: 4, label: 'SUD' },
  // Restricted by the patient: from the plan, and from the north.
  { patient: 'bea', house: 'north', payer: 'red', n: 4, deniedTo: 'red' },
  { patient: 'ann', house: 'south', payer: 'blue', n: 9, deniedTo: 'north' },
  // Never in the north.
  ...chapters('eve', 'south', 'blue', 0, 1),
  ...chapters('fay', 'south', 'blue', 0),
  ...chapters('gus', 'south', 'blue', 0),
];

export const PEOPLE = ['ann', 'bea', 'cyd', 'dan', 'eve', 'fay', 'gus'] as const;
export const HOUSES = ['north', 'south'] as const;

/** Kinds of which a house has its own, and kinds of which each person has one; all others come once a chapter. */
export const OF_A_HOUSE = ['Practitioner', 'PractitionerRole', 'Location', 'Schedule', 'Slot'] as const;

export const idIn = (kind: string, { patient, n }: Chapter): string => `${kind.toLowerCase()}-${patient}-${n}`;

export function idOfHouse(kind: string, house: string): string {
  if (kind === 'Organization') return house;
  return kind === 'Practitioner' ? `doctor-${house}` : `${kind.toLowerCase()}-${house}`;
}

export function toldOf(kind: string, { patient, house, payer, n, label, deniedTo }: Chapter, id: string): Told {
  const special = { ...(label && { label }), ...(deniedTo && { deniedTo }) };
  return { kind, id, patient, house, payer, ...special, author: n % 2 === 0 ? `doctor-${house}` : `other-of-${house}` };
}

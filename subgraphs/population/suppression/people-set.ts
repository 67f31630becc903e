/** A set of people as it is compared with others: how many, and the secret image in which they leave their marks. */

/** People fall into this many buckets, by the key. */
export const BUCKETS = 64;

export interface PeopleSet {
  readonly people: number;
  /** How many in each bucket. */
  readonly buckets: readonly number[];
  /** Sums of two secret numbers of each person: equal for equal sets, and but for chance for no others. */
  readonly print: readonly [number, number];
}

export const NO_PEOPLE: PeopleSet = { people: 0, buckets: new Array(BUCKETS).fill(0), print: [0, 0] };

/** Sets that differ by this many people or fewer are given one answer. */
export const NEAR = 10;

/**
 * Whether two sets may differ by NEAR people or fewer. It never fails to say so when they do: somebody who is in one of
 * the sets only moves one bucket by one. It may say so of sets which differ more, whose sizes are near anyway.
 */
export function isNear(one: PeopleSet, other: Pick<PeopleSet, 'people' | 'buckets'>): boolean {
  if (Math.abs(one.people - other.people) > NEAR) return false;
  let distance = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    distance += Math.abs((one.buckets[bucket] ?? 0) - (other.buckets[bucket] ?? 0));
    if (distance > NEAR) return false;
  }
  return true;
}

/** From families of sets to the numbers that are told of them. */
import type { Coordinate } from '../../../schema/policy/catalogue.js';
import type { Family, KeyedSet, PopulationStore } from '../store/population-store.js';
import { NO_PEOPLE } from '../suppression/people-set.js';
import { tellMean, threeDigits } from '../suppression/sums.js';
import type { Draws } from '../suppression/tell.js';

export interface Told<K> {
  readonly key: K;
  readonly people: number | null;
}

/** Head counts of a family by key. Keys that are asked for and have nobody are there, withheld like few. */
export async function tellCounts<K>(
  store: PopulationStore,
  coordinate: Coordinate,
  family: Family,
  options: { readonly keys?: readonly K[] | null; readonly free: boolean },
): Promise<Told<K>[]> {
  const sets = inOrder(await store.sets(coordinate, family), options.keys ?? null);
  const numbers = await store.tell(
    sets.map(({ set }) => ({ measure: 'people', set })),
    options.free,
  );
  return sets.map(({ key }, place) => ({ key: key as K, people: numbers[place] ?? null }));
}

/** The sets of all keys that may be, in their order; without such a list those there are, sorted. */
function inOrder(sets: readonly KeyedSet[], keys: readonly unknown[] | null): KeyedSet[] {
  const named = new Map(sets.map((entry) => [JSON.stringify(entry.key), entry]));
  if (keys === null) return [...named.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  const nobody = { set: NO_PEOPLE, amounts: { total: 0, most: 0, sharers: 0 } };
  return keys.map((key) => named.get(JSON.stringify(key)) ?? { key, ...nobody });
}

export interface ToldSum<K> extends Told<K> {
  /** US dollars. */
  readonly mean: number | null;
  readonly total: number | null;
}

/** Means and sums of a family by key. `measure` names what is summed, with all that picks it out. */
export async function tellSums<K>(
  store: PopulationStore,
  coordinate: Coordinate,
  family: Family,
  options: { readonly measure: string; readonly free: boolean },
): Promise<ToldSum<K>[]> {
  const sets = inOrder(await store.sets(coordinate, { ...family, withAmounts: true }), null);
  const numbers = await store.tell(
    sets.flatMap(({ set, amounts }) => [
      { measure: 'people', set },
      {
        measure: options.measure,
        set,
        number: (draws: Draws) => tellMean(set.people, amounts, draws),
      },
    ]),
    options.free,
  );
  return sets.map(({ key }, place) => {
    const people = numbers[2 * place] ?? null;
    const cents = people === null ? null : (numbers[2 * place + 1] ?? null);
    const mean = cents === null ? null : cents / 100;
    const total = mean === null || people === null ? null : threeDigits(mean * people);
    return { key: key as K, people, mean, total };
  });
}

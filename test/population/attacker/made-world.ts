/** Seeded worlds for the attacker: people in cells of a table of three dimensions, many of them with few people. */

import { PopulationKey } from '../../../subgraphs/population/key.js';
import type { PeopleSet } from '../../../subgraphs/population/suppression/people-set.js';
import { BUCKETS } from '../../../subgraphs/population/suppression/people-set.js';
import { type Protection, ToldNumbers } from '../../../subgraphs/population/suppression/told-numbers.js';

/** Numbers from 0 up to 1, by a seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Person {
  readonly cell: number;
  readonly bucket: number;
  readonly print: readonly [number, number];
}

export interface MadeWorld {
  /** Values of each dimension; a cell is a combination of them. */
  readonly sizes: readonly number[];
  readonly cells: number;
  readonly people: Person[];
  readonly random: () => number;
}

export function makeWorld(seed: number): MadeWorld {
  const draw = random(seed);
  const sizes = [2 + Math.floor(draw() * 2), 2 + Math.floor(draw() * 3), 2];
  const cells = sizes.reduce((product, size) => product * size, 1);
  const people: Person[] = [];
  for (let cell = 0; cell < cells; cell++) {
    // A third of the cells is small, a few are empty.
    const kind = draw();
    const count = kind < 0.1 ? 0 : kind < 0.45 ? 1 + Math.floor(draw() * 10) : 11 + Math.floor(draw() * 50);
    for (let index = 0; index < count; index++) people.push(person(cell, draw));
  }
  return { sizes, cells, people, random: draw };
}

export function person(cell: number, draw: () => number): Person {
  return {
    cell,
    bucket: Math.floor(draw() * BUCKETS),
    print: [Math.floor(draw() * 2 ** 32), Math.floor(draw() * 2 ** 32)],
  };
}

/** The values of a cell, one for each dimension. */
export function valuesOf({ sizes }: MadeWorld, cell: number): number[] {
  let rest = cell;
  return sizes.map((size) => {
    const value = rest % size;
    rest = Math.floor(rest / size);
    return value;
  });
}

export function setOf(people: readonly Person[], cells: ReadonlySet<number>): PeopleSet {
  const buckets = new Array<number>(BUCKETS).fill(0);
  let count = 0;
  let [p0, p1] = [0, 0];
  for (const { cell, bucket, print } of people)
    if (cells.has(cell)) {
      count += 1;
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
      p0 += print[0];
      p1 += print[1];
    }
  return { people: count, buckets, print: [p0, p1] };
}

/** Answers questions about unions of cells as the population does, remembering what it told. */
export class Desk {
  readonly #world: MadeWorld;
  readonly #told: ToldNumbers;

  constructor(world: MadeWorld, seed: number, protection: Protection = {}) {
    this.#world = world;
    const secret = Buffer.alloc(32);
    secret.writeUInt32BE(seed >>> 0);
    this.#told = new ToldNumbers(new PopulationKey(secret), protection);
  }

  ask(cells: Iterable<number>): number | null {
    const set = setOf(this.#world.people, new Set(cells));
    const { numbers, added } = this.#told.decide([{ measure: 'people', set }]);
    this.#told.remember(added);
    return numbers[0] ?? null;
  }
}

/** How many people a cell really has. */
export function truth({ people }: MadeWorld, cell: number): number {
  return people.filter((one) => one.cell === cell).length;
}

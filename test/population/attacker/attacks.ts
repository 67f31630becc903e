/**
 * What an attacker does who may ask for the number of people in any union of cells. Each attack names the cells whose
 * number it believes to know; it counts as a recovery when the cell has 1 to 10 people and the number is right.
 */
import { type Desk, type MadeWorld, person, truth, valuesOf } from './made-world.js';
import { type Bound, LinearProgram } from './simplex.js';

export interface Claim {
  readonly cell: number;
  readonly people: number;
}

export type Attack = (world: MadeWorld, desk: Desk) => Claim[];

const all = ({ cells }: MadeWorld) => Array.from({ length: cells }, (_, cell) => cell);
const without = (cells: readonly number[], cell: number) => cells.filter((other) => other !== cell);
const isSmall = (people: number) => people >= 1 && people <= 10 && Number.isInteger(people);
const claim = (cell: number, people: number): Claim[] => (isSmall(people) ? [{ cell, people }] : []);

/** The cells that share a value of one dimension, and all such margins. */
export function margins(world: MadeWorld): number[][] {
  return world.sizes.flatMap((size, dimension) =>
    Array.from({ length: size }, (_, value) => all(world).filter((cell) => valuesOf(world, cell)[dimension] === value)),
  );
}

/** Everybody less everybody but one cell; a margin less the rest of it. */
export const differences: Attack = (world, desk) =>
  all(world).flatMap((cell) =>
    [all(world), ...margins(world).filter((margin) => margin.includes(cell))].flatMap((whole) => {
      const [more, less] = [desk.ask(whole), desk.ask(without(whole, cell))];
      return more === null || less === null ? [] : claim(cell, more - less);
    }),
  );

/** C = n(T or C) + n(not T or C) - n(all), for trackers T. */
export const trackers: Attack = (world, desk) =>
  all(world).flatMap((cell) =>
    margins(world)
      .filter((margin) => !margin.includes(cell))
      .flatMap((tracker) => {
        const others = all(world).filter((other) => !tracker.includes(other));
        const answers = [desk.ask([...tracker, cell]), desk.ask(others), desk.ask(all(world))];
        const [one, two, three] = answers;
        return one == null || two == null || three == null ? [] : claim(cell, one + two - three);
      }),
  );

/** Row total less the cells shown of it: the cell that was suppressed. */
export const complements: Attack = (world, desk) =>
  margins(world).flatMap((margin) => {
    const cells = margin.map((cell) => ({ cell, people: desk.ask([cell]) }));
    const hidden = cells.filter(({ people }) => people === null);
    const [only] = hidden;
    const total = desk.ask(margin);
    if (!only || hidden.length > 1 || total === null) return [];
    return claim(only.cell, total - cells.reduce((sum, { people }) => sum + (people ?? 0), 0));
  });

/** Thresholds added one by one: n(first k cells) less n(first k - 1). */
export const thresholds: Attack = (world, desk) =>
  all(world).flatMap((cell) => {
    const [more, less] = [desk.ask(all(world).slice(0, cell + 1)), desk.ask(all(world).slice(0, cell))];
    return more === null || less === null ? [] : claim(cell, more - less);
  });

/**
 * Linear programming over all cells, all margins of one and two dimensions and some unions: which cells can have one number
 * only? `slack` is how far off the attacker believes a number may be, `hidden` the most that a withheld one may be.
 */
export const linearProgram =
  (slack: number, hidden: number): Attack =>
  (world, desk) => {
    const questions = [all(world), ...margins(world), ...all(world).map((cell) => [cell])];
    const pairs = margins(world).flatMap((one, index) =>
      margins(world)
        .slice(index + 1)
        .map((other) => one.filter((cell) => other.includes(cell))),
    );
    questions.push(...pairs.filter((cells) => cells.length > 1));
    for (let extra = 0; extra < 6; extra++) questions.push(all(world).filter(() => world.random() < 0.5));
    const bounds: Bound[] = questions.map((places) => {
      const told = desk.ask(places);
      if (told === null) return { places, low: 0, high: hidden };
      return { places, low: Math.max(11, told - slack), high: told + slack };
    });
    const program = new LinearProgram(world.cells, bounds);
    return all(world).flatMap((cell) => {
      if (desk.ask([cell]) !== null) return [];
      const low = Math.ceil((program.least(cell) ?? Infinity) - 1e-4);
      // Of a cell that may be empty nothing is known: the other half of the work is spared.
      if (!isSmall(low)) return [];
      const high = Math.floor((program.greatest(cell) ?? -Infinity) + 1e-4);
      return low === high ? claim(cell, low) : [];
    });
  };

/** Asks everything, lets one person be recorded, asks again: what changed by 1 to 10? */
export const replay: Attack = (world, desk) => {
  const questions = [all(world), ...margins(world), ...all(world).map((cell) => without(all(world), cell))];
  const before = questions.map((cells) => desk.ask(cells));
  const [cell = 0] = all(world).filter((one) => truth(world, one) === 0);
  if (truth(world, cell) > 0) return [];
  world.people.push(person(cell, world.random));
  const changes = questions.flatMap((cells, index) => {
    const [now, then] = [desk.ask(cells), before[index]];
    return now === null || then == null || now === then ? [] : [now - then];
  });
  return changes.flatMap((change) => claim(cell, change));
};

/** Recoveries among claims. */
export function recovered(world: MadeWorld, claims: readonly Claim[]): number {
  return claims.filter(({ cell, people }) => people === truth(world, cell)).length;
}

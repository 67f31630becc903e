/** A small linear program: the least and the greatest value of one unknown under bounds on sums of unknowns. */

/** `low <= sum of the unknowns at places <= high`. */
export interface Bound {
  readonly places: readonly number[];
  readonly low: number;
  readonly high: number;
}

const EPSILON = 1e-7;
/** Below this a sum of what is artificial is taken for nothing. */
const FEASIBLE = 1e-4;
const MOST_STEPS = 2000;
/** After so many steps by the greatest gain, the first gain is taken, which cannot go round in circles (Bland). */
const GREEDY_STEPS = 200;

/**
 * What bounds leave of unknowns, all of them 0 or more. The simplex method on a dense table in two phases: a point within
 * all bounds is sought once, and each question goes on from where the last one ended.
 */
export class LinearProgram {
  /** False where no numbers are within all bounds. */
  readonly isFeasible: boolean;
  readonly #table: Float64Array[];
  /** The column that each row has brought in. */
  readonly #basis: number[];
  readonly #width: number;
  /** Columns from here on are artificial. */
  readonly #real: number;

  constructor(unknowns: number, bounds: readonly Bound[]) {
    const rows = bounds.flatMap(({ places, low, high }) => [
      ...(high < Infinity ? [{ places, sign: 1, limit: high }] : []),
      ...(low > 0 ? [{ places, sign: -1, limit: low }] : []),
    ]);
    this.#real = unknowns + rows.length;
    this.#width = this.#real + rows.filter(({ sign }) => sign < 0).length + 1;
    this.#basis = [];
    let artificial = this.#real;
    this.#table = rows.map(({ places, sign, limit }, row) => {
      const line = new Float64Array(this.#width);
      for (const at of places) line[at] = 1;
      line[unknowns + row] = sign;
      line[this.#width - 1] = limit;
      if (sign < 0) line[artificial] = 1;
      this.#basis.push(sign < 0 ? artificial++ : unknowns + row);
      return line;
    });
    this.isFeasible = this.#findPoint();
  }

  /** The least value of an unknown; null where no numbers are within the bounds. */
  least(place: number): number | null {
    return this.isFeasible ? this.#minimum(this.#priced(place, 1), this.#real) : null;
  }

  /** The greatest; Infinity where nothing bounds it. */
  greatest(place: number): number | null {
    return this.isFeasible ? -this.#minimum(this.#priced(place, -1), this.#real) : null;
  }

  /** Makes the sum of what is artificial as small as can be, and drives it out of the basis. */
  #findPoint(): boolean {
    const costs = new Float64Array(this.#width).fill(1, this.#real, this.#width - 1);
    if (this.#minimum(this.#reduced(costs), this.#width - 1) > FEASIBLE) return false;
    for (const [row, line] of this.#table.entries()) {
      if ((this.#basis[row] ?? 0) < this.#real) continue;
      // A row in which nothing real is left says nothing more than other rows do.
      const column = line.subarray(0, this.#real).findIndex((value) => Math.abs(value) > EPSILON);
      if (column >= 0) this.#pivot(row, column);
    }
    return true;
  }

  #priced(place: number, price: 1 | -1): Float64Array {
    const costs = new Float64Array(this.#width);
    costs[place] = price;
    return this.#reduced(costs);
  }

  /** Costs as they are where the basis stands; the last is what the basis costs, less than nothing. */
  #reduced(costs: Float64Array): Float64Array {
    const reduced = Float64Array.from(costs);
    for (const [row, line] of this.#table.entries()) {
      const price = costs[this.#basis[row] ?? 0] ?? 0;
      if (price !== 0) subtract(reduced, line, price);
    }
    return reduced;
  }

  /** Only columns before `columns` are brought in. */
  #minimum(reduced: Float64Array, columns: number): number {
    for (let step = 0; step < MOST_STEPS; step++) {
      const column = step < GREEDY_STEPS ? steepest(reduced, columns) : first(reduced, columns);
      if (column < 0) break;
      const row = this.#leaving(column);
      if (row < 0) return -Infinity;
      this.#pivot(row, column, reduced);
    }
    return -(reduced[this.#width - 1] ?? 0);
  }

  /** The row that limits a column first; of those that do so together the one that was brought in by the first column. */
  #leaving(column: number): number {
    let leaving = -1;
    let best = Infinity;
    for (const [row, line] of this.#table.entries()) {
      const pivot = line[column] ?? 0;
      if (pivot <= EPSILON) continue;
      const ratio = (line[this.#width - 1] ?? 0) / pivot;
      const isFirst = (this.#basis[row] ?? 0) < (this.#basis[leaving] ?? Infinity);
      if (ratio < best - EPSILON || (ratio < best + EPSILON && isFirst)) {
        best = Math.min(best, ratio);
        leaving = row;
      }
    }
    return leaving;
  }

  #pivot(row: number, column: number, reduced?: Float64Array): void {
    const line = this.#table[row] as Float64Array;
    const pivot = line[column] ?? 1;
    for (let at = 0; at < line.length; at++) line[at] = (line[at] ?? 0) / pivot;
    for (const other of this.#table) if (other !== line) subtract(other, line, other[column] ?? 0);
    if (reduced) subtract(reduced, line, reduced[column] ?? 0);
    this.#basis[row] = column;
  }
}

function steepest(reduced: Float64Array, columns: number): number {
  let best = -1;
  let least = -EPSILON;
  for (let at = 0; at < columns; at++) {
    const value = reduced[at] ?? 0;
    if (value < least) {
      least = value;
      best = at;
    }
  }
  return best;
}

const first = (reduced: Float64Array, columns: number) =>
  reduced.subarray(0, columns).findIndex((value) => value < -EPSILON);

function subtract(from: Float64Array, line: Float64Array, factor: number): void {
  if (factor === 0) return;
  for (let at = 0; at < line.length; at++) from[at] = (from[at] ?? 0) - factor * (line[at] ?? 0);
}

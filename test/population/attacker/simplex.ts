/** A small linear program: the least and the greatest value of one unknown under bounds on sums of unknowns. */

/** `low <= sum of the unknowns at places <= high`. */
export interface Bound {
  readonly places: readonly number[];
  readonly low: number;
  readonly high: number;
}

const EPSILON = 1e-7;

/** The least value of an unknown that all bounds leave, all unknowns being 0 or more; null where no solution exists. */
export function leastOf(place: number, unknowns: number, bounds: readonly Bound[]): number | null {
  return optimum(place, 1, unknowns, bounds);
}

/** The greatest; null where no solution exists. */
export function greatestOf(place: number, unknowns: number, bounds: readonly Bound[]): number | null {
  const least = optimum(place, -1, unknowns, bounds);
  return least === null ? null : -least;
}

/** The minimum of `sign * x[place]`: the simplex method on a dense table, with a large cost on what is artificial. */
function optimum(place: number, sign: 1 | -1, unknowns: number, bounds: readonly Bound[]): number | null {
  const rows: { places: readonly number[]; kind: 'most' | 'least'; limit: number }[] = bounds.flatMap(
    ({ places, low, high }) => [
      ...(high < Infinity ? [{ places, kind: 'most' as const, limit: high }] : []),
      ...(low > 0 ? [{ places, kind: 'least' as const, limit: low }] : []),
    ],
  );
  const slack = unknowns;
  const artificial = unknowns + rows.length;
  const needed = rows.filter(({ kind }) => kind === 'least').length;
  const width = artificial + needed + 1;
  const LARGE = 1e6;
  const cost = new Float64Array(width);
  cost[place] = sign;
  const basis: number[] = [];
  let next = artificial;
  const table = rows.map(({ places, kind, limit }, row) => {
    const line = new Float64Array(width);
    for (const at of places) line[at] = 1;
    line[slack + row] = kind === 'most' ? 1 : -1;
    line[width - 1] = limit;
    if (kind === 'most') basis.push(slack + row);
    else {
      line[next] = 1;
      cost[next] = LARGE;
      basis.push(next++);
    }
    return line;
  });
  const reduced = Float64Array.from(cost);
  for (const [row, line] of table.entries()) {
    const price = cost[basis[row] ?? 0] ?? 0;
    if (price !== 0) for (let at = 0; at < width; at++) reduced[at] = (reduced[at] ?? 0) - price * (line[at] ?? 0);
  }
  for (let step = 0; step < 2000; step++) {
    // Bland's rule: the first that helps, so that it ends.
    let entering = -1;
    for (let at = 0; at < width - 1; at++)
      if ((reduced[at] ?? 0) < -EPSILON) {
        entering = at;
        break;
      }
    if (entering < 0) break;
    let leaving = -1;
    let best = Infinity;
    for (const [row, line] of table.entries()) {
      const pivot = line[entering] ?? 0;
      if (pivot <= EPSILON) continue;
      const ratio = (line[width - 1] ?? 0) / pivot;
      if (ratio < best - EPSILON || (ratio < best + EPSILON && (basis[row] ?? 0) < (basis[leaving] ?? Infinity))) {
        best = ratio;
        leaving = row;
      }
    }
    if (leaving < 0) return sign === 1 ? null : -Infinity;
    pivotOn(table, reduced, leaving, entering);
    basis[leaving] = entering;
  }
  const feasible = basis.every((at, row) => at < artificial || (table[row]?.[width - 1] ?? 0) < 1e-4);
  if (!feasible) return null;
  const at = basis.indexOf(place);
  return sign * (at < 0 ? 0 : (table[at]?.[width - 1] ?? 0));
}

function pivotOn(table: Float64Array[], reduced: Float64Array, row: number, column: number): void {
  const line = table[row] as Float64Array;
  const pivot = line[column] ?? 1;
  for (let at = 0; at < line.length; at++) line[at] = (line[at] ?? 0) / pivot;
  for (const other of [...table, reduced]) {
    const factor = other[column] ?? 0;
    if (other === line || factor === 0) continue;
    for (let at = 0; at < line.length; at++) other[at] = (other[at] ?? 0) - factor * (line[at] ?? 0);
  }
}

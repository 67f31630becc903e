/** Told numbers as a picture: a bar or a line chart in SVG. Pure. It draws numbers that were told, and no others. */

export interface ChartRow {
  readonly label: string;
  /** Null where it is withheld: drawn as a gap that says so. */
  readonly people: number | null;
}

export type ChartKind = 'bar' | 'line';

const WIDTH = 800;
const PLOT = 360;
const TOP = 40;
const LEFT = 60;
const LABELS = 120;

export function chartSvg(title: string, rows: readonly ChartRow[], kind: ChartKind): string {
  const most = Math.max(1, ...rows.map(({ people }) => people ?? 0));
  const step = (WIDTH - LEFT - 20) / Math.max(rows.length, 1);
  const heightOf = (people: number) => (people / most) * PLOT;
  const xOf = (place: number) => LEFT + step * (place + 0.5);
  const yOf = (people: number) => TOP + PLOT - heightOf(people);
  const marks = kind === 'bar' ? bars(rows, step, xOf, yOf, heightOf) : lines(rows, xOf, yOf);
  const labels = rows.map(({ label, people }, place) => {
    const [x, y] = [round(xOf(place)), TOP + PLOT + 14];
    const text = `<text transform="translate(${x} ${y}) rotate(40)">${escaped(label)}</text>`;
    return people === null ? `${text}<text x="${x}" y="${TOP + PLOT - 4}" text-anchor="middle">few</text>` : text;
  });
  const height = TOP + PLOT + LABELS;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="11" role="img">`,
    `<title>${escaped(title)}</title><rect width="100%" height="100%" fill="#fff"/>`,
    `<text x="${LEFT}" y="22" font-size="14">${escaped(title)}</text>`,
    `<path d="M${LEFT} ${TOP}V${TOP + PLOT}H${WIDTH - 20}" fill="none" stroke="#444"/>`,
    `<text x="${LEFT - 6}" y="${TOP + 4}" text-anchor="end">${most}</text><text x="${LEFT - 6}" y="${TOP + PLOT}" text-anchor="end">0</text>`,
    ...marks,
    ...labels,
    '</svg>\n',
  ].join('\n');
}

type Scale = (value: number) => number;

function bars(rows: readonly ChartRow[], step: number, xOf: Scale, yOf: Scale, heightOf: Scale): string[] {
  return rows.flatMap(({ people }, place) => {
    if (people === null) return [];
    const width = round(step * 0.7);
    const x = round(xOf(place) - width / 2);
    const bar = `<rect x="${x}" y="${round(yOf(people))}" width="${width}" height="${round(heightOf(people))}" fill="#2b6cb0"/>`;
    return [`${bar}<text x="${round(xOf(place))}" y="${round(yOf(people) - 4)}" text-anchor="middle">${people}</text>`];
  });
}

/** The line breaks where a number is withheld. */
function lines(rows: readonly ChartRow[], xOf: Scale, yOf: Scale): string[] {
  let path = '';
  let isDown = false;
  const dots: string[] = [];
  for (const [place, { people }] of rows.entries()) {
    if (people !== null) {
      path += `${isDown ? 'L' : 'M'}${round(xOf(place))} ${round(yOf(people))}`;
      dots.push(`<circle cx="${round(xOf(place))}" cy="${round(yOf(people))}" r="3" fill="#2b6cb0"/>`);
    }
    isDown = people !== null;
  }
  return [`<path d="${path}" fill="none" stroke="#2b6cb0" stroke-width="2"/>`, ...dots];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

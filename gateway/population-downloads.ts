/**
 * Numbers of the population as files: `GET /population/breakdown.csv` and its siblings, with a token. Each is one operation
 * of the viewer's own view, asked of the viewer's own server: the same walls, ledger and trail as by `/graphql`.
 */
import type { BaseContext } from '@apollo/server';
import type { RequestHandler } from 'express';
import type { Viewer } from '../schema/policy/viewer.js';
import { catalogued } from './errors.js';
import { askOwn, type OwnOperationParts } from './own-operation.js';
import { type ChartKind, chartSvg } from './population-chart.js';

interface Row {
  readonly values: readonly (string | null)[];
  readonly people: number | null;
  readonly suppressed: boolean;
}

interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

interface View {
  readonly query: string;
  /** Names of the parameters that hold JSON, and those that hold words, separated by commas or given again. */
  readonly json: readonly string[];
  readonly words: readonly string[];
  readonly table: (cohort: Record<string, unknown>, variables: Record<string, unknown>) => Table;
}

const VIEWS: Readonly<Record<string, View>> = {
  breakdown: {
    query: `query PopulationBreakdown($where: CohortInput, $by: [CohortDimension!]!) {
      cohort(where: $where) { breakdown(by: $by) { values people suppressed } }
    }`,
    json: ['where'],
    words: ['by'],
    table: ({ breakdown }, { by }) => ({ columns: by as string[], rows: breakdown as Row[] }),
  },
  trend: {
    query: `query PopulationTrend($where: CohortInput, $of: EventCriterion!, $years: YearsInput!) {
      cohort(where: $where) { trend(of: $of, years: $years) { year people suppressed } }
    }`,
    json: ['where', 'of', 'years'],
    words: [],
    table: ({ trend }) => ({
      columns: ['YEAR'],
      rows: (trend as (Row & { year: number })[]).map(({ year, people, suppressed }) => ({
        values: [String(year)],
        people,
        suppressed,
      })),
    }),
  },
};

const FORMATS: Readonly<
  Record<string, { readonly type: string; readonly write: (table: Table, chart: ChartKind) => string }>
> = {
  csv: { type: 'text/csv; charset=utf-8', write: csv },
  ndjson: { type: 'application/x-ndjson; charset=utf-8', write: ndjson },
  svg: { type: 'image/svg+xml; charset=utf-8', write: svg },
  'codebook.json': { type: 'application/json; charset=utf-8', write: codebook },
};

const FILE = /^\/population\/([a-z]+)\.([a-z.]+)$/;
const MAX_ADDRESS = 8192;

/** Answers who is signed in; `response.locals.viewer` is theirs. */
export function populationDownload<C extends BaseContext>(parts: OwnOperationParts<C>): RequestHandler {
  return async (request, response) => {
    const [path = '', search = ''] = request.originalUrl.split(/\?(.*)/s);
    const [, name = '', format = ''] = FILE.exec(path) ?? [];
    const view = Object.hasOwn(VIEWS, name) ? VIEWS[name] : undefined;
    const file = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
    if (!view || !file || request.originalUrl.length > MAX_ADDRESS) throw catalogued('NOT_FOUND');
    const parameters = new URLSearchParams(search);
    const variables = variablesOf(view, parameters);
    const chart = parameters.get('chart') === 'line' ? 'line' : 'bar';
    const viewer = response.locals['viewer'] as Viewer;
    const cohort = await cohortOf(parts, viewer, view.query, variables);
    const text = file.write(view.table(cohort, variables), chart);
    response.type(file.type).set('Content-Disposition', `inline; filename="${name}.${format}"`).send(text);
  };
}

/** @throws BAD_REQUEST naming the parameter. */
function variablesOf({ json, words }: View, parameters: URLSearchParams): Record<string, unknown> {
  const known = new Set([...json, ...words, 'chart']);
  for (const name of parameters.keys())
    if (!known.has(name)) throw catalogued('BAD_REQUEST', { reason: `it takes ${[...known].join(', ')}` });
  const variables: Record<string, unknown> = {};
  for (const name of json) {
    const text = parameters.get(name);
    if (text !== null) variables[name] = parsed(name, text);
  }
  for (const name of words)
    variables[name] = parameters
      .getAll(name)
      .flatMap((words) => words.split(','))
      .filter((word) => word !== '');
  return variables;
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw catalogued('BAD_REQUEST', { reason: `${name} is not valid JSON` });
  }
}

async function cohortOf<C extends BaseContext>(
  parts: OwnOperationParts<C>,
  viewer: Viewer,
  query: string,
  variables: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  return (await askOwn(parts, viewer, { query, variables }))['cohort'] as Record<string, unknown>;
}

function csv({ columns, rows }: Table): string {
  const head = [...columns.map((column) => column.toLowerCase()), 'people', 'suppressed'];
  const lines = rows.map(({ values, people, suppressed }) => [...values, people, suppressed]);
  return [head, ...lines].map((line) => `${line.map(csvValue).join(',')}\r\n`).join('');
}

/** RFC 4180. What a spreadsheet would take for a formula is made text. */
function csvValue(value: string | number | boolean | null): string {
  if (value === null) return '';
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function ndjson({ columns, rows }: Table): string {
  return rows
    .map(({ values, people, suppressed }) => {
      const named = columns.map((column, place) => [column.toLowerCase(), values[place] ?? null]);
      return `${JSON.stringify({ ...Object.fromEntries(named), people, suppressed })}\n`;
    })
    .join('');
}

function svg({ columns, rows }: Table, chart: ChartKind): string {
  const title = `People by ${columns.map((column) => column.toLowerCase().replaceAll('_', ' ')).join(', ')}, about`;
  const drawn = rows.map(({ values, people }) => ({ label: values.map((value) => value ?? '-').join(' / '), people }));
  return chartSvg(title, drawn, chart);
}

function codebook({ columns, rows }: Table): string {
  const described = columns.map((column, place) => ({
    name: column.toLowerCase(),
    values: [...new Set(rows.map(({ values }) => values[place] ?? null))],
  }));
  const numbers = [
    {
      name: 'people',
      description:
        'About how many people: a multiple of 11, mostly one of the two next to the number. Empty where it is withheld: 10 or fewer, and now and then a few more.',
    },
    { name: 'suppressed', description: 'Whether the number is withheld.' },
  ];
  const notes = [
    'Sets of people that differ by 10 or fewer are given one number, whoever asks and whenever.',
    'Numbers are rounded each by itself: parts need not add up to their whole.',
  ];
  return `${JSON.stringify({ columns: [...described, ...numbers], notes }, null, 2)}\n`;
}

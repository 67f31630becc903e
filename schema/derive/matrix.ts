/** The access matrix as tables: who reads and changes which facet, who may use which coordinate, and what summaries are made from. */
import { type FieldData, mayUse, type PolicyData } from '../policy/policy-data.js';
import { ROLES, type Role } from '../policy/viewer.js';

export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns that hold a mark for each role, counted from here. */
  readonly marksFrom: number;
}

/** What of the matrix is wanted; all of it when left out. */
export interface MatrixFilter {
  readonly roles?: readonly Role[];
  readonly facet?: string;
  readonly type?: string;
}

const YES = 'yes';
const NO = '';

export function matrixTables(data: PolicyData, filter: MatrixFilter = {}): Table[] {
  const roles = filter.roles ?? ROLES;
  const coordinates = wantedCoordinates(data, filter);
  const facets = wantedFacets(data, filter, coordinates);
  return [
    facetTable('who reads it', 'reads', data, facets, roles),
    facetTable('who changes it', 'writes', data, facets, roles),
    {
      title: 'Fields and arguments',
      head: ['coordinate', 'facet', ...roles],
      rows: coordinates.map(([at, facet]) => [at, facet, ...roles.map((role) => (mayUse(data, role, at) ? YES : NO))]),
      marksFrom: 2,
    },
    summaries(data, coordinates),
  ].filter(({ rows }) => rows.length > 0);
}

function wantedCoordinates(data: PolicyData, { facet, type }: MatrixFilter): [string, string][] {
  return [...Object.entries(data.fields), ...Object.entries(data.arguments)]
    .map(([at, entry]): [string, string] => [at, entry.facet])
    .filter(([at, of]) => (facet === undefined || of === facet) && (type === undefined || at.startsWith(`${type}.`)))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function wantedFacets(data: PolicyData, { facet, type }: MatrixFilter, coordinates: readonly [string, string][]) {
  const shown = new Set(coordinates.map(([, of]) => of));
  return Object.keys(data.facets).filter(
    (name) => (facet === undefined || name === facet) && (type === undefined || shown.has(name)),
  );
}

function facetTable(
  title: string,
  grant: 'reads' | 'writes',
  data: PolicyData,
  facets: readonly string[],
  roles: readonly Role[],
): Table {
  const holds = (role: Role, facet: string) => data.roles[role]?.[grant].includes(facet) ?? false;
  const shown = grant === 'reads' ? facets : facets.filter((facet) => roles.some((role) => holds(role, facet)));
  return {
    title: `Facets: ${title}`,
    head: [`facet: ${title}`, 'what it is', ...roles],
    rows: shown.map((facet) => [
      facet,
      data.facets[facet] ?? '',
      ...roles.map((role) => (holds(role, facet) ? YES : NO)),
    ]),
    marksFrom: 2,
  };
}

/** Fields that are open to roles which may not read their sources, each with the reason and the sources. */
function summaries(data: PolicyData, coordinates: readonly [string, string][]): Table {
  const entries = coordinates
    .map(([at]): [string, FieldData | undefined] => [at, data.fields[at]])
    .filter((entry): entry is [string, FieldData] => entry[1]?.summarises !== undefined);
  return {
    title: 'Summaries: open to roles which may not read all that they are made from',
    head: ['coordinate', 'why', 'made from'],
    rows: entries.map(([at, { summarises = '', from = [] }]) => [at, summarises, from.join(', ')]),
    marksFrom: 3,
  };
}

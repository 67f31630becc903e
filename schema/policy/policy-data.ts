/** The whole policy as plain data: what is committed, compared between revisions, printed and explained. */
import type { Coordinate } from './catalogue.js';
import type { Role } from './viewer.js';

export interface RoleData {
  readonly title: string;
  readonly purpose: string;
  /** Facets that the role reads. */
  readonly reads: readonly string[];
  /** Facets whose mutations the role may call. */
  readonly writes: readonly string[];
}

export interface ClearanceData {
  readonly own: readonly string[];
  readonly others: readonly string[];
  readonly named: readonly string[];
  readonly boundByConsent: boolean;
}

export interface FieldData {
  readonly facet: string;
  /** Coordinates the field is computed from. */
  readonly from?: readonly Coordinate[];
  /** Why it may be open to roles which may not read all that it is computed from. */
  readonly summarises?: string;
  /** The kinds of record that it lists, looks up or sums over. */
  readonly records?: readonly string[];
  /** It asks the store: its value comes from records other than its holder. */
  readonly asks?: true;
}

export interface ArgumentData {
  readonly facet: string;
  readonly touches: readonly Coordinate[];
}

export interface PolicyData {
  readonly facets: Readonly<Record<string, string>>;
  readonly roles: Readonly<Partial<Record<Role, RoleData>>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly clearances: Readonly<Partial<Record<Role, ClearanceData>>>;
  /** Role, kind of record, sentence; what is absent is out of reach. */
  readonly rowScopes: Readonly<Partial<Record<Role, Readonly<Record<string, string>>>>>;
  /** Types by the kinds of record that they are, or are a part of. */
  readonly types: Readonly<Record<string, readonly string[]>>;
  readonly fields: Readonly<Record<Coordinate, FieldData>>;
  readonly arguments: Readonly<Record<Coordinate, ArgumentData>>;
}

const REQUIRED = ['facets', 'roles', 'fields', 'arguments'] as const;
/** Parts that policies have come to have; an older one tells nothing of them. */
const LATER = { labels: {}, clearances: {}, rowScopes: {}, types: {} } as const;

/** Reads what printPolicyData() wrote, now or in an earlier revision. Throws Error for anything else. */
export function parsePolicyData(text: string): PolicyData {
  const data: unknown = JSON.parse(text);
  const holds = (value: unknown): value is PolicyData =>
    typeof value === 'object' &&
    value !== null &&
    REQUIRED.every((part) => typeof (value as Record<string, unknown>)[part] === 'object');
  if (!holds(data)) throw new Error(`a policy has the parts ${REQUIRED.join(', ')}`);
  return { ...LATER, ...data };
}

/** One line for each facet, role, sentence and coordinate, so that a diff of the text is a diff of the policy. */
export function printPolicyData(data: PolicyData): string {
  const parts = Object.entries(data).map(([part, entries]) => {
    const lines = part === 'rowScopes' ? nested(entries) : flat(entries, '    ');
    return `  ${JSON.stringify(part)}: {\n${lines}\n  }`;
  });
  return `{\n${parts.join(',\n')}\n}\n`;
}

function nested(roles: PolicyData['rowScopes']): string {
  return Object.entries(roles)
    .map(([role, kinds]) => {
      const lines = flat(kinds, '      ');
      return `    ${JSON.stringify(role)}: ${lines === '' ? '{}' : `{\n${lines}\n    }`}`;
    })
    .join(',\n');
}

function flat(entries: Readonly<Record<string, unknown>>, indent: string): string {
  return Object.entries(entries)
    .map(([name, value]) => `${indent}${JSON.stringify(name)}: ${JSON.stringify(value)}`)
    .join(',\n');
}

export type Grant = 'reads' | 'writes';

/** Whether the role may use the coordinate: by the facet, and for fields of Mutation by what the role may change. */
export function mayUse(data: PolicyData, role: Role, coordinate: Coordinate): boolean {
  const facet = (data.fields[coordinate] ?? data.arguments[coordinate])?.facet;
  const granted = coordinate.startsWith('Mutation.') ? data.roles[role]?.writes : data.roles[role]?.reads;
  return facet !== undefined && (granted?.includes(facet) ?? false);
}

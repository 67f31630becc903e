/** Two policies compared: who gains and who loses what. Pure; the words are in words.ts. */
import type { Coordinate } from '../policy/catalogue.js';
import { type ClearanceData, type FieldData, type Grant, mayUse, type PolicyData } from '../policy/policy-data.js';
import { ROLES, type Role } from '../policy/role.js';

/** A policy of some revision; an older one may not have said all. */
export interface PolicyOfRevision extends PolicyData {
  readonly unsaid?: readonly Unsaid[];
}

export const UNSAID = ['row scopes', 'clearances', 'summaries', 'purposes'] as const;
export type Unsaid = (typeof UNSAID)[number];

/** Coordinates of one facet that a role may use in one of the policies and not in the other. */
export interface FacetChange {
  readonly grant: Grant;
  readonly facet: string;
  readonly coordinates: readonly Coordinate[];
}

/** Null where the kind is out of reach. */
export interface ReachChange {
  readonly kind: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface ClearanceChange {
  readonly what: string;
  readonly more: boolean;
}

export interface RoleChange {
  readonly role: Role;
  readonly gains: readonly FacetChange[];
  readonly loses: readonly FacetChange[];
  readonly reach: readonly ReachChange[];
  readonly clearances: readonly ClearanceChange[];
}

export interface Moved {
  readonly coordinate: Coordinate;
  readonly from: string;
  readonly to: string;
}

export interface SummaryChange {
  readonly coordinate: Coordinate;
  readonly before: FieldData | null;
  readonly after: FieldData | null;
}

export interface PolicyChanges {
  readonly roles: readonly RoleChange[];
  /** New keys and parts of values: seen by whoever sees what holds them. */
  readonly newParts: readonly Coordinate[];
  readonly added: readonly Coordinate[];
  readonly removed: readonly Coordinate[];
  readonly moved: readonly Moved[];
  readonly summaries: readonly SummaryChange[];
  /** Facets and roles whose wording changed, with both wordings. */
  readonly reworded: readonly { readonly what: string; readonly before: string; readonly after: string }[];
  /** What the older policy did not say, and so cannot be compared. */
  readonly unsaid: readonly Unsaid[];
}

export function comparePolicies(before: PolicyOfRevision, after: PolicyOfRevision): PolicyChanges {
  const unsaid = UNSAID.filter((part) => before.unsaid?.includes(part) || after.unsaid?.includes(part));
  const [old, now] = [coordinatesOf(before), coordinatesOf(after)];
  const added = [...now.keys()].filter((at) => !old.has(at)).sort();
  const newParts = added.filter((at) => isStructure(now.get(at)));
  return {
    roles: ROLES.map((role) => roleChange(role, before, after, new Set(newParts), unsaid)).filter(isChange),
    newParts,
    added: added.filter((at) => !newParts.includes(at)),
    removed: [...old.keys()].filter((at) => !now.has(at)).sort(),
    moved: [...now]
      .flatMap(([coordinate, to]) => {
        const from = old.get(coordinate);
        return from !== undefined && from !== to ? [{ coordinate, from, to }] : [];
      })
      .sort((a, b) => (a.coordinate < b.coordinate ? -1 : 1)),
    summaries: unsaid.includes('summaries') ? [] : summaryChanges(before, after),
    reworded: reworded(before, after, unsaid),
    unsaid,
  };
}

/** Whether anybody may see or do more than before; a reach in other words counts, because nobody can tell by itself. */
export function somebodyGains({ roles, newParts, summaries }: PolicyChanges): boolean {
  return (
    newParts.length > 0 ||
    summaries.some(({ after }) => after !== null) ||
    roles.some(
      ({ gains, reach, clearances }) =>
        gains.length > 0 || reach.some(({ after }) => after !== null) || clearances.some(({ more }) => more),
    )
  );
}

export function nothingChanges({ unsaid: _, ...changes }: PolicyChanges): boolean {
  return Object.values(changes).every((list) => list.length === 0);
}

function coordinatesOf(data: PolicyData): Map<Coordinate, string> {
  return new Map(
    [...Object.entries(data.fields), ...Object.entries(data.arguments)].map(([at, { facet }]) => [at, facet]),
  );
}

function isStructure(facet: string | undefined): boolean {
  return facet === 'key' || facet === 'element';
}

function isChange({ gains, loses, reach, clearances }: RoleChange): boolean {
  return gains.length + loses.length + reach.length + clearances.length > 0;
}

function roleChange(
  role: Role,
  before: PolicyData,
  after: PolicyData,
  newParts: ReadonlySet<Coordinate>,
  unsaid: readonly Unsaid[],
): RoleChange {
  return {
    role,
    gains: granted(role, after, before).filter(({ coordinates }) => coordinates.length > 0),
    loses: granted(role, before, after),
    reach: unsaid.includes('row scopes') ? [] : reachChanges(before.rowScopes[role], after.rowScopes[role]),
    clearances: unsaid.includes('clearances') ? [] : clearanceChanges(before.clearances[role], after.clearances[role]),
  };

  /** What the role may use in one policy and not in the other, by facet. New parts of values are told once for all. */
  function granted(of: Role, inThis: PolicyData, notInThat: PolicyData): FacetChange[] {
    const byFacet = new Map<string, FacetChange & { coordinates: Coordinate[] }>();
    for (const [at, facet] of [...coordinatesOf(inThis)].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (newParts.has(at) || !mayUse(inThis, of, at) || mayUse(notInThat, of, at)) continue;
      const grant: Grant = at.startsWith('Mutation.') ? 'writes' : 'reads';
      const change = byFacet.get(`${grant} ${facet}`) ?? { grant, facet, coordinates: [] };
      change.coordinates.push(at);
      byFacet.set(`${grant} ${facet}`, change);
    }
    return [...byFacet.values()].sort((a, b) => (`${a.grant} ${a.facet}` < `${b.grant} ${b.facet}` ? -1 : 1));
  }
}

function reachChanges(before: Readonly<Record<string, string>> = {}, after: Readonly<Record<string, string>> = {}) {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .sort()
    .map((kind): ReachChange => ({ kind, before: before[kind] ?? null, after: after[kind] ?? null }))
    .filter((change) => change.before !== change.after);
}

const HELD = {
  own: 'labels held on what their own organisation wrote',
  others: 'labels held on what others wrote',
} as const;

function clearanceChanges(before: ClearanceData | undefined, after: ClearanceData | undefined): ClearanceChange[] {
  const nothing: ClearanceData = { own: [], others: [], named: [], boundByConsent: true };
  const [old, now] = [before ?? nothing, after ?? nothing];
  const held = (['own', 'others'] as const).flatMap((part) => [
    ...missingIn(old[part], now[part]).map((label) => ({ what: `${HELD[part]}: ${label}`, more: true })),
    ...missingIn(now[part], old[part]).map((label) => ({ what: `${HELD[part]}: ${label}`, more: false })),
  ]);
  // A label that a consent need not name any more is opened by a general consent.
  const naming = [
    ...missingIn(now.named, old.named).map((label) => ({
      what: `a consent need not name the label ${label}`,
      more: true,
    })),
    ...missingIn(old.named, now.named).map((label) => ({
      what: `a consent must name the label ${label}`,
      more: false,
    })),
  ];
  const bound =
    old.boundByConsent === now.boundByConsent
      ? []
      : [
          {
            what: now.boundByConsent ? 'consents bind them' : 'consents bind them no longer',
            more: !now.boundByConsent,
          },
        ];
  return [...held, ...naming, ...bound];
}

/** Entries of the second list which the first lacks. */
function missingIn(list: readonly string[], others: readonly string[]): string[] {
  return others.filter((entry) => !list.includes(entry));
}

/** Fields that are open although their sources are not: the reason and the sources are what is signed. */
function summaryChanges(before: PolicyData, after: PolicyData): SummaryChange[] {
  const summary = (data: PolicyData, at: string) =>
    data.fields[at]?.summarises === undefined ? null : data.fields[at];
  const said = (field: FieldData | null) => JSON.stringify([field?.summarises, field?.from]);
  return [...new Set([...Object.keys(before.fields), ...Object.keys(after.fields)])]
    .sort()
    .map((coordinate) => ({ coordinate, before: summary(before, coordinate), after: summary(after, coordinate) }))
    .filter((change) => said(change.before) !== said(change.after));
}

function reworded(before: PolicyData, after: PolicyData, unsaid: readonly Unsaid[]): PolicyChanges['reworded'] {
  const facets = Object.entries(after.facets).map(([facet, words]) => ({
    what: `the facet ${facet}`,
    before: before.facets[facet] ?? words,
    after: words,
  }));
  const purposes = unsaid.includes('purposes')
    ? []
    : ROLES.map((role) => ({
        what: `the purpose of the role ${role}`,
        before: before.roles[role]?.purpose ?? '',
        after: after.roles[role]?.purpose ?? '',
      }));
  return [...facets, ...purposes].filter((words) => words.before !== words.after);
}

/**
 * Groups of conditions, finer than categories and coarser than codes: what cohorts are chosen by.
 *
 * The table is ours, version CONDITION_GROUP_VERSION. ICD-10-CM goes by blocks of the Tabular List of CDC/NCHS for fiscal
 * year 2025, grouped as AHRQ's CCSR for ICD-10-CM diagnoses v2023.1 draws its body systems and most common categories;
 * SNOMED CT by common codes (codes only: the terms are SNOMED International's). What no group holds is in none, and
 * is counted under its category alone.
 */
import { registerEnumType } from 'type-graphql';
import { type GroupName, ICD_PREFIXES, SNOMED_CODES } from './condition-group-table.js';

/** Raised whenever a condition may fall into another group than before: the population is then to be rebuilt. */
export const CONDITION_GROUP_VERSION = '2025.1';

export const CONDITION_GROUPS = Object.keys(ICD_PREFIXES) as readonly GroupName[];

/** For GraphQL: each group by its own name. */
export const ConditionGroup = Object.fromEntries(CONDITION_GROUPS.map((name) => [name, name])) as {
  readonly [name in GroupName]: name;
};

registerEnumType(ConditionGroup, {
  name: 'ConditionGroup',
  description: 'Groups of conditions: blocks of ICD-10-CM and SNOMED CT codes that belong together.',
});

const bySnomed = new Map<string, GroupName>(
  Object.entries(SNOMED_CODES).flatMap(([name, codes]) =>
    codes.split(/\s+/).map((code) => [code, name as GroupName] as const),
  ),
);

const byPrefix = new Map<string, GroupName>(
  Object.entries(ICD_PREFIXES).flatMap(([name, prefixes]) =>
    prefixes.split(/\s+/).map((prefix) => [prefix, name as GroupName] as const),
  ),
);

const ICD_10 = /^(?:http:\/\/hl7\.org\/fhir\/sid\/icd-10(?:-cm)?|urn:oid:2\.16\.840\.1\.113883\.6\.(?:90|3))$/;

/** The group of a condition's codes, each as `system|code`; null for what is in none. ICD goes before SNOMED CT. */
export function conditionGroup(codes: readonly string[]): GroupName | null {
  const split = codes.map((token) => {
    const bar = token.lastIndexOf('|');
    return { system: token.slice(0, Math.max(bar, 0)), code: token.slice(bar + 1) };
  });
  for (const { system, code } of split) {
    const group = ICD_10.test(system) ? groupOfIcd(code) : null;
    if (group) return group;
  }
  for (const { system, code } of split) {
    const group = system === 'http://snomed.info/sct' ? bySnomed.get(code) : undefined;
    if (group) return group;
  }
  return null;
}

/** The longest prefix decides. */
function groupOfIcd(code: string): GroupName | null {
  const plain = code.toUpperCase().replace('.', '');
  for (let length = Math.min(plain.length, 5); length >= 3; length--) {
    const group = byPrefix.get(plain.slice(0, length));
    if (group) return group;
  }
  return null;
}

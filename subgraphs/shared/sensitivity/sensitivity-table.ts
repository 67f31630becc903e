/** Our table of what records are sensitive by their codes: its version, its sources, and how a code is looked up. */
import type { CodeGroup, CodeSystem } from './code-group.js';
import { BILLING_GROUPS } from './sensitivity-table-billing.js';
import { CLINICAL_GROUPS } from './sensitivity-table-clinical.js';
import { ICD_GROUPS } from './sensitivity-table-icd.js';
import { NOTE_TYPES, WORD_GROUPS } from './sensitivity-table-words.js';

const GROUPS: readonly CodeGroup[] = [...ICD_GROUPS, ...BILLING_GROUPS, ...CLINICAL_GROUPS];

/** The table, for whoever explains a label. The version rises whenever a record may get other labels: rebuild then. */
export const SENSITIVITY_TABLE = {
  version: '2026.1',
  date: '2026-11-26',
  sources: [
    'HL7 v3 ActCode, ActUSPrivacyLaw and Confidentiality (labels that senders put)',
    'after CDC/NCHS ICD-10-CM fiscal year 2025 and ICD-9-CM 2015; CMS ICD-10-PCS 2025',
    'after CMS codes withheld as substance use data (beneficiary-fhir-data, 2024), HCPCS 2025, MS-DRG, place of service; NUCC 25.0',
    'after SHIFT example value sets and Synthea modules (2025), LOINC panels PHQ, GAD, AUDIT, DAST, HARK, CDC tests (choice of codes)',
    '42 CFR 2.11, 45 CFR 164.501 (what the labels mean)',
  ],
  groups: GROUPS,
  words: WORD_GROUPS,
  notes: NOTE_TYPES,
} as const;

/** Systems whose codes stand for all that begin with them. */
const CLASSIFICATIONS: ReadonlySet<CodeSystem> = new Set([
  'icd10cm',
  'icd9cm',
  'icd10pcs',
  'icd9proc',
  'hcpcs',
  'taxonomy',
]);

interface SystemIndex {
  readonly byCode: ReadonlyMap<string, readonly CodeGroup[]>;
  readonly patterns: readonly CodeGroup[];
  readonly lengths: readonly number[];
}

const index = new Map<CodeSystem, SystemIndex>();
for (const system of new Set(GROUPS.map((group) => group.system))) index.set(system, indexOf(system));

function indexOf(system: CodeSystem): SystemIndex {
  const mine = GROUPS.filter((group) => group.system === system);
  const byCode = new Map<string, CodeGroup[]>();
  for (const group of mine) for (const code of codesOf(group)) byCode.set(code, [...(byCode.get(code) ?? []), group]);
  const lengths = [...new Set([...byCode.keys()].map((code) => code.length))].sort((a, b) => a - b);
  return { byCode, lengths, patterns: mine.filter(({ pattern }) => pattern !== undefined) };
}

/** The codes of a group, ranges written out. */
export function codesOf({ codes, system }: CodeGroup): string[] {
  const written = codes.split(/\s+/).filter((code) => code !== '');
  return CLASSIFICATIONS.has(system) ? written.flatMap(inRange) : written;
}

function inRange(written: string): string[] {
  const found = /^([A-Z]?)(\d+)-\1(\d+)$/.exec(written);
  if (!found) return [written];
  const [, letter = '', from = '', to = ''] = found;
  const count = Number(to) - Number(from) + 1;
  return Array.from({ length: count }, (_, step) => letter + String(Number(from) + step).padStart(from.length, '0'));
}

/**
 * The groups that hold a code; null where the table has no opinion. A group without labels says that there is none: in
 * classifications the longest beginning decides it (305.1 within 305).
 */
export function groupsOf(system: CodeSystem, code: string): readonly CodeGroup[] | null {
  const known = index.get(system);
  if (!known) return null;
  const plain = plainCode(system, code);
  if (!CLASSIFICATIONS.has(system)) return known.byCode.get(plain) ?? null;
  const found: CodeGroup[] = [];
  for (const length of known.lengths) {
    if (length > plain.length) break;
    const groups = known.byCode.get(plain.slice(0, length)) ?? [];
    if (groups.some(({ labels }) => labels.length === 0)) found.length = 0;
    found.push(...groups);
  }
  for (const group of known.patterns) if (group.pattern?.test(plain)) found.push(group);
  return found.length > 0 ? found : null;
}

function plainCode(system: CodeSystem, code: string): string {
  const trimmed = code.trim().toUpperCase();
  if (system === 'drg') return /(\d{3})$/.exec(trimmed)?.[1] ?? trimmed;
  if (system === 'revenue' || system === 'place') return trimmed.replace(/^0+/, '');
  return system.startsWith('icd') ? trimmed.replace('.', '') : trimmed;
}

/** Which code system of the table a coding means, by the many names that senders give it. */
import type { CodeSystem } from './code-group.js';

/** By what the URI or OID says, whatever stands around it. The first that fits decides. */
const NAMES: readonly (readonly [RegExp, CodeSystem])[] = [
  [/snomed|2\.16\.840\.1\.113883\.6\.96$/i, 'snomed'],
  [/loinc|2\.16\.840\.1\.113883\.6\.1$/i, 'loinc'],
  [/rxnorm|2\.16\.840\.1\.113883\.6\.88$/i, 'rxnorm'],
  [/icd-?10-?pcs|coding\/icd10\/?$|2\.16\.840\.1\.113883\.6\.4$/i, 'icd10pcs'],
  [/coding\/icd9\/?$|2\.16\.840\.1\.113883\.6\.104$/i, 'icd9proc'],
  [/icd-?9|2\.16\.840\.1\.113883\.6\.103$/i, 'icd9cm'],
  // WHO's ICD-10 and national ones share the categories.
  [/icd-?10|2\.16\.840\.1\.113883\.6\.(?:90|3)$/i, 'icd10cm'],
  [/hcpcs|ama-assn\.org\/go\/cpt|2\.16\.840\.1\.113883\.6\.(?:12|14|285)$/i, 'hcpcs'],
  [/drg/i, 'drg'],
  [/revenue|rev-cntr/i, 'revenue'],
  [/place.of.service/i, 'place'],
  [/taxonomy|2\.16\.840\.1\.113883\.6\.101$/i, 'taxonomy'],
];

/** Systems by name: few differ in a deployment, and a sender who makes up thousands is asked anew each time. */
const known = new Map<string, CodeSystem | null>();
const MOST_KNOWN = 500;

export function codeSystemOf(system: string): CodeSystem | null {
  const earlier = known.get(system);
  if (earlier !== undefined) return earlier;
  const found = NAMES.find(([name]) => name.test(system))?.[1] ?? null;
  if (known.size < MOST_KNOWN) known.set(system, found);
  return found;
}

/**
 * The systems a code without one may be of, by its form. Short numbers (RxNorm, CPT, DRG, ICD-9-CM) may be anything and
 * are left to their words.
 */
export function systemsByForm(code: string): readonly CodeSystem[] {
  if (/^[A-TV-Z]\d[0-9A-Z]\.[0-9A-Z]{1,4}$/i.test(code)) return ['icd10cm'];
  if (/^[A-Z]\d{4}$/i.test(code)) return ['hcpcs', 'icd10cm'];
  if (/^[A-Z]\d[0-9A-Z]$/i.test(code)) return ['icd10cm'];
  if (/^\d{1,6}-\d$/.test(code)) return ['loinc'];
  return /^\d{7,18}$/.test(code) ? ['snomed'] : [];
}

/** Where each code has its place and what is not listed is not meant: words beside such a code add nothing. */
const COMPLETE: ReadonlySet<CodeSystem> = new Set([
  'icd10cm',
  'icd9cm',
  'icd10pcs',
  'icd9proc',
  'hcpcs',
  'drg',
  'revenue',
  'place',
  'taxonomy',
]);

export function isComplete(system: CodeSystem): boolean {
  return COMPLETE.has(system);
}

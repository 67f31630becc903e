/** Codes by which records are recognised. Numbers alone: what CPT's and others' codes stand for is theirs to say. */

const SYSTEMS = {
  loinc: ['http://loinc.org'],
  snomed: ['http://snomed.info/sct'],
  cpt: ['http://www.ama-assn.org/go/cpt'],
  hcpcs: [
    'https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets',
    'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets',
    'https://www.cms.gov/medicare/coding/hcpcsreleasecodesets',
    'urn:oid:2.16.840.1.113883.6.285',
  ],
  rxnorm: ['http://www.nlm.nih.gov/research/umls/rxnorm'],
  icd10pcs: ['http://hl7.org/fhir/sid/icd-10-pcs', 'http://www.cms.gov/Medicare/Coding/ICD10'],
} as const;

const ICD10_CM = ['http://hl7.org/fhir/sid/icd-10-cm', 'http://hl7.org/fhir/sid/icd-10'] as const;

export interface CodeSet {
  /** `system|code`. */
  readonly codes: ReadonlySet<string>;
  /** Beginnings of `system|code`: ICD-10-CM goes by chapters. */
  readonly prefixes: readonly string[];
}

type System = keyof typeof SYSTEMS;

/** @param icd10 beginnings of ICD-10-CM codes; the others whole codes. All are separated by blanks. */
export function codeSet({ icd10 = '', ...lists }: Partial<Record<System | 'icd10', string>>): CodeSet {
  const codes = new Set<string>();
  for (const [system, list = ''] of Object.entries(lists) as [System, string | undefined][])
    for (const code of words(list)) for (const url of SYSTEMS[system]) codes.add(`${url}|${code}`);
  return { codes, prefixes: words(icd10).flatMap((code) => ICD10_CM.map((url) => `${url}|${code}`)) };
}

function words(list: string): string[] {
  return list.split(/\s+/).filter((word) => word !== '');
}

/** Whether one of the codes (`system|code`) belongs to the set. ICD-10-CM is written with and without its dot. */
export function isIn({ codes, prefixes }: CodeSet, found: readonly string[]): boolean {
  return found.some(
    (code) => codes.has(code) || (prefixes.length > 0 && prefixes.some((prefix) => hasPrefix(code, prefix))),
  );
}

function hasPrefix(code: string, prefix: string): boolean {
  return code.startsWith(prefix) || code.startsWith(undotted(prefix));
}

/** The code without its dot, the system as it is. */
export function undotted(code: string): string {
  const bar = code.lastIndexOf('|');
  return code.slice(0, bar) + code.slice(bar).replace('.', '');
}

/** Codes that are what they claim to be. A sender's `code` may hold anything, also a name or a number of a person. */
import { codesAt, type FhirObject } from '../../shared/fhir-json.js';

export const SNOMED = 'http://snomed.info/sct';
export const LOINC = 'http://loinc.org';
export const CVX = 'http://hl7.org/fhir/sid/cvx';

/** What codes of each system look like; a system that is not here is unknown. */
const SYSTEMS: Readonly<Record<string, (code: string) => boolean>> = {
  [SNOMED]: isSnomed,
  [LOINC]: isLoinc,
  [CVX]: (code) => /^\d{1,3}$/.test(code),
  'http://www.ama-assn.org/go/cpt': (code) => /^\d{4}[\dFTU]$/.test(code),
  'urn:oid:2.16.840.1.113883.6.285': isHcpcs,
  'https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets': isHcpcs,
  'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets': isHcpcs,
  'http://www.cms.gov/Medicare/Coding/ICD10': (code) => /^[0-9A-HJ-NP-Z]{7}$/.test(code),
  'http://hl7.org/fhir/sid/icd-10-pcs': (code) => /^[0-9A-HJ-NP-Z]{7}$/.test(code),
};

export const CODE_SYSTEMS: readonly string[] = Object.keys(SYSTEMS);

/** Whether `system|code` is of a known system and may be one of its codes. */
export function isKnownCode(token: string): boolean {
  const bar = token.lastIndexOf('|');
  return SYSTEMS[token.slice(0, bar)]?.(token.slice(bar + 1)) ?? false;
}

/** The first code at a path that may be kept, as `system|code`. */
export function keptCode(content: FhirObject, path: string): string | null {
  return codesAt(content, path).find((token) => token.includes('|') && isKnownCode(token)) ?? null;
}

/** The code without its system, of one system. */
export function codeIn(content: FhirObject, path: string, system: string): string | null {
  const found = codesAt(content, path).find((token) => token.startsWith(`${system}|`) && isKnownCode(token));
  return found?.slice(system.length + 1) ?? null;
}

function isHcpcs(code: string): boolean {
  return /^[A-V]\d{4}$/.test(code);
}

/** LOINC codes end in a check digit (Mod 10, LOINC Users' Guide appendix C). */
function isLoinc(code: string): boolean {
  const parts = /^(\d{1,7})-(\d)$/.exec(code);
  if (!parts) return false;
  const doubled = [...(parts[1] ?? '')].reverse().map((digit, place) => Number(digit) * (place % 2 === 0 ? 2 : 1));
  const sum = doubled.reduce((total, value) => total + Math.floor(value / 10) + (value % 10), 0);
  return (10 - (sum % 10)) % 10 === Number(parts[2]);
}

const DIHEDRAL = ['0123456789', '1234067895', '2340178956', '3401289567', '4012395678'].concat([
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
]);
const PERMUTED = ['0123456789', '1576283094', '5803796142', '8916043527', '9453126870', '4286573901'].concat([
  '2793806415',
  '7046913258',
]);

/** SNOMED CT identifiers have 6 to 18 digits, of which the last is a check digit (Verhoeff). */
function isSnomed(code: string): boolean {
  if (!/^[1-9]\d{5,17}$/.test(code)) return false;
  const check = [...code].reverse().reduce((state, digit, place) => {
    const permuted = Number(PERMUTED[place % 8]?.[Number(digit)]);
    return Number(DIHEDRAL[state]?.[permuted]);
  }, 0);
  return check === 0;
}

/** What of a practitioner is their work's, and what is their own: a directory shows the former only. */
import { codesAt, type FhirObject, type FhirValue, objectsOf, stringOf } from '../../shared/fhir-json.js';

/** FHIR ContactPointUse and AddressUse that name a private place or device. */
const PRIVATE_USES: ReadonlySet<string> = new Set(['home', 'mobile']);

/** HL7 v2-0203 identifier types of a private person: social security, beneficiary, driving licence, passport, tax. */
const PRIVATE_TYPES: readonly string[] = ['SS', 'SB', 'DL', 'PPN', 'TAX'];

/** Systems of social security numbers, for identifiers that state no type. */
const PRIVATE_SYSTEMS: ReadonlySet<string> = new Set([
  'http://hl7.org/fhir/sid/us-ssn',
  'urn:oid:2.16.840.1.113883.4.1',
]);

/** ContactPoints or Addresses without those for private use; null when the record has none. */
export function forWork(value: FhirValue | undefined): FhirObject[] | null {
  if (value === undefined) return null;
  return objectsOf(value).filter(({ use }) => !PRIVATE_USES.has(stringOf(use) ?? ''));
}

/** Identifiers of a profession (NPI, licences) without those of a private person. */
export function professionalIdentifiers(value: FhirValue | undefined): FhirObject[] | null {
  if (value === undefined) return null;
  return objectsOf(value).filter(
    (identifier) =>
      !PRIVATE_SYSTEMS.has(stringOf(identifier['system']) ?? '') &&
      !codesAt(identifier, 'type').some((code) => PRIVATE_TYPES.includes(code)),
  );
}

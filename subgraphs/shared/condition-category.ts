/**
 * Broad categories of conditions, to group what is in a chart or on a bill without saying which condition it is.
 *
 * The table is ours, version CONDITION_CATEGORY_VERSION. ICD-10-CM (and WHO's ICD-10) goes by chapter, as the Tabular
 * List of CDC/NCHS for fiscal year 2025 draws them; the few exceptions follow the body systems of AHRQ's CCSR for
 * ICD-10-CM diagnoses, v2023.1 (dementia is a matter of the nervous system, HIV status of infection), count raised
 * blood glucose (R73) as metabolic, and give substance use and social circumstances (Z55-Z65, Z73) their own. ICD-9-CM goes by chapter too.
 * SNOMED CT goes by a list of common codes (condition-category-snomed.ts), what is not on it by the words of its
 * display or text (condition-category-words.ts).
 */
import { registerEnumType } from 'type-graphql';
import { SNOMED_CATEGORIES } from './condition-category-snomed.js';
import { categoryOfWords } from './condition-category-words.js';
import { asList, type FhirObject, type FhirValue, isObject, stringOf } from './fhir-json.js';

/** Raised whenever a condition may fall into another category than before: side facts are then to be rebuilt. */
export const CONDITION_CATEGORY_VERSION = '2025.1';

export enum ConditionCategory {
  BLOOD = 'BLOOD',
  CIRCULATORY = 'CIRCULATORY',
  CONGENITAL = 'CONGENITAL',
  DIGESTIVE = 'DIGESTIVE',
  EAR = 'EAR',
  ENDOCRINE_METABOLIC = 'ENDOCRINE_METABOLIC',
  EYE = 'EYE',
  GENITOURINARY = 'GENITOURINARY',
  INFECTION = 'INFECTION',
  INJURY = 'INJURY',
  MENTAL_HEALTH = 'MENTAL_HEALTH',
  MUSCULOSKELETAL = 'MUSCULOSKELETAL',
  NEOPLASM = 'NEOPLASM',
  NERVOUS_SYSTEM = 'NERVOUS_SYSTEM',
  PERINATAL = 'PERINATAL',
  PREGNANCY = 'PREGNANCY',
  RESPIRATORY = 'RESPIRATORY',
  SKIN = 'SKIN',
  SOCIAL = 'SOCIAL',
  SUBSTANCE_USE = 'SUBSTANCE_USE',
  SYMPTOM = 'SYMPTOM',
  OTHER = 'OTHER',
}

export const CONDITION_CATEGORIES: readonly ConditionCategory[] = Object.values(ConditionCategory);

registerEnumType(ConditionCategory, {
  name: 'ConditionCategory',
  description: 'Broad groups of conditions: chapters of ICD-10-CM, with substance use and social circumstances apart.',
  valuesConfig: {
    OTHER: { description: 'History, status and encounters for other reasons, and whatever no group holds.' },
    SOCIAL: { description: 'Work, education, housing, safety and other circumstances of life.' },
    SYMPTOM: { description: 'Symptoms, signs and abnormal findings without a diagnosis.' },
  },
});

type Name = keyof typeof ConditionCategory;

/**
 * The category of a CodeableConcept (FHIR JSON). A code of ICD decides before one of SNOMED CT, and a code before
 * words; several codings of one system are asked in their order. OTHER when nothing fits.
 * @returns null for what is no concept or holds neither code nor words.
 */
export function conditionCategory(concept: FhirValue | undefined): ConditionCategory | null {
  if (!isObject(concept)) return null;
  const codings = asList(concept['coding']).filter(isObject);
  const texts = [...codings.map((coding) => stringOf(coding['display'])), stringOf(concept['text'])];
  const words = texts.flatMap((text) => (text === null || text.trim() === '' ? [] : [text]));
  const codes = codings.filter((coding) => stringOf(coding['code']) !== null);
  if (codes.length === 0 && words.length === 0) return null;
  const found = firstOf(codes, icdCategory) ?? firstOf(codes, snomedCategory) ?? firstOf(words, categoryOfWords);
  return found === undefined ? ConditionCategory.OTHER : ConditionCategory[found];
}

/** What the first of several answers. */
function firstOf<T>(values: readonly T[], ask: (value: T) => Name | undefined): Name | undefined {
  for (const value of values) {
    const answer = ask(value);
    if (answer) return answer;
  }
  return undefined;
}

const ICD_10_SYSTEMS: ReadonlySet<string> = new Set([
  'http://hl7.org/fhir/sid/icd-10-cm',
  'http://hl7.org/fhir/sid/icd-10',
  'urn:oid:2.16.840.1.113883.6.90',
  'urn:oid:2.16.840.1.113883.6.3',
]);
const ICD_9_SYSTEMS: ReadonlySet<string> = new Set([
  'http://hl7.org/fhir/sid/icd-9-cm',
  'urn:oid:2.16.840.1.113883.6.103',
]);
const SNOMED_SYSTEMS: ReadonlySet<string> = new Set(['http://snomed.info/sct', 'urn:oid:2.16.840.1.113883.6.96']);

function icdCategory(coding: FhirObject): Name | undefined {
  const system = stringOf(coding['system']) ?? '';
  const code = (stringOf(coding['code']) ?? '').trim().toUpperCase();
  if (ICD_10_SYSTEMS.has(system)) return icd10Category(code);
  return ICD_9_SYSTEMS.has(system) ? icd9Category(code) : undefined;
}

function snomedCategory(coding: FhirObject): Name | undefined {
  const code = stringOf(coding['code']) ?? '';
  return SNOMED_SYSTEMS.has(stringOf(coding['system']) ?? '') ? SNOMED_CATEGORIES.get(code) : undefined;
}

/** Ranges of three-character categories, both ends included; the first range that holds a code decides. */
const ICD_10_RANGES: readonly (readonly [from: string, to: string, category: Name])[] = [
  ['A00', 'B99', 'INFECTION'],
  ['C00', 'D49', 'NEOPLASM'],
  ['D50', 'D89', 'BLOOD'],
  ['E00', 'E89', 'ENDOCRINE_METABOLIC'],
  ['F01', 'F05', 'NERVOUS_SYSTEM'],
  ['F10', 'F19', 'SUBSTANCE_USE'],
  ['F06', 'F99', 'MENTAL_HEALTH'],
  ['G00', 'G99', 'NERVOUS_SYSTEM'],
  ['H00', 'H59', 'EYE'],
  ['H60', 'H95', 'EAR'],
  ['I00', 'I99', 'CIRCULATORY'],
  ['J00', 'J99', 'RESPIRATORY'],
  ['K00', 'K95', 'DIGESTIVE'],
  ['L00', 'L99', 'SKIN'],
  ['M00', 'M99', 'MUSCULOSKELETAL'],
  ['N00', 'N99', 'GENITOURINARY'],
  ['O00', 'O9A', 'PREGNANCY'],
  ['P00', 'P96', 'PERINATAL'],
  ['Q00', 'Q99', 'CONGENITAL'],
  ['R73', 'R73', 'ENDOCRINE_METABOLIC'],
  ['R00', 'R99', 'SYMPTOM'],
  ['S00', 'T88', 'INJURY'],
  ['V00', 'Y99', 'INJURY'],
  ['Z21', 'Z21', 'INFECTION'],
  ['Z33', 'Z34', 'PREGNANCY'],
  ['Z36', 'Z37', 'PREGNANCY'],
  ['Z38', 'Z38', 'PERINATAL'],
  ['Z39', 'Z3A', 'PREGNANCY'],
  ['Z55', 'Z65', 'SOCIAL'],
  ['Z73', 'Z73', 'SOCIAL'],
  ['Z00', 'Z99', 'OTHER'],
];

/** Codes of special use, which have no chapter of a body system. */
const ICD_10_SPECIAL: readonly (readonly [prefix: string, category: Name])[] = [
  ['U070', 'RESPIRATORY'],
  ['U071', 'INFECTION'],
  ['U09', 'INFECTION'],
];

function icd10Category(code: string): Name | undefined {
  const plain = code.replace('.', '');
  if (!/^[A-Z]\d[0-9A-Z]/.test(plain)) return undefined;
  const special = ICD_10_SPECIAL.find(([prefix]) => plain.startsWith(prefix));
  if (special) return special[1];
  const category = plain.slice(0, 3);
  return ICD_10_RANGES.find(([from, to]) => from <= category && category <= to)?.[2] ?? 'OTHER';
}

/** The last three-digit category of each chapter of ICD-9-CM (2015, the last one), and exceptions before it. */
const ICD_9_CHAPTERS: readonly (readonly [last: number, category: Name])[] = [
  [139, 'INFECTION'],
  [239, 'NEOPLASM'],
  [279, 'ENDOCRINE_METABOLIC'],
  [289, 'BLOOD'],
  [290, 'NERVOUS_SYSTEM'],
  [292, 'SUBSTANCE_USE'],
  [302, 'MENTAL_HEALTH'],
  [305, 'SUBSTANCE_USE'],
  [319, 'MENTAL_HEALTH'],
  [359, 'NERVOUS_SYSTEM'],
  [379, 'EYE'],
  [389, 'EAR'],
  [459, 'CIRCULATORY'],
  [519, 'RESPIRATORY'],
  [579, 'DIGESTIVE'],
  [629, 'GENITOURINARY'],
  [679, 'PREGNANCY'],
  [709, 'SKIN'],
  [739, 'MUSCULOSKELETAL'],
  [759, 'CONGENITAL'],
  [779, 'PERINATAL'],
  [799, 'SYMPTOM'],
  [999, 'INJURY'],
];

function icd9Category(code: string): Name | undefined {
  if (/^E\d{3}/.test(code)) return 'INJURY';
  if (/^V\d\d/.test(code)) return supplementaryIcd9(Number(code.slice(1, 3)));
  if (!/^\d{3}/.test(code)) return undefined;
  const category = Number(code.slice(0, 3));
  return ICD_9_CHAPTERS.find(([last]) => category <= last)?.[1];
}

function supplementaryIcd9(category: number): Name {
  if ([22, 23, 24, 27, 28].includes(category)) return 'PREGNANCY';
  if (category >= 30 && category <= 39) return 'PERINATAL';
  return category >= 60 && category <= 62 ? 'SOCIAL' : 'OTHER';
}

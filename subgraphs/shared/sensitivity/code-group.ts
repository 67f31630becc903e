/** The shape of the code table: groups of codes of one system, with the labels that they give. */
import type { Label } from '../../../schema/policy/labels.js';

/** Code systems that the table knows. HCPCS and CPT share one, since senders mix their names. */
export const CODE_SYSTEMS = {
  icd10cm: 'ICD-10-CM',
  icd9cm: 'ICD-9-CM',
  icd10pcs: 'ICD-10-PCS',
  icd9proc: 'ICD-9-CM procedures',
  hcpcs: 'HCPCS and CPT',
  drg: 'MS-DRG',
  revenue: 'NUBC revenue codes',
  place: 'CMS place of service',
  taxonomy: 'NUCC provider taxonomy',
  snomed: 'SNOMED CT',
  loinc: 'LOINC',
  rxnorm: 'RxNorm',
} as const;

export type CodeSystem = keyof typeof CODE_SYSTEMS;

export interface CodeGroup {
  /** What the codes have in common, in a few words. */
  readonly name: string;
  /** None: the codes were looked at and give no label, whatever their words say. */
  readonly labels: readonly Label[];
  readonly system: CodeSystem;
  /**
   * Codes with blanks between them, without dots. In classifications (ICD, HCPCS, PCS, taxonomy) each stands for all
   * codes that begin with it, and `F20-F54` for the categories between; elsewhere it stands for itself.
   */
  readonly codes: string;
  /** For what no beginning of a code tells. */
  readonly pattern?: RegExp;
}

/** The words that give labels where no code does. */
export interface WordGroup {
  readonly name: string;
  readonly labels: readonly Label[];
  readonly pattern: RegExp;
}

import type { Code } from '../fhir.js';
import type { Sensitivity } from './labels.js';
import type { MeasureCategory } from './measures.js';

/** An observation whose result is a code, with the results it may have. */
export interface Finding {
  readonly code: Code;
  readonly category: MeasureCategory | 'social-history';
  readonly results: Readonly<Record<string, Code>>;
  readonly cents: number;
  readonly sensitivity?: Sensitivity;
}

const NEGATIVE: Code = ['snomed', '260385009', 'Negative'];
const POSITIVE: Code = ['snomed', '10828004', 'Positive'];
const SIGN = { negative: NEGATIVE, positive: POSITIVE };

export const FINDINGS = {
  smoking: {
    code: ['loinc', '72166-2', 'Tobacco smoking status'],
    category: 'social-history',
    results: {
      never: ['snomed', '266919005', 'Never smoked tobacco'],
      former: ['snomed', '8517006', 'Former smoker'],
      current: ['snomed', '449868002', 'Smokes tobacco daily'],
    },
    cents: 0,
  },
  stoolBlood: {
    code: ['loinc', '29771-3', 'Blood in stool (FIT)'],
    category: 'laboratory',
    results: SIGN,
    cents: 2480,
  },
  cervicalCytology: {
    code: ['loinc', '10524-7', 'Cervical cytology'],
    category: 'laboratory',
    results: { negative: NEGATIVE, positive: POSITIVE },
    cents: 6150,
  },
  hepatitisC: {
    code: ['loinc', '16128-1', 'Hepatitis C antibody'],
    category: 'laboratory',
    results: SIGN,
    cents: 3720,
  },
  covid: { code: ['loinc', '94500-6', 'SARS-CoV-2 RNA'], category: 'laboratory', results: SIGN, cents: 7340 },
  influenza: { code: ['loinc', '92142-9', 'Influenza A RNA'], category: 'laboratory', results: SIGN, cents: 5560 },
  strep: {
    code: ['loinc', '60489-2', 'Streptococcus A DNA, throat'],
    category: 'laboratory',
    results: SIGN,
    cents: 3350,
  },
  bloodGroup: {
    code: ['loinc', '883-9', 'ABO group'],
    category: 'laboratory',
    results: { o: ['snomed', '58460004', 'Blood group O'], a: ['snomed', '112144000', 'Blood group A'] },
    cents: 1980,
  },
  hivAntibody: {
    code: ['loinc', '56888-1', 'HIV 1 and 2 antibody and antigen'],
    category: 'laboratory',
    results: SIGN,
    cents: 4975,
    sensitivity: 'hiv',
  },
  chlamydia: {
    code: ['loinc', '43304-5', 'Chlamydia RNA'],
    category: 'laboratory',
    results: SIGN,
    cents: 6230,
    sensitivity: 'sexual-health',
  },
  gonorrhea: {
    code: ['loinc', '43305-2', 'Gonorrhea RNA'],
    category: 'laboratory',
    results: SIGN,
    cents: 6230,
    sensitivity: 'sexual-health',
  },
  syphilis: {
    code: ['loinc', '20507-0', 'Syphilis reagin (RPR)'],
    category: 'laboratory',
    results: SIGN,
    cents: 2870,
    sensitivity: 'sexual-health',
  },
  urineOpiates: {
    code: ['loinc', '19295-5', 'Opiates in urine'],
    category: 'laboratory',
    results: SIGN,
    cents: 4130,
    sensitivity: 'substance-use',
  },
  inheritedCancerRisk: {
    code: ['loinc', '21639-1', 'BRCA1 gene mutations found'],
    category: 'laboratory',
    results: SIGN,
    cents: 24900,
  },
  partnerViolence: {
    code: ['loinc', '76499-3', 'Humiliated or emotionally abused by partner'],
    category: 'survey',
    results: { no: ['snomed', '373067005', 'No'], yes: ['snomed', '373066001', 'Yes'] },
    cents: 0,
    sensitivity: 'violence',
  },
} as const satisfies Record<string, Finding>;

export type FindingName = keyof typeof FINDINGS;

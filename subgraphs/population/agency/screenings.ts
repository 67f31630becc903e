/**
 * Screenings whose coverage is told: who is due by age and sex, and what counts as done within how many years.
 *
 * USPSTF recommendations of grade A and B as of 2025-01 (uspreventiveservicestaskforce.org: colorectal 2021, breast 2024,
 * cervical 2018, diabetes 2021), for people at average risk. Codes (SNOMED CT, LOINC) are our choice.
 */
import { registerEnumType } from 'type-graphql';
import type { CohortInput } from '../cohort/cohort-input.js';
import { PersonSex } from '../cohort/dimensions.js';

export const SCREENINGS_VERSION = '2025.1';

export enum Screening {
  BREAST_CANCER = 'BREAST_CANCER',
  CERVICAL_CANCER = 'CERVICAL_CANCER',
  COLORECTAL_CANCER = 'COLORECTAL_CANCER',
  DIABETES = 'DIABETES',
}
registerEnumType(Screening, { name: 'Screening', description: 'Screenings that USPSTF recommends (grade A or B).' });

interface ScreeningRule {
  readonly ages: readonly [from: number, to: number];
  readonly sex?: PersonSex;
  /** Any of these within so many calendar years, this one included. */
  readonly procedures?: readonly string[];
  readonly measurements?: readonly string[];
  readonly years: number;
}

const RULES: Readonly<Record<Screening, readonly ScreeningRule[]>> = {
  BREAST_CANCER: [
    {
      ages: [40, 74],
      sex: PersonSex.FEMALE,
      procedures: ['71651007', '24623002', '241055006', '572701000119102'],
      years: 2,
    },
  ],
  CERVICAL_CANCER: [
    {
      ages: [21, 65],
      sex: PersonSex.FEMALE,
      procedures: ['171149006', '440623000', '90834002'],
      measurements: ['10524-7', '19762-4', '82675-0'],
      years: 3,
    },
  ],
  COLORECTAL_CANCER: [
    { ages: [45, 75], procedures: ['73761001'], years: 10 },
    { ages: [45, 75], procedures: ['104435004', '167667006'], measurements: ['57905-2', '29771-3'], years: 1 },
  ],
  DIABETES: [{ ages: [35, 70], measurements: ['4548-4', '1558-6', '2339-0', '2345-7'], years: 3 }],
};

/** Who is due for a screening: by age and sex alone. */
export function dueFor(screening: Screening): CohortInput {
  const [rule] = RULES[screening];
  const [from, to] = rule?.ages ?? [0, 0];
  return { age: { from, to }, ...(rule?.sex && { sex: [rule.sex] }) };
}

/** Who has had it in time. */
export function doneFor(screening: Screening, thisYear: number): CohortInput {
  const done = RULES[screening].flatMap(({ procedures = [], measurements = [], years }): CohortInput[] => {
    const during = { from: thisYear - years + 1, to: thisYear };
    return [
      ...procedures.map((code) => ({ procedure: { code: `http://snomed.info/sct|${code}`, during } })),
      ...measurements.map((code) => ({ measurement: { code, during } })),
    ];
  });
  return { and: [dueFor(screening), { or: done }] };
}

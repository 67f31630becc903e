import { type Day, dateOf } from './days.js';
import { type Code, coded, compact, concept, money, reference } from './fhir.js';
import type { Diagnosis } from './tables/conditions.js';
import type { Drug } from './tables/medications.js';
import { BENEFIT_CATEGORIES, type BenefitCategory } from './tables/procedures.js';
import type { Visit } from './visits.js';

/** One service that will be a claim line. Money in cents. */
export interface Charge {
  readonly code: Code;
  readonly cents: number;
  readonly category: BenefitCategory;
  readonly preventive?: boolean;
  readonly quantity?: number;
  /** Reference to the Procedure, for surgery and the like. */
  readonly procedure?: string | undefined;
}

/** A claim before it is FHIR; explanations of benefit are made from it. */
export interface Bill {
  readonly visit: Visit;
  readonly day: Day;
  readonly type: 'professional' | 'institutional' | 'pharmacy';
  readonly charges: readonly Charge[];
  /** Is the first line the visit itself (for which a copay is due)? */
  readonly opensWithVisit: boolean;
  readonly diagnoses: readonly Diagnosis[];
  readonly prescription?: string;
  readonly drug?: Drug;
}

/** The diagnoses of a claim as ICD-10-CM, the principal one first; undefined when there are none. */
export function diagnosesOf({ diagnoses }: Bill): object[] | undefined {
  if (diagnoses.length === 0) return undefined;
  return diagnoses.map(({ icd10, display }, index) => ({
    sequence: index + 1,
    diagnosisCodeableConcept: concept(['icd10', icd10, display]),
    type: [coded(['diagnosisType', index === 0 ? 'principal' : 'clinical', index === 0 ? 'Principal' : 'Clinical'])],
  }));
}

/** Claim lines; an explanation of benefit repeats them with what the insurer made of each. */
export function itemsOf(bill: Bill): Record<string, unknown>[] {
  const place = bill.type === 'pharmacy' ? undefined : placeOfService(bill.visit);
  return bill.charges.map(({ code, cents, category, quantity }, index) =>
    compact({
      sequence: index + 1,
      careTeamSequence: [1],
      diagnosisSequence: bill.diagnoses.length > 0 ? [1] : undefined,
      category:
        bill.type === 'pharmacy' ? undefined : coded(['benefitCategory', category, BENEFIT_CATEGORIES[category]]),
      productOrService: concept(code),
      servicedDate: dateOf(bill.day),
      locationCodeableConcept: place,
      quantity: { value: quantity ?? 1 },
      unitPrice: money(cents),
      net: money(cents * (quantity ?? 1)),
      encounter: [reference(bill.visit.reference)],
    }),
  );
}

/** CMS place of service codes. */
const PLACES: Readonly<Record<string, readonly [code: string, display: string]>> = {
  AMB: ['11', 'Office'],
  EMER: ['23', 'Emergency Room'],
  IMP: ['21', 'Inpatient Hospital'],
  VR: ['02', 'Telehealth'],
  HH: ['12', 'Home'],
};

function placeOfService(visit: Visit): object {
  const [code, display] = PLACES[visit.kind.encounterClass[1]] ?? ['99', 'Other'];
  return coded(['placeOfService', code, display]);
}

/**
 * Preventive services that the bills of a member do not show: for those who pay, who see no chart. Computed from the bills
 * that the viewer reaches and from age and sex, for services that are billed by a code of their own and meant for
 * everybody of that age; told by broad category, without service, code or date.
 */
import { Arg, Ctx, Resolver, Root, registerEnumType } from 'type-graphql';
import { type CareDue, careDueOf } from '../../shared/care-due/care-due.js';
import type { CareEvent } from '../../shared/care-due/care-facts.js';
import { dayMeant, personFacts } from '../../shared/care-due/care-person.js';
import type { CareCategory } from '../../shared/care-due/recommendation.js';
import { USPSTF } from '../../shared/care-due/uspstf-2025.js';
import type { SubgraphContext } from '../../shared/context.js';
import { declareArgument, PartType, RecordField, RecordFieldResolver } from '../../shared/record-field.js';
import type { RecordStore } from '../../shared/record-store.js';
import { BILL_KINDS, BILLED } from '../bill/bill-pipeline.js';
import { BILL_DATE_FIELDS } from '../bill/summary-sources.js';
import { Patient } from '../patient/patient.type.js';
import { type BilledServices, billedServices, byServices } from './billed-services.js';

export enum CareGapCategory {
  CANCER_SCREENING = 'CANCER_SCREENING',
  INFECTION_SCREENING = 'INFECTION_SCREENING',
  BONE_SCREENING = 'BONE_SCREENING',
}
registerEnumType(CareGapCategory, { name: 'CareGapCategory', description: 'A broad kind of preventive service.' });

export enum CareGapStatus {
  OPEN = 'OPEN',
  CLOSED = 'CLOSED',
}
registerEnumType(CareGapStatus, {
  name: 'CareGapStatus',
  description: 'Whether bills show what is recommended.',
  valuesConfig: {
    OPEN: { description: 'A service is recommended that no bill shows; it may have been done and billed elsewhere.' },
    CLOSED: { description: 'Bills show all that is recommended.' },
  },
});

@PartType('A kind of preventive service that is recommended at the age and sex of a member.')
export class CareGap {
  @RecordField('care-gap', () => CareGapCategory, { nullable: false }) serviceCategory!: CareGapCategory;
  @RecordField('care-gap', () => CareGapStatus, { nullable: false }) status!: CareGapStatus;
}

/** Decided by age and sex alone, and billed by codes of their own: a pressure that was taken is on no bill. */
const BY_BILLS = USPSTF.recommendations.filter(
  ({ category, risk }) => risk === undefined && Object.hasOwn(CareGapCategory, category),
);

async function billedEvents(store: RecordStore, patient: string): Promise<CareEvent[]> {
  const bills = await store.summarise<BilledServices>(BILL_KINDS, patient, BILLED, billedServices(BY_BILLS));
  store.disclose('Claim', patient, bills.length);
  return bills.map(({ _id, kind, at, services }) => ({
    record: _id,
    kind,
    codes: services,
    when: { start: at, end: at },
    number: null,
    parts: new Map(),
    answers: [],
    date: null,
  }));
}

/** A category is open when one of its services is; without services that are meant for the person it is not told. */
export function careGapsOf(due: readonly Pick<CareDue, 'recommendation' | 'status'>[]): CareGap[] {
  const statuses = new Map<CareCategory, CareGapStatus>();
  for (const { recommendation, status } of due) {
    if (status === 'NOT_APPLICABLE') continue;
    const open = status === 'DONE' ? statuses.get(recommendation.category) : CareGapStatus.OPEN;
    statuses.set(recommendation.category, open ?? CareGapStatus.CLOSED);
  }
  return [...statuses]
    .map(([category, status]) => ({ serviceCategory: category as CareGapCategory, status }))
    .sort((a, b) => (a.serviceCategory < b.serviceCategory ? -1 : 1));
}

const TELLS_A_CATEGORY =
  'It tells whether bills show services of a broad kind, at an age and sex; no service, no diagnosis and no date.';

const LINES = ['ClaimItem.productOrService', 'ExplanationOfBenefitItem.productOrService'];

declareArgument('Patient', 'careGaps', 'on', { facet: 'care-gap', touches: [] });

@Resolver(() => Patient)
class CareGapsResolver {
  @RecordFieldResolver('Patient', 'care-gap', () => [CareGap], {
    nullable: false,
    description:
      'Kinds of preventive services that are recommended at this age and sex (U.S. Preventive Services Task Force, A and ' +
      'B), and whether the bills that you reach show them.',
    sources: [...LINES, 'ClaimDiagnosis.diagnosisCodeableConcept', ...BILL_DATE_FIELDS],
    summarises: TELLS_A_CATEGORY,
    requires: ['birthDate', 'gender', 'deceasedBoolean', 'deceasedDateTime'],
  })
  async careGaps(
    @Root() patient: Patient,
    @Ctx() { store }: SubgraphContext,
    @Arg('on', () => String, { nullable: true, description: 'The day that is meant; today when left out.' })
    on: string | undefined,
  ): Promise<CareGap[]> {
    const day = dayMeant(on);
    const events = await billedEvents(store, patient.id);
    return careGapsOf(careDueOf({ ...personFacts(patient, day), events }, day, byServices(BY_BILLS)));
  }
}

export const careGapResolvers = [CareGapsResolver];

/** Bills: submitted, adjusted and reversed by who provided. */
import { Field, ID, InputType } from 'type-graphql';
import { coded, concept, date, each, oneOf, period, text } from '../../shared/writing/elements.js';
import { ExactNumber, type ExactObject } from '../../shared/writing/exact-json.js';
import { CodeableConceptInput } from '../../shared/writing/inputs.js';
import { aboutBilled, aboutRecord } from '../../shared/writing/mutation.js';
import { refused, unknownRecord } from '../../shared/writing/refusals.js';
import type { StoredRecord, WritingDesk } from '../../shared/writing/writing-desk.js';
import { billed, ClaimAmountsInput, type ClaimLineInput } from './claim.inputs.js';
import { Claim } from './claim.type.js';

const CLAIM_TYPE = 'http://terminology.hl7.org/CodeSystem/claim-type';
const PRIORITY = 'http://terminology.hl7.org/CodeSystem/processpriority';
const typeCode = oneOf('institutional', 'professional', 'pharmacy', 'oral', 'vision');

@InputType({ description: 'A bill for services of your organisation (FHIR Claim).' })
class ClaimInput extends ClaimAmountsInput {
  @Field(() => String, { description: 'institutional, professional, pharmacy, oral or vision.' }) type!: string;
  @Field(() => String, { description: 'The first day of the services.' }) start!: string;
  @Field(() => String, { description: 'The last day of the services.' }) end!: string;
  @Field(() => ID, {
    nullable: true,
    description:
      'The id of the coverage. Without one the patient pays, and no insurer sees it (45 CFR 164.522(a)(1)(vi)).',
  })
  coverage?: string | null;
  @Field(() => [CodeableConceptInput], { nullable: true }) diagnosis?: CodeableConceptInput[] | null;
}

@InputType({ description: 'What a claim comes to now: all lines, in place of the earlier ones.' })
class ClaimAdjustmentInput extends ClaimAmountsInput {
  @Field(() => String, { description: 'Why it is adjusted: the reason of the version.' }) basis!: string;
}

@InputType({ description: 'That a claim is taken back.' })
class ClaimReversalInput {
  @Field(() => String, { description: 'Why it is reversed: the reason of the version.' }) basis!: string;
}

const submitClaim = aboutBilled<ClaimInput>({
  name: 'submitClaim',
  facet: 'claim',
  record: Claim,
  input: ClaimInput,
  description: 'Bills services of your organisation.',
  reason: 'a claim was submitted',
  async prepare(desk, patient, input) {
    const start = date(input.start, 'input.start');
    const diagnosis = each(input.diagnosis, 'input.diagnosis', concept);
    const bill = billed(input, diagnosis?.length ?? 0);
    await ownVisits(desk, input.lines, patient);
    const claim = desk.create('Claim', {
      status: 'active',
      type: coded(CLAIM_TYPE, typeCode(input.type, 'input.type')),
      use: 'claim',
      patient: { reference: `Patient/${patient}` },
      billablePeriod: period(start, date(input.end, 'input.end'), 'input.end'),
      created: desk.now(),
      provider: desk.organizationReference(),
      priority: coded(PRIORITY, 'normal'),
      diagnosis: diagnosis?.map((diagnosisCodeableConcept, index) => ({
        sequence: new ExactNumber(String(index + 1)),
        diagnosisCodeableConcept,
      })),
      insurance: await insurance(desk, input.coverage, patient),
      ...bill,
    });
    return { patient, versions: [claim] };
  },
});

/** The coverage to which a bill goes: a biller comes to reach it by the bill. Throws UNKNOWN_RECORD. */
async function insurance(
  desk: WritingDesk,
  coverage: string | null | undefined,
  patient: string,
): Promise<ExactObject[] | undefined> {
  if (!coverage) return undefined;
  const { records } = desk.databases.of('financial');
  const known = await records.findOne({ _id: `Coverage/${coverage}`, kind: 'Coverage', patient });
  if (!known) throw unknownRecord('input.coverage');
  return [{ sequence: new ExactNumber('1'), focal: true, coverage: { reference: `Coverage/${coverage}` } }];
}

/** Only visits of the organisation are billed. A biller reads no visits: all others are unknown. */
async function ownVisits(desk: WritingDesk, lines: readonly ClaimLineInput[], patient: string): Promise<void> {
  const { records } = desk.databases.of('clinical');
  for (const [index, { encounter }] of lines.entries()) {
    if (!encounter) continue;
    const visit = { _id: `Encounter/${encounter}`, kind: 'Encounter', patient, writers: desk.organization };
    if (!(await records.findOne(visit))) throw unknownRecord(`input.lines.${index}.encounter`);
  }
}

function mustStand({ content }: StoredRecord): void {
  if (content['status'] !== 'active') throw refused('WRONG_STATE', 'id');
}

const adjustClaim = aboutRecord<ClaimAdjustmentInput>({
  name: 'adjustClaim',
  facet: 'claim',
  record: Claim,
  input: ClaimAdjustmentInput,
  description: 'Bills otherwise what was billed: the lines of a claim and their total.',
  reason: ({ basis }) => basis,
  async prepare(desk, stored, input) {
    mustStand(stored);
    const { diagnosis } = stored.content;
    await ownVisits(desk, input.lines, stored.patient ?? '');
    const bill = billed(input, Array.isArray(diagnosis) ? diagnosis.length : 0);
    return { patient: stored.patient, versions: [desk.change(stored, bill)] };
  },
});

const reverseClaim = aboutRecord<ClaimReversalInput>({
  name: 'reverseClaim',
  facet: 'claim',
  record: Claim,
  input: ClaimReversalInput,
  description: 'Takes a claim back (FHIR status cancelled). It stays with its history.',
  reason: ({ basis }) => basis,
  prepare(desk, stored, { basis }) {
    mustStand(stored);
    text(basis, 'input.basis');
    return Promise.resolve({ patient: stored.patient, versions: [desk.change(stored, { status: 'cancelled' })] });
  },
});

export const claimMutations = [submitClaim, adjustClaim, reverseClaim];

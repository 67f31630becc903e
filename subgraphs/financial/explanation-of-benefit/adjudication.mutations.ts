/** What the payer makes of a bill: allowed, paid and left to the patient, line by line and in sum, to the last digit. */
import { createHash } from 'node:crypto';
import { Field, InputType, Int } from 'type-graphql';
import { PartType, RecordField } from '../../shared/record-field.js';
import { coded, concept, date, oneOf, optional, text } from '../../shared/writing/elements.js';
import { ExactNumber, type ExactObject, type ExactValue, isExactObject } from '../../shared/writing/exact-json.js';
import { CodeableConceptInput } from '../../shared/writing/inputs.js';
import { type Answered, answering } from '../../shared/writing/mutation.js';
import { badRecord, refused } from '../../shared/writing/refusals.js';
import { amount, money, mustComeTo, sum } from '../money/exact-money.js';
import { ExplanationOfBenefit } from './explanation-of-benefit.type.js';

const ADJUDICATION = 'http://terminology.hl7.org/CodeSystem/adjudication';
const CARIN = 'http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBAdjudication';

@InputType({ description: 'What the payer makes of an amount: what is allowed is paid, or left to the patient.' })
class AdjudicatedAmountsInput {
  @Field(() => String, { description: 'A decimal: at most what was billed.' }) allowed!: string;
  @Field(() => String, { description: 'A decimal: what the payer pays.' }) paid!: string;
  @Field(() => String, { description: 'A decimal: what is left to the patient of what is allowed.' })
  patientResponsibility!: string;
}

@InputType({ description: 'What the payer makes of a line.' })
class AdjudicatedLineInput extends AdjudicatedAmountsInput {
  @Field(() => Int, { description: 'The sequence of the line in the claim.' }) sequence!: number;
  @Field(() => CodeableConceptInput, { nullable: true, description: 'Why less is allowed than was billed.' })
  adjudicationReason?: CodeableConceptInput | null;
}

@InputType({ description: 'What the payer makes of a claim: of every line, and in sum.' })
class AdjudicationInput {
  @Field(() => Int, { description: 'The version of the claim that is answered: a stale one gets CONFLICT.' })
  claimVersion!: number;
  @Field(() => String, { nullable: true, description: 'complete when left out; partial, queued or error.' })
  outcome?: string | null;
  @Field(() => String, { nullable: true }) disposition?: string | null;
  @Field(() => [AdjudicatedLineInput]) lines!: AdjudicatedLineInput[];
  @Field(() => AdjudicatedAmountsInput, { description: 'The sums of the lines, to the last digit.' })
  total!: AdjudicatedAmountsInput;
  @Field(() => String, { nullable: true, description: 'When it is paid.' }) paymentDate?: string | null;
}

@PartType('The answer to a claim, and which version of it this is.')
export class AdjudicatedClaim {
  @RecordField('remittance', () => ExplanationOfBenefit, { description: 'As it is read, behind all walls.' })
  record?: object;
  @RecordField('remittance', () => Int, { description: 'Names what the next answer to the claim changes.' })
  version?: number;
}

const outcomeCode = oneOf('complete', 'partial', 'queued', 'error');
const FIGURES = ['allowed', 'paid', 'patientResponsibility'] as const;

interface BilledLine {
  readonly sequence: number;
  readonly net: string;
  readonly currency: string;
  readonly element: ExactObject;
}

/** The lines of a claim with what was billed; a claim that does not say so cannot be answered here. */
function billedLines(claim: ExactObject): BilledLine[] {
  const items = Array.isArray(claim['item']) ? claim['item'].filter(isExactObject) : [];
  return items.map((element) => {
    const { sequence, net } = element;
    const { value, currency } = isExactObject(net) ? net : {};
    if (!(sequence instanceof ExactNumber) || !(value instanceof ExactNumber)) throw refused('WRONG_STATE', 'id');
    return { sequence: Number(sequence.digits), net: value.digits, currency: String(currency ?? 'USD'), element };
  });
}

/** What is allowed is paid or left to the patient, and not more than was billed. Throws AMOUNTS_DIFFER. */
function balanced(amounts: AdjudicatedAmountsInput, billed: string, input: string): void {
  const parts = [
    amount(amounts.paid, `${input}.paid`),
    amount(amounts.patientResponsibility, `${input}.patientResponsibility`),
  ];
  mustComeTo(amounts.allowed, parts, `${input}.allowed`);
  if (amount(amounts.allowed, `${input}.allowed`).gt(billed)) throw refused('AMOUNTS_DIFFER', `${input}.allowed`);
}

function adjudications(
  billed: string,
  amounts: AdjudicatedAmountsInput,
  currency: string,
  input: string,
): ExactObject[] {
  const entry = (system: string, code: string, value: string): ExactObject => ({
    category: coded(system, code),
    amount: money(value, currency, input),
  });
  return [
    entry(ADJUDICATION, 'submitted', billed),
    entry(ADJUDICATION, 'eligible', amounts.allowed),
    entry(ADJUDICATION, 'benefit', amounts.paid),
    entry(CARIN, 'memberliability', amounts.patientResponsibility),
  ];
}

function adjudicatedLine(line: BilledLine, input: AdjudicationInput): ExactObject {
  const index = input.lines.findIndex(({ sequence }) => sequence === line.sequence);
  const made = input.lines[index];
  if (!made) throw badRecord('input.lines');
  const place = `input.lines.${index}`;
  balanced(made, line.net, place);
  const reason = optional(made.adjudicationReason, `${place}.adjudicationReason`, concept);
  const [submitted, eligible, ...others] = adjudications(line.net, made, line.currency, place);
  return {
    sequence: new ExactNumber(String(line.sequence)),
    ...billedAs(line.element),
    adjudication: [submitted ?? null, { ...eligible, reason }, ...others],
  };
}

/** What an answer repeats of a line: what was done and when, as it was billed. */
function billedAs({ productOrService, servicedDate, quantity, unitPrice, net }: ExactObject): ExactObject {
  return { productOrService, servicedDate, quantity, unitPrice, net };
}

/** One answer for each claim: whoever answers it again changes that. */
function answerId(claim: string): string {
  return createHash('sha256').update(`ExplanationOfBenefit of ${claim}`).digest('hex').slice(0, 40);
}

const COPIED = ['type', 'patient', 'billablePeriod', 'provider', 'insurance', 'diagnosis'] as const;

const adjudicateClaim = answering<AdjudicationInput>({
  name: 'adjudicateClaim',
  facet: 'remittance',
  record: ExplanationOfBenefit,
  of: 'Claim',
  input: AdjudicationInput,
  description:
    'Answers a claim that was billed to you, or changes the answer. `id` names the claim; `expectedVersion` is that of the answer: 0 for the first.',
  reason: 'a claim was adjudicated',
  async prepare(desk, claim, input) {
    desk.inVersion(claim, input.claimVersion, 'id');
    if (claim.content['status'] !== 'active') throw refused('WRONG_STATE', 'id');
    const billed = totalOf(claim.content['total']);
    const lines = answeredLines(claim, billed, input);
    const currency = lines[0]?.currency ?? 'USD';
    const id = answerId(claim.id);
    if (claim.expectedVersion > 0) await desk.reach('ExplanationOfBenefit', id, claim.patient, 'id');
    const shown = await desk.elementsOf('Claim', claim.id, COPIED);
    const answer = desk.create(
      'ExplanationOfBenefit',
      {
        status: 'active',
        use: 'claim',
        ...shown,
        created: desk.now(),
        insurer: desk.organizationReference(),
        claim: { reference: `Claim/${claim.id}` },
        outcome: outcomeCode(input.outcome ?? 'complete', 'input.outcome'),
        disposition: optional(input.disposition, 'input.disposition', text),
        item: lines.map((line) => adjudicatedLine(line, input)),
        total: adjudications(billed, input.total, currency, 'input.total'),
        payment: {
          date: optional(input.paymentDate, 'input.paymentDate', date),
          amount: money(input.total.paid, currency, 'input.total.paid'),
        },
      },
      id,
    );
    return { patient: claim.patient, versions: [{ ...answer, expectedVersion: claim.expectedVersion }] };
  },
  answer: {
    type: AdjudicatedClaim,
    beside: (_input, { outcomes }) => ({ version: outcomes[0]?.version }),
  },
});

/** The lines of the claim that is meant, each answered once, with sums that are right. */
function answeredLines({ content }: Answered, billed: string, input: AdjudicationInput): BilledLine[] {
  const lines = billedLines(content);
  // A claim that came from elsewhere may not add up: there is nothing that could be answered.
  if (!sum(lines.map(({ net }) => amount(net, 'id'))).eq(billed)) throw refused('AMOUNTS_DIFFER', 'id');
  if (lines.length !== input.lines.length) throw badRecord('input.lines');
  for (const figure of FIGURES)
    mustComeTo(
      input.total[figure],
      input.lines.map((line, index) => amount(line[figure], `input.lines.${index}.${figure}`)),
      `input.total.${figure}`,
    );
  balanced(input.total, billed, 'input.total');
  return lines;
}

function totalOf(total: ExactValue | undefined): string {
  const value = isExactObject(total) ? total['value'] : undefined;
  if (!(value instanceof ExactNumber)) throw refused('WRONG_STATE', 'id');
  return value.digits;
}

export const adjudicationMutations = [adjudicateClaim];

/** What is billed, as input, and the lines it becomes: amounts to the digit, and each sum what its parts come to. */
import { Field, ID, InputType, Int } from 'type-graphql';
import { concept, date, decimal, each, optional } from '../../shared/writing/elements.js';
import { ExactNumber, type ExactObject } from '../../shared/writing/exact-json.js';
import { CodeableConceptInput } from '../../shared/writing/inputs.js';
import { badRecord, refused } from '../../shared/writing/refusals.js';
import { amount, currencyCode, money, mustComeTo, times } from '../money/exact-money.js';

@InputType({ description: 'A line of a claim (FHIR Claim.item).' })
export class ClaimLineInput {
  @Field(() => CodeableConceptInput) productOrService!: CodeableConceptInput;
  @Field(() => String, { nullable: true, description: 'When the service was.' }) servicedDate?: string | null;
  @Field(() => String, { nullable: true, description: 'A decimal.' }) quantity?: string | null;
  @Field(() => String, { nullable: true, description: 'A decimal: of one.' }) unitPrice?: string | null;
  @Field(() => String, { description: 'A decimal: of the line. With a price and a quantity, their product.' })
  net!: string;
  @Field(() => [Int], { nullable: true, description: 'Which of the diagnoses it is for; the first is 1.' })
  diagnosisSequence?: number[] | null;
  @Field(() => ID, { nullable: true, description: 'The id of the visit, of your organisation.' })
  encounter?: string | null;
}

@InputType({ description: 'What a claim comes to.' })
export class ClaimAmountsInput {
  @Field(() => String, { description: 'ISO 4217: USD.' }) currency!: string;
  @Field(() => [ClaimLineInput]) lines!: ClaimLineInput[];
  @Field(() => String, { description: 'A decimal: the sum of the lines, to the last digit.' }) total!: string;
}

/** The lines and their total. Throws AMOUNTS_DIFFER, BAD_RECORD. */
export function billed(input: ClaimAmountsInput, diagnoses: number): ExactObject {
  const currency = currencyCode(input.currency, 'input.currency');
  const item = each(input.lines, 'input.lines', (line, place) => claimLine(line, place, currency, diagnoses));
  if (!item) throw badRecord('input.lines');
  const nets = input.lines.map(({ net }, index) => amount(net, `input.lines.${index}.net`));
  mustComeTo(input.total, nets, 'input.total');
  const numbered = item.map((line, index) => ({ sequence: new ExactNumber(String(index + 1)), ...line }));
  return { item: numbered, total: money(input.total, currency, 'input.total') };
}

function claimLine(line: ClaimLineInput, input: string, currency: string, diagnoses: number): ExactObject {
  const { quantity, unitPrice, net, encounter } = line;
  if (unitPrice && !times(unitPrice, quantity ?? '1', `${input}.unitPrice`).equals(amount(net, `${input}.net`)))
    throw refused('AMOUNTS_DIFFER', `${input}.net`);
  const about = each(line.diagnosisSequence, `${input}.diagnosisSequence`, (sequence, place) => {
    if (sequence < 1 || sequence > diagnoses) throw badRecord(place);
    return new ExactNumber(String(sequence));
  });
  return {
    diagnosisSequence: about,
    productOrService: concept(line.productOrService, `${input}.productOrService`),
    servicedDate: optional(line.servicedDate, `${input}.servicedDate`, date),
    quantity: optional(quantity, `${input}.quantity`, (value, place) => ({ value: decimal(value, place) })),
    unitPrice: optional(unitPrice, `${input}.unitPrice`, (value, place) => money(value, currency, place)),
    net: money(net, currency, `${input}.net`),
    encounter: encounter ? [{ reference: `Encounter/${encounter}` }] : undefined,
  };
}

/** FHIR R4 data types as input. Decimals are strings: a GraphQL Float would lose their digits. */
import { Field, InputType, Int } from 'type-graphql';

@InputType({ description: 'A code from a terminology (FHIR Coding).' })
export class CodingInput {
  @Field(() => String, { description: 'A URI: http://snomed.info/sct, http://loinc.org.' }) system!: string;
  @Field(() => String) code!: string;
  @Field(() => String, { nullable: true }) display?: string | null;
}

@InputType({ description: 'A concept (FHIR CodeableConcept): a code or a text at least.' })
export class CodeableConceptInput {
  @Field(() => [CodingInput], { nullable: true }) coding?: CodingInput[] | null;
  @Field(() => String, { nullable: true }) text?: string | null;
}

@InputType({ description: 'A measured amount (FHIR Quantity).' })
export class QuantityInput {
  @Field(() => String, { description: 'A decimal; its digits are kept: 1.50 stays 1.50.' }) value!: string;
  @Field(() => String, { description: 'The unit as a UCUM code: mg/dL, mm[Hg].' }) unit!: string;
  @Field(() => String, { nullable: true, description: '<, <=, >= or >.' }) comparator?: string | null;
}

@InputType({ description: 'A dose (FHIR Dosage).' })
export class DosageInput {
  @Field(() => String, { description: 'How it is taken, in words.' }) text!: string;
  @Field(() => QuantityInput, { nullable: true }) dose?: QuantityInput | null;
  @Field(() => CodeableConceptInput, { nullable: true }) route?: CodeableConceptInput | null;
  @Field(() => Int, { nullable: true, description: 'How often in a day.' }) timesPerDay?: number | null;
}

/** Who a person is and how to reach them, as input, and the elements it becomes. */
import { Field, InputType } from 'type-graphql';
import { concept, each, oneOf, optional, text } from '../../shared/writing/elements.js';
import type { ExactObject } from '../../shared/writing/exact-json.js';
import { CodeableConceptInput } from '../../shared/writing/inputs.js';
import { badRecord } from '../../shared/writing/refusals.js';

@InputType({ description: 'A name of a person (FHIR HumanName).' })
export class HumanNameInput {
  @Field(() => String, { nullable: true, description: 'official, usual, nickname, maiden, old, temp, anonymous.' })
  use?: string | null;
  @Field(() => String, { nullable: true }) family?: string | null;
  @Field(() => [String], { nullable: true }) given?: string[] | null;
  @Field(() => [String], { nullable: true }) prefix?: string[] | null;
  @Field(() => [String], { nullable: true }) suffix?: string[] | null;
}

@InputType({ description: 'A telephone number, e-mail address and the like (FHIR ContactPoint).' })
export class ContactPointInput {
  @Field(() => String, { description: 'phone, fax, email, sms, url, pager, other.' }) system!: string;
  @Field(() => String) value!: string;
  @Field(() => String, { nullable: true, description: 'home, work, temp, old, mobile.' }) use?: string | null;
}

@InputType({ description: 'A postal address (FHIR Address).' })
export class AddressInput {
  @Field(() => String, { nullable: true, description: 'home, work, temp, old, billing.' }) use?: string | null;
  @Field(() => [String], { nullable: true }) line?: string[] | null;
  @Field(() => String, { nullable: true }) city?: string | null;
  @Field(() => String, { nullable: true }) state?: string | null;
  @Field(() => String, { nullable: true }) postalCode?: string | null;
  @Field(() => String, { nullable: true }) country?: string | null;
}

@InputType({ description: 'A number by which others know the person (FHIR Identifier).' })
export class IdentifierInput {
  @Field(() => String, { description: 'A URI of who gives the numbers.' }) system!: string;
  @Field(() => String) value!: string;
  @Field(() => CodeableConceptInput, { nullable: true }) type?: CodeableConceptInput | null;
}

const nameUse = oneOf('usual', 'official', 'temp', 'nickname', 'anonymous', 'old', 'maiden');
const contactSystem = oneOf('phone', 'fax', 'email', 'pager', 'url', 'sms', 'other');
const contactUse = oneOf('home', 'work', 'temp', 'old', 'mobile');
const addressUse = oneOf('home', 'work', 'temp', 'old', 'billing');

export function humanName(value: HumanNameInput, input: string): ExactObject {
  const family = optional(value.family, `${input}.family`, text);
  const given = each(value.given, `${input}.given`, text);
  if (family === undefined && given === undefined) throw badRecord(input);
  return {
    use: optional(value.use, `${input}.use`, nameUse),
    family,
    given,
    prefix: each(value.prefix, `${input}.prefix`, text),
    suffix: each(value.suffix, `${input}.suffix`, text),
  };
}

export function contactPoint(value: ContactPointInput, input: string): ExactObject {
  return {
    system: contactSystem(value.system, `${input}.system`),
    value: text(value.value, `${input}.value`),
    use: optional(value.use, `${input}.use`, contactUse),
  };
}

export function address(value: AddressInput, input: string): ExactObject {
  const elements = {
    line: each(value.line, `${input}.line`, text),
    city: optional(value.city, `${input}.city`, text),
    state: optional(value.state, `${input}.state`, text),
    postalCode: optional(value.postalCode, `${input}.postalCode`, text),
    country: optional(value.country, `${input}.country`, text),
  };
  if (Object.values(elements).every((element) => element === undefined)) throw badRecord(input);
  return { use: optional(value.use, `${input}.use`, addressUse), ...elements };
}

export function identifier(value: IdentifierInput, input: string): ExactObject {
  return {
    type: optional(value.type, `${input}.type`, concept),
    system: text(value.system, `${input}.system`),
    value: text(value.value, `${input}.value`),
  };
}

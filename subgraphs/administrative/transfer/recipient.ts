/**
 * Who receives a record that is handed over: the name and, if known, the address, as they stand at that time. The person is
 * owed both in the account of disclosures (45 CFR 164.528(b)(2)(ii)), so the trail keeps them in words and not by an id.
 */
import { Field, ID, InputType } from 'type-graphql';
import type { TrailRecipient } from '../../../schema/policy/trail.js';
import type { SubgraphContext } from '../../shared/context.js';
import { type FhirObject, objectsOf, stringOf, valuesAt } from '../../shared/fhir-json.js';
import { badRecord, unknownRecord } from '../../shared/writing/refusals.js';

@InputType({ description: 'Who receives the record: an organisation of the directory, or a name and an address.' })
export class TransferRecipientInput {
  @Field(() => ID, { nullable: true, description: 'The id of the organisation.' }) organization?: string | null;
  @Field(() => String, { nullable: true, description: 'The name of who is in no directory.' }) name?: string | null;
  @Field(() => String, { nullable: true, description: 'Their postal or electronic address, if known.' })
  address?: string | null;
}

const LONGEST = 300;

/**
 * The recipient as the trail keeps them. Left out by the person themselves, they receive it.
 * Throws BAD_RECORD where nobody or two are named, UNKNOWN_RECORD for an organisation that is not in the directory.
 */
export async function recipientOf(
  input: TransferRecipientInput | null | undefined,
  { viewer, store }: Pick<SubgraphContext, 'viewer' | 'store'>,
): Promise<TrailRecipient | null> {
  if (!input) {
    if (viewer.role === 'patient') return null;
    throw badRecord('recipient');
  }
  const { organization, name, address } = input;
  if (organization == null) return { name: words(name, 'recipient.name'), ...addressed(address) };
  if (name != null) throw badRecord('recipient.name');
  const found = await store.one('Organization', organization, ['name', 'address']);
  if (!found) throw unknownRecord('recipient.organization');
  const known = addressed(
    address ??
      objectsOf(found['address'])
        .map(onOneLine)
        .find((line) => line !== ''),
  );
  return { organization, name: stringOf(found['name']) ?? organization, ...known };
}

function addressed(address: string | null | undefined): Pick<TrailRecipient, 'address'> {
  return address == null ? {} : { address: words(address, 'recipient.address') };
}

function words(text: string | null | undefined, input: string): string {
  const said = text?.trim() ?? '';
  if (said === '' || said.length > LONGEST) throw badRecord(input);
  return said;
}

function onOneLine(address: FhirObject): string {
  const text = stringOf(address['text']);
  const parts = ['line', 'city', 'state', 'postalCode', 'country'].flatMap((part) => valuesAt(address, part));
  return (text ?? parts.filter((part) => typeof part === 'string').join(', ')).slice(0, LONGEST);
}

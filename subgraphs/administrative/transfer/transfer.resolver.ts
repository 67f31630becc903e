import { Arg, Ctx, ID, Int, Resolver } from 'type-graphql';
import { PartType, RecordField, RecordMutation } from '../../shared/record-field.js';
import type { AdministrativeContext } from '../context.js';
import { TransferRecipientInput } from './recipient.js';
import type { Transfer } from './transfer-desk.js';

@PartType('A person’s record, to be handed over.')
export class RecordTransfer {
  @RecordField('whole-record', () => String, {
    nullable: false,
    description:
      'A FHIR R4 Bundle (collection) as JSON: the resources as they came, their provenance, and what stays outside, named.',
  })
  bundle!: string;
  @RecordField('whole-record', () => Int, { nullable: false, description: 'Resources of the record in it.' })
  resources!: number;
}

@Resolver()
export class TransferResolver {
  @RecordMutation('whole-record', () => RecordTransfer, {
    nullable: true,
    description:
      'Takes a person’s record out, as far as you reach it, to hand it over. It changes nothing but the trail, where it stands ' +
      'as a disclosure. Null for a person out of your reach.',
  })
  transferRecord(
    @Arg('patient', () => ID) patient: string,
    @Arg('history', () => Boolean, { defaultValue: false, description: 'With earlier versions.' }) history: boolean,
    @Arg('recipient', () => TransferRecipientInput, {
      nullable: true,
      description:
        'Who receives it (45 CFR 164.528(b)(2)(ii)): in the trail, and in the account of disclosures. Only the person themselves may leave it out.',
    })
    recipient: TransferRecipientInput | null | undefined,
    @Ctx() { transfers }: AdministrativeContext,
  ): Promise<Transfer | null> {
    return transfers.handOver(patient, history, recipient);
  }
}

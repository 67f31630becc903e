/** What came of a pharmacy's order: what was handed out. */
import { Field, ID, InputType } from 'type-graphql';
import { annotation, dateTime, dosage, each, optional, quantity } from '../../shared/writing/elements.js';
import { DosageInput, QuantityInput } from '../../shared/writing/inputs.js';
import { aboutRecord } from '../../shared/writing/mutation.js';
import { refused } from '../../shared/writing/refusals.js';
import { MedicationDispense } from './medication-dispense.type.js';

@InputType({ description: 'A medicine that was handed out (FHIR MedicationDispense).' })
class MedicationDispenseInput {
  @Field(() => ID, { description: 'The id of the visit, of your organisation.' }) encounter!: string;
  @Field(() => QuantityInput) quantity!: QuantityInput;
  @Field(() => QuantityInput, { nullable: true, description: 'For how many days: the unit d.' })
  daysSupply?: QuantityInput | null;
  @Field(() => String, { description: 'When it was handed out.' }) whenHandedOver!: string;
  @Field(() => [DosageInput], { nullable: true }) dosage?: DosageInput[] | null;
  @Field(() => String, { nullable: true }) note?: string | null;
}

const recordDispense = aboutRecord<MedicationDispenseInput>({
  name: 'recordDispense',
  facet: 'medication',
  record: MedicationDispense,
  of: 'MedicationRequest',
  input: MedicationDispenseInput,
  description: 'Records that an ordered medicine was handed out. `id` names the order, which stays as it is.',
  reason: 'a medicine was handed out',
  async prepare(desk, { id, patient, content }, input) {
    if (content['status'] !== 'active') throw refused('WRONG_STATE', 'id');
    const about = patient ?? '';
    const context = await desk.ownVisit(input.encounter, about, 'input.encounter');
    const now = desk.now();
    const dispense = desk.create('MedicationDispense', {
      status: 'completed',
      ...(await desk.elementsOf('MedicationRequest', id, ['medicationCodeableConcept', 'medicationReference'])),
      subject: { reference: `Patient/${about}` },
      context,
      performer: [{ actor: desk.authorReference() }, { actor: desk.organizationReference() }],
      authorizingPrescription: [{ reference: `MedicationRequest/${id}` }],
      quantity: quantity(input.quantity, 'input.quantity'),
      daysSupply: optional(input.daysSupply, 'input.daysSupply', quantity),
      whenHandedOver: dateTime(input.whenHandedOver, 'input.whenHandedOver'),
      note: optional(input.note, 'input.note', annotation(now, desk.authorReference())),
      dosageInstruction: each(input.dosage, 'input.dosage', dosage),
    });
    return { patient, versions: [dispense] };
  },
});

export const medicationDispenseMutations = [recordDispense];

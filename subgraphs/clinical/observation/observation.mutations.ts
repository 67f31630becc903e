/** Recording measurements, alone or as a panel, and correcting them. */
import { InputType } from 'type-graphql';
import { PartType, RecordField } from '../../shared/record-field.js';
import { concept } from '../../shared/writing/elements.js';
import { aboutPatient, aboutRecord } from '../../shared/writing/mutation.js';
import type { WritingDesk } from '../../shared/writing/writing-desk.js';
import {
  type Circumstances,
  circumstances,
  measurement,
  ObservationInput,
  PanelInput,
  PanelMemberInput,
  warningsOf,
} from './observation.inputs.js';
import { Observation } from './observation.type.js';

@PartType('A value that is likelier a slip of the pen than a patient. It was recorded as it was given.')
export class MeasurementWarning {
  @RecordField('measurement', () => String, { description: 'Where the value stands in the arguments.' }) input?: string;
  @RecordField('measurement', () => String, { description: 'Values are hardly lower.' }) low?: string;
  @RecordField('measurement', () => String, { description: 'Values are hardly higher.' }) high?: string;
  @RecordField('measurement', () => String, { description: 'The UCUM unit of both.' }) unit?: string;
}

@PartType('A measurement that was recorded, and what is odd about it.')
export class RecordedObservation {
  @RecordField('measurement', () => Observation, { description: 'As it is read, behind all walls.' }) record?: object;
  @RecordField('measurement', () => [MeasurementWarning], {
    description: 'Values that hardly can be; they are recorded all the same.',
  })
  warnings?: MeasurementWarning[];
}

export async function circumstancesAt(
  desk: WritingDesk,
  patient: string,
  visit: string,
  status = 'final',
): Promise<Circumstances> {
  const encounter = await desk.ownVisit(visit, patient, 'input.encounter');
  return {
    status,
    patient,
    encounter,
    performer: [desk.authorReference(), desk.organizationReference()],
    now: desk.now(),
  };
}

const recordObservation = aboutPatient<ObservationInput>({
  name: 'recordObservation',
  facet: 'measurement',
  record: Observation,
  input: ObservationInput,
  description: 'Records a measurement. Odd values are recorded, and warned of in the answer.',
  reason: 'a measurement was recorded',
  async prepare(desk, patient, input) {
    const at = await circumstancesAt(desk, patient, input.encounter);
    const elements = { ...circumstances(input, at), ...measurement(input, 'input') };
    return { patient, versions: [desk.create('Observation', elements)] };
  },
  answer: { type: RecordedObservation, beside: (input) => ({ warnings: warningsOf(input, 'input') }) },
});

const recordPanel = aboutPatient<PanelInput>({
  name: 'recordPanel',
  facet: 'measurement',
  record: Observation,
  input: PanelInput,
  description: 'Records measurements that were made together, all or none: the panel and its members.',
  reason: 'a panel was recorded',
  async prepare(desk, patient, input) {
    const common = circumstances(input, await circumstancesAt(desk, patient, input.encounter));
    const members = input.members.map((member, index) => {
      const elements = { ...common, ...measurement(member, `input.members.${index}`) };
      return desk.create('Observation', elements);
    });
    const hasMember = members.map(({ id }) => ({ reference: `Observation/${id}` }));
    const panel = desk.create('Observation', { ...common, code: concept(input.code, 'input.code'), hasMember });
    return { patient, versions: [panel, ...members] };
  },
  answer: {
    type: RecordedObservation,
    beside: ({ members }) => ({
      warnings: members.flatMap((member, index) => warningsOf(member, `input.members.${index}`)),
    }),
  },
});

@InputType({ description: 'What was measured, corrected as a whole: its code, value and components.' })
class ObservationCorrectionInput extends PanelMemberInput {}

const correctObservation = aboutRecord<ObservationCorrectionInput>({
  name: 'correctObservation',
  facet: 'measurement',
  record: Observation,
  input: ObservationCorrectionInput,
  description: 'Corrects what a measurement says (FHIR status corrected). The earlier version stays in the history.',
  reason: 'a measurement was corrected',
  async prepare(desk, stored, input) {
    const corrected = desk.change(stored, { ...measurement(input, 'input'), status: 'corrected', issued: desk.now() });
    return { patient: stored.patient, versions: [corrected] };
  },
  answer: { type: RecordedObservation, beside: (input) => ({ warnings: warningsOf(input, 'input') }) },
});

export const observationMutations = [recordObservation, recordPanel, correctObservation];

import type { FhirObject } from '../../shared/fhir-json.js';
import { ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, RecordField } from '../../shared/record-field.js';
import { RecordKind } from '../../shared/record-kind.js';
import { CodeableConcept, Identifier } from '../../shared/value-types.js';
import { partiesAt } from '../filters.js';
import { Schedule } from '../schedule/schedule.type.js';

export function slotKeys(content: FhirObject): Record<string, unknown> {
  return { parties: partiesAt(content, 'schedule') };
}

/** Without FHIR's `comment`: everybody may look for a slot, and senders write there for whom it is kept. */
@RecordKind(
  {
    kind: 'Slot',
    subgraph: 'administrative',
    at: ['start'],
    status: 'status',
    codes: ['serviceType'],
    categories: ['specialty'],
    keys: slotKeys,
  },
  'A time that can be booked (FHIR Slot).',
)
export class Slot {
  @KeyField() id!: string;
  @RecordField('scheduling', () => [Identifier]) identifier?: Identifier[];
  @RecordField('scheduling', () => [CodeableConcept]) serviceCategory?: CodeableConcept[];
  @RecordField('scheduling', () => [CodeableConcept]) serviceType?: CodeableConcept[];
  @RecordField('scheduling', () => [CodeableConcept]) specialty?: CodeableConcept[];
  @RecordField('scheduling', () => CodeableConcept) appointmentType?: CodeableConcept;
  @ReferenceField('scheduling', () => Schedule, { to: 'Schedule' }) schedule?: object;
  @RecordField('scheduling', () => String, {
    description: 'busy, free, busy-unavailable, busy-tentative, entered-in-error.',
  })
  status?: string;
  @RecordField('scheduling', () => String) start?: string;
  @RecordField('scheduling', () => String) end?: string;
  @RecordField('scheduling', () => Boolean) overbooked?: boolean;
}

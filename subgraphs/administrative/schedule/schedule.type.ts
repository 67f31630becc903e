import type { FhirObject } from '../../shared/fhir-json.js';
import { KeyField, RecordField } from '../../shared/record-field.js';
import { RecordKind } from '../../shared/record-kind.js';
import { CodeableConcept, Identifier, Period } from '../../shared/value-types.js';
import { partiesAt } from '../filters.js';
import { VisibleReferencesField } from '../visible-reference.js';

export function scheduleKeys(content: FhirObject): Record<string, unknown> {
  return { parties: partiesAt(content, 'actor') };
}

@RecordKind(
  {
    kind: 'Schedule',
    subgraph: 'administrative',
    at: ['planningHorizon'],
    codes: ['serviceType'],
    categories: ['specialty'],
    keys: scheduleKeys,
  },
  'The timetable of a practitioner or a place (FHIR Schedule).',
)
export class Schedule {
  @KeyField() id!: string;
  @RecordField('scheduling', () => [Identifier]) identifier?: Identifier[];
  @RecordField('scheduling', () => Boolean) active?: boolean;
  @RecordField('scheduling', () => [CodeableConcept]) serviceCategory?: CodeableConcept[];
  @RecordField('scheduling', () => [CodeableConcept]) serviceType?: CodeableConcept[];
  @RecordField('scheduling', () => [CodeableConcept]) specialty?: CodeableConcept[];
  @VisibleReferencesField('scheduling', { description: 'Whose time it is: people and places.', others: 'hidden' })
  actor?: object[];
  @RecordField('scheduling', () => Period) planningHorizon?: Period;
  @RecordField('scheduling', () => String) comment?: string;
}

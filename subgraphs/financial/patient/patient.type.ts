import { EntityType, ExternalField, KeyField } from '../../shared/record-field.js';

/** The financial side of a patient: what the lists and summaries of this subgraph hang on. */
@EntityType()
export class Patient {
  @KeyField() id!: string;
  @ExternalField('identity', () => String) birthDate?: string;
  @ExternalField('identity', () => String) gender?: string;
  @ExternalField('identity', () => Boolean) deceasedBoolean?: boolean;
  @ExternalField('identity', () => String) deceasedDateTime?: string;
}

import { EntityType, ExternalField, KeyField } from '../../shared/record-field.js';

/** The clinical side of a patient: what the lists of this subgraph hang on. */
@EntityType()
export class Patient {
  @KeyField() id!: string;
  @ExternalField('identity', () => String) birthDate?: string;
  @ExternalField('identity', () => String) gender?: string;
  @ExternalField('identity', () => Boolean) deceasedBoolean?: boolean;
  @ExternalField('identity', () => String) deceasedDateTime?: string;
}

import { EntityType, KeyField } from '../../shared/record-field.js';

/** The clinical side of a patient: what the lists of this subgraph hang on. */
@EntityType()
export class Patient {
  @KeyField() id!: string;
}

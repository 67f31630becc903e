import { EntityType, KeyField } from '../../shared/record-field.js';

/** The financial side of a patient: what the lists and summaries of this subgraph hang on. */
@EntityType()
export class Patient {
  @KeyField() id!: string;
}

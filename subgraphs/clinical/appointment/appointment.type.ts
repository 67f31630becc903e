import { EntityType, KeyField } from '../../shared/record-field.js';

/** The appointment that led to a visit; its record lives in the administrative subgraph. */
@EntityType(undefined, { resolvable: false })
export class Appointment {
  @KeyField() id!: string;
}

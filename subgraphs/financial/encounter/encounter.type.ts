import { EntityType, KeyField } from '../../shared/record-field.js';

/** A visit, as what was billed for it hangs on it. */
@EntityType()
export class Encounter {
  @KeyField() id!: string;
}

/** Records of the clinical subgraph that a bill refers to. Who may read them is judged there. */
import { EntityType, KeyField } from '../../shared/record-field.js';

@EntityType(undefined, { resolvable: false })
export class Condition {
  @KeyField() id!: string;
}

@EntityType(undefined, { resolvable: false })
export class Procedure {
  @KeyField() id!: string;
}

@EntityType(undefined, { resolvable: false })
export class MedicationRequest {
  @KeyField() id!: string;
}

@EntityType(undefined, { resolvable: false })
export class ServiceRequest {
  @KeyField() id!: string;
}

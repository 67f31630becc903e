/** Entities that other subgraphs own, as the clinical and financial subgraphs refer to them. */
import { EntityType, KeyField } from './record-field.js';
import { referenceType } from './reference-type.js';

@EntityType(undefined, { resolvable: false })
export class Practitioner {
  @KeyField() id!: string;
}

@EntityType(undefined, { resolvable: false })
export class PractitionerRole {
  @KeyField() id!: string;
}

@EntityType(undefined, { resolvable: false })
export class Location {
  @KeyField() id!: string;
}

@EntityType(undefined, { resolvable: false })
export class Organization {
  @KeyField() id!: string;
}

/** A reference from a clinical or financial record. */
export const Reference = referenceType({
  Organization: () => Organization,
  Practitioner: () => Practitioner,
  PractitionerRole: () => PractitionerRole,
  Location: () => Location,
});

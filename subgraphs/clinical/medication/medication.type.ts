import { Reference } from '../../shared/joined-entities.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind } from '../../shared/record-kind.js';
import { CodeableConcept, Identifier, Meta, Ratio } from '../../shared/value-types.js';
import { ClinicalReference } from '../parts/clinical-reference.js';
import { Narrative } from '../parts/narrative.js';

@PartType('What a medicine is made of (FHIR Medication.ingredient).')
export class MedicationIngredient {
  @RecordField('medication', () => CodeableConcept) itemCodeableConcept?: CodeableConcept;
  @RecordField('medication', () => ClinicalReference) itemReference?: object;
  @RecordField('medication', () => Boolean) isActive?: boolean;
  @RecordField('medication', () => Ratio) strength?: Ratio;
}

@PartType('The package a medicine came in (FHIR Medication.batch).')
export class MedicationBatch {
  @RecordField('medication', () => String) lotNumber?: string;
  @RecordField('medication', () => String) expirationDate?: string;
}

@RecordKind(
  { kind: 'Medication', subgraph: 'clinical', status: 'status', codes: ['code'] },
  'A medicine that others refer to (FHIR Medication). It concerns no person and is reached by reference only.',
)
export class Medication {
  @KeyField() id!: string;
  @RecordField('medication', () => Meta) meta?: Meta;
  @RecordField('narrative', () => Narrative) text?: Narrative;
  @RecordField('medication', () => [Identifier]) identifier?: Identifier[];
  @RecordField('medication', () => CodeableConcept) code?: CodeableConcept;
  @RecordField('medication', () => String) status?: string;
  @RecordField('medication', () => Reference) manufacturer?: object;
  @RecordField('medication', () => CodeableConcept) form?: CodeableConcept;
  @RecordField('medication', () => Ratio) amount?: Ratio;
  @RecordField('medication', () => [MedicationIngredient]) ingredient?: MedicationIngredient[];
  @RecordField('medication', () => MedicationBatch) batch?: MedicationBatch;
}

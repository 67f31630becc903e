import { LABELS_OF_EVIDENCE } from '../../shared/evidence-kinds.js';
import { type FhirObject, idsAt } from '../../shared/fhir-json.js';
import { Organization } from '../../shared/joined-entities.js';
import {
  CONSENTS_SYSTEM,
  identifierOf,
  MeasureGroupOutcome,
  measureKeys,
  titleOf,
} from '../../shared/measure-outcome.js';
import { ComputedField, PatientField, ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, RecordField } from '../../shared/record-field.js';
import { RecordKind } from '../../shared/record-kind.js';
import { Period } from '../../shared/value-types.js';
import { Patient } from '../patient/patient.type.js';

const outcomeKeys = (content: FhirObject): Record<string, unknown> => ({
  measures: measureKeys(content),
  payers: idsAt(content, 'payer', 'Organization'),
  consents: identifierOf(content, CONSENTS_SYSTEM),
});

/** Ours, not FHIR's: a payer has no way into the clinical subgraph, where the report with its evidence is. */
@RecordKind(
  {
    kind: 'MeasureOutcome',
    subgraph: 'financial',
    patient: 'subject',
    at: ['period'],
    keys: outcomeKeys,
    inherits: LABELS_OF_EVIDENCE,
    underConsents: true,
  },
  'What a quality measure says of a member to the payer: counted or not, met or not. Computed from records that bear no ' +
    'sensitivity label and that no consent denies, less visits that were billed and not to this payer.',
)
export class MeasureOutcome {
  @KeyField() id!: string;
  @PatientField(() => Patient) patient?: object;
  @ReferenceField('quality-outcome', () => Organization, { to: 'Organization', description: 'Whom it is told.' })
  payer?: object;

  @RecordField('quality-outcome', () => String, { description: 'The canonical address of the measure, `url|version`.' })
  measure?: string;

  @ComputedField('quality-outcome', () => String, titleOf, {
    needs: ['_measure'],
    owns: ['_measure'],
    description: 'The title of the measure.',
  })
  measureTitle?: string;

  @RecordField('quality-outcome', () => Period) period?: Period;
  @RecordField('quality-outcome', () => [MeasureGroupOutcome], { description: 'What each group of the measure says.' })
  outcome?: MeasureGroupOutcome[];
}

import { Arg, Ctx, ID, Int, Resolver } from 'type-graphql';
import { idsAt } from '../../shared/fhir-json.js';
import { PatientField } from '../../shared/plain-resolvers.js';
import { PartType, RecordField, RecordQuery } from '../../shared/record-field.js';
import type { RecordNode, RecordStore } from '../../shared/record-store.js';
import type { AdministrativeContext } from '../context.js';
import { personKeys } from '../names.js';
import { Patient } from './patient.type.js';
import { LEAST_SCORE, type Match, matchOf } from './patient-match.js';

@PartType('Another record that may be of the same person. A human decides.')
export class PatientMatch {
  @PatientField(() => Patient) patient?: object;
  /** What `patient` is found by; no field of the schema. */
  patientId?: string;
  @RecordField('patient-match', () => Int, { description: '0 to 100: how much agrees.' }) score?: number;
  @RecordField('patient-match', () => [String], {
    description:
      'What agrees: identifier, birth-date, family-name, given-name, gender, telecom, postal-code, address-line.',
  })
  reasons?: string[];
}

const COMPARED = ['identifier', 'name', 'birthDate', 'gender', 'telecom', 'address', 'link'];
/** Of as many records that share something the best are told. */
const LOOKED_AT = 200;
const TOLD = 20;

@Resolver()
export class PatientMatchResolver {
  @RecordQuery('patient-match', () => [PatientMatch], {
    nullable: false,
    description: 'Records that you reach which may be of the same person as this one, the likeliest first.',
    sources: ['name', 'birthDate', 'gender', 'telecom', 'address', 'identifier'].map((field) => `Patient.${field}`),
    records: ['Patient'],
  })
  async patientMatches(
    @Arg('id', () => ID, { description: 'The id of the patient.' }) id: string,
    @Ctx() { store }: AdministrativeContext,
  ): Promise<PatientMatch[]> {
    const person = await store.one('Patient', id, COMPARED);
    if (!person) return [];
    const linked = new Set(idsAt(person, 'link.other', 'Patient'));
    return (await candidates(store, person))
      .filter((other) => other.id !== id && !linked.has(other.id))
      .map((other) => ({ other, match: matchOf(person, other) }))
      .filter(({ match }) => match.score >= LEAST_SCORE)
      .sort((a, b) => b.match.score - a.match.score || (a.other.id < b.other.id ? -1 : 1))
      .slice(0, TOLD)
      .map(({ other, match }) => shown(other, match));
  }
}

/** Records that share a number, the date of birth or a name; behind the row scope, so none out of reach is compared. */
async function candidates(store: RecordStore, person: RecordNode): Promise<RecordNode[]> {
  const { identifiers, names } = personKeys(person);
  const { birthDate } = person;
  const numbers = identifiers.filter((identifier) => identifier.includes('|'));
  const shared = [
    ...(typeof birthDate === 'string' ? [{ birthDate }] : []),
    ...(numbers.length > 0 ? [{ identifiers: { $in: numbers } }] : []),
    ...(names.length > 0 ? [{ names: { $all: [...names] } }] : []),
  ];
  if (shared.length === 0) return [];
  const page = await store.list({
    kind: 'Patient',
    patient: null,
    within: {},
    where: { $or: shared },
    order: { key: null, direction: 1 },
    first: LOOKED_AT,
    after: null,
    paths: COMPARED,
    withRows: true,
    withCursors: false,
    withTotal: false,
  });
  return page.rows.map(({ node }) => node);
}

function shown({ id }: RecordNode, { score, reasons }: Match): PatientMatch {
  return { patientId: id, score, reasons: [...reasons] };
}

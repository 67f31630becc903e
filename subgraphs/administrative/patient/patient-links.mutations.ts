/**
 * Several records of one person (FHIR Patient.link): merged where one replaces the other, linked where both go on, as in two
 * organisations. A human decides, and says why. No text is touched, each record keeps what it holds, and who reads the one
 * that survives reads both (subgraphs/shared/merged-charts.ts); so taking it back loses nothing.
 */
import { Field, ID, InputType, Int } from 'type-graphql';
import { type ExactObject, type ExactValue, isExactObject } from '../../shared/writing/exact-json.js';
import { aboutRecord, type MutationDefinition } from '../../shared/writing/mutation.js';
import { badRecord, refused } from '../../shared/writing/refusals.js';
import type { StoredRecord } from '../../shared/writing/writing-desk.js';
import { Patient } from './patient.type.js';

@InputType({ description: 'The other record of the same person, and why it is taken for that.' })
class OtherPatientInput {
  @Field(() => ID, { description: 'The id of the other patient.' }) other!: string;
  @Field(() => Int, { description: 'The version of the other one: a stale one gets CONFLICT.' }) otherVersion!: number;
  @Field(() => String, { description: 'On what the decision rests: the reason in the provenance of both.' })
  basis!: string;
}

type LinkType = 'replaced-by' | 'replaces' | 'seealso';

function linksOf({ content }: StoredRecord): ExactObject[] {
  const links = content['link'];
  return Array.isArray(links) ? links.filter(isExactObject) : [];
}

function leadsTo(link: ExactObject, other: StoredRecord): boolean {
  const target: ExactValue | undefined = link['other'];
  return isExactObject(target) && target['reference'] === `Patient/${other.id}`;
}

function hasLink(from: StoredRecord, to: StoredRecord, type: LinkType): boolean {
  return linksOf(from).some((link) => link['type'] === type && leadsTo(link, to));
}

function withLink(from: StoredRecord, to: StoredRecord, type: LinkType): ExactObject {
  return { link: [...linksOf(from), { other: { reference: `Patient/${to.id}` }, type }] };
}

function withoutLink(from: StoredRecord, to: StoredRecord, type: LinkType): ExactObject {
  const left = linksOf(from).filter((link) => link['type'] !== type || !leadsTo(link, to));
  return { link: left.length > 0 ? left : undefined };
}

function isReplaced(patient: StoredRecord): boolean {
  return patient.content['active'] === false || linksOf(patient).some(({ type }) => type === 'replaced-by');
}

/**
 * A mutation of two records of one person, in one commit; `across`: the other one may be managed by another organisation.
 * Throws WRONG_STATE where `fits` does not hold.
 */
function ofBoth(
  {
    across = false,
    ...definition
  }: Pick<MutationDefinition<OtherPatientInput, StoredRecord>, 'name' | 'description'> & { readonly across?: boolean },
  fits: (patient: StoredRecord, other: StoredRecord) => boolean,
  changed: (patient: StoredRecord, other: StoredRecord) => readonly [patient: ExactObject, other: ExactObject],
) {
  return aboutRecord<OtherPatientInput>({
    ...definition,
    facet: 'identity',
    record: Patient,
    input: OtherPatientInput,
    reason: ({ basis }) => basis,
    async prepare(desk, patient, { other: id, otherVersion }) {
      if (id === patient.id) throw badRecord('input.other');
      const other = across
        ? desk.inVersion(await desk.stored('Patient', id, 'input.other'), otherVersion, 'input.other')
        : await desk.current('Patient', id, otherVersion, 'input.other');
      if (!fits(patient, other)) throw refused('WRONG_STATE', 'input.other');
      const [elements, others] = changed(patient, other);
      return { patient: patient.id, versions: [desk.change(patient, elements), desk.change(other, others)] };
    },
  });
}

const mergePatients = ofBoth(
  {
    name: 'mergePatients',
    description:
      'Says that another record of the same person is replaced by this one (`id`). Who reads this one reads both; both keep what they hold.',
  },
  (patient, other) => !isReplaced(patient) && !isReplaced(other),
  (patient, other) => [
    withLink(patient, other, 'replaces'),
    { ...withLink(other, patient, 'replaced-by'), active: false },
  ],
);

const unmergePatients = ofBoth(
  { name: 'unmergePatients', description: 'Takes a merge back: the other record stands by itself again.' },
  (patient, other) => hasLink(other, patient, 'replaced-by'),
  (patient, other) => [
    withoutLink(patient, other, 'replaces'),
    { ...withoutLink(other, patient, 'replaced-by'), active: true },
  ],
);

const linkPatients = ofBoth(
  {
    across: true,
    name: 'linkPatients',
    description: 'Says that two records are of one person, as in two organisations. Both go on.',
  },
  (patient, other) => !hasLink(patient, other, 'seealso'),
  (patient, other) => [withLink(patient, other, 'seealso'), withLink(other, patient, 'seealso')],
);

const unlinkPatients = ofBoth(
  { across: true, name: 'unlinkPatients', description: 'Takes back that two records are of one person.' },
  (patient, other) => hasLink(patient, other, 'seealso'),
  (patient, other) => [withoutLink(patient, other, 'seealso'), withoutLink(other, patient, 'seealso')],
);

export const patientLinkMutations = [mergePatients, unmergePatients, linkPatients, unlinkPatients];

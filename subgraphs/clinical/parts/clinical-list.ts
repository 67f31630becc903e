/** The lists of clinical records: on the patient, and on the visit where a record has one. */
import type { ClassType } from 'type-graphql';
import type { Facet } from '../../../schema/policy/facets.js';
import { type Filter, filters, type ListDefinition } from '../../shared/list-definition.js';
import { entityList, rootRecord } from '../../shared/record-list.js';
import { Encounter } from '../encounter/encounter.type.js';
import { Patient } from '../patient/patient.type.js';

export interface ClinicalList {
  readonly record: ClassType;
  /** The field that holds one record: `condition`. */
  readonly one: string;
  /** The field that holds the list: `conditions`. */
  readonly many: string;
  readonly facet: Facet;
  readonly description: string;
  /** The fields that the record's main date is taken from. */
  readonly dates: readonly string[];
  /** The field by which a record names its visit; none for kinds that have no visit. */
  readonly visit?: string;
  readonly filters: Readonly<Record<string, Filter>>;
}

/** The entry point by id, `Patient.<many>`, and `Encounter.<many>` for kinds that name a visit. */
export function clinicalList(list: ClinicalList): ClassType[] {
  const dated = { period: filters.period(...list.dates) };
  const visited = list.visit === undefined ? {} : { encounter: filters.encounter(list.visit) };
  const definition: ListDefinition = {
    record: list.record,
    name: list.many,
    facet: list.facet,
    description: list.description,
    filters: { ...list.filters, ...visited, ...dated },
    sortedBy: { key: 'at', touches: list.dates },
  };
  const resolvers = [
    rootRecord(list.record, list.one, list.facet, `One ${list.record.name} by id.`),
    entityList(Patient, definition),
  ];
  if (list.visit === undefined) return resolvers;
  const ofVisit: ListDefinition = { ...definition, filters: { ...list.filters, ...dated } };
  return [...resolvers, entityList(Encounter, ofVisit, recordsOfVisit)];
}

/** Records that name a visit are the visit's patient's: one that names another person's visit is not shown there. */
const recordsOfVisit = ({ id, patientId }: { id: string; patientId?: string | null }) => ({
  patient: patientId ?? null,
  where: { encounter: id },
});

/** A filter by one search key of the record that holds a code. */
export function codeKey(key: string, description: string, ...touches: string[]): Filter {
  return { description, touches, predicate: (value: string) => ({ [key]: value }) };
}

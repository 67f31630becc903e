import '../../../subgraphs/kinds.js';
import { type GraphQLSchema, getNamedType, isObjectType } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../../schema/policy/catalogue.js';
import { ROLE_GRANTS } from '../../../schema/policy/roles.js';
import { verifyPolicy } from '../../../schema/policy/verify.js';
import { clinical } from '../../../subgraphs/clinical/subgraph.js';
import { externalFieldsOf } from '../../../subgraphs/shared/record-field.js';
import { allKinds } from '../../../subgraphs/shared/record-kind.js';
import { buildSubgraph } from '../../../subgraphs/shared/subgraph.js';

let schema: GraphQLSchema;

beforeAll(async () => {
  schema = (await buildSubgraph(clinical)).schema;
});

const fieldsOf = (name: string) => {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`${name} is no object type`);
  return type.getFields();
};

/** Kinds that concern a patient: Medication does not, and has neither list nor entry point. */
const kinds = () => allKinds().filter(({ subgraph, patient }) => subgraph === 'clinical' && patient !== undefined);

const listsOf = (holder: string) =>
  Object.values(fieldsOf(holder)).filter((field) => getNamedType(field.type).name.endsWith('Connection'));

const entryOf = (kind: string) => fieldsOf('Query')[`${kind[0]?.toLowerCase()}${kind.slice(1)}`];

describe('the clinical schema', () => {
  it('holds all clinical kinds', () => {
    expect(
      kinds()
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual([
      'AllergyIntolerance',
      'CarePlan',
      'CareTeam',
      'Condition',
      'Device',
      'DiagnosticReport',
      'DocumentReference',
      'Encounter',
      'FamilyMemberHistory',
      'Goal',
      'ImagingStudy',
      'Immunization',
      'MeasureReport',
      'MedicationAdministration',
      'MedicationDispense',
      'MedicationRequest',
      'MedicationStatement',
      'Observation',
      'Procedure',
      'ServiceRequest',
    ]);
  });

  it('keeps the policy', () => {
    const keys = new Map(allKinds().map(({ kind }) => [kind, ['id']] as const));
    expect(verifyPolicy({ schemas: { clinical: schema }, catalogue, grants: ROLE_GRANTS, keys })).toEqual([]);
  });

  it('gives each kind an entry point by id and a list on the patient', () => {
    const listed = listsOf('Patient').map((field) => getNamedType(field.type).name);
    for (const { kind } of kinds()) {
      expect(entryOf(kind)?.args.map(({ name }) => name)).toEqual(['id']);
      expect(listed).toContain(`${kind}Connection`);
    }
    expect(entryOf('Medication')).toBeUndefined();
  });

  it('gives each kind that names a visit a list there, which does not ask for the visit again', () => {
    const lists = listsOf('Encounter');
    const withVisit = kinds().filter(({ encounter }) => encounter !== undefined);
    expect(lists.map((field) => getNamedType(field.type).name).sort()).toEqual(
      withVisit.map(({ kind }) => `${kind}Connection`).sort(),
    );
    for (const list of lists) expect(list.args.map(({ name }) => name)).not.toContain('encounter');
    for (const list of listsOf('Patient')) {
      const kind = getNamedType(list.type).name.replace(/Connection$/, '');
      const asks = list.args.some(({ name }) => name === 'encounter');
      expect([kind, asks]).toEqual([kind, withVisit.some((definition) => definition.kind === kind)]);
    }
  });

  it('filters every list by period and sorts it by its date', () => {
    for (const list of [...listsOf('Patient'), ...listsOf('Encounter')])
      expect(list.args.map(({ name }) => name)).toEqual(expect.arrayContaining(['first', 'after', 'sort', 'period']));
  });

  it('shows no clinical field to a role that reads no chart', () => {
    const chart = new Set<string>(ROLE_GRANTS.clinician.grants);
    const charted = Object.values(ROLE_GRANTS).filter(({ grants }) =>
      (grants as readonly string[]).includes('diagnosis'),
    );
    expect(charted.map(({ title }) => title)).toEqual(['Clinician', 'Patient']);
    const outsiders = Object.values(ROLE_GRANTS).filter(
      ({ grants }) => !(grants as readonly string[]).includes('diagnosis'),
    );
    const seen = new Set<string>(outsiders.flatMap(({ grants }) => grants as readonly string[]));
    for (const { kind } of kinds())
      for (const name of Object.keys(fieldsOf(kind))) {
        const facet = catalogue.fields.get(`${kind}.${name}`)?.facet ?? 'none';
        // Those who bill or register know who wrote what they may read; the types are read by nobody else all the same.
        if (facet !== 'key' && facet !== 'provenance')
          expect([`${kind}.${name}`, chart.has(facet), seen.has(facet)]).toEqual([`${kind}.${name}`, true, false]);
      }
  });

  it('puts only facets of the chart on clinical types, whatever part of a record they are', () => {
    const chart = new Set<string>([...ROLE_GRANTS.clinician.grants, 'population-count']);
    const others = new Set(['identity', 'contact', 'demographics', 'consent', 'coverage', 'claim', 'scheduling']);
    for (const type of Object.values(schema.getTypeMap()))
      for (const name of isObjectType(type) ? Object.keys(type.getFields()) : []) {
        const facet = catalogue.fields.get(`${type.name}.${name}`)?.facet;
        // What the gateway brings along from where it is kept is not read here.
        if (facet && !externalFieldsOf(type.name).has(name))
          expect([`${type.name}.${name}`, chart.has(facet) && !others.has(facet)]).toEqual([
            `${type.name}.${name}`,
            true,
          ]);
      }
  });

  it('names a patient by joining them, never by a reference with its display', () => {
    for (const type of Object.values(schema.getTypeMap())) {
      const fields = isObjectType(type) ? type.getFields() : {};
      expect([type.name, Object.keys(fields).includes('subject')]).toEqual([type.name, false]);
      if (fields['patient']) expect(getNamedType(fields['patient'].type).name).toBe('Patient');
    }
  });
});

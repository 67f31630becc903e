import '../../../subgraphs/kinds.js';
import { type GraphQLObjectType, type GraphQLSchema, isObjectType } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../../schema/policy/catalogue.js';
import { createPolicy } from '../../../schema/policy/decide.js';
import { ROLE_GRANTS } from '../../../schema/policy/roles.js';
import { verifyPolicy } from '../../../schema/policy/verify.js';
import type { Role } from '../../../schema/policy/viewer.js';
import { administrative } from '../../../subgraphs/administrative/subgraph.js';
import { kindDefinition } from '../../../subgraphs/shared/record-kind.js';
import { buildSubgraph } from '../../../subgraphs/shared/subgraph.js';

const KINDS = [
  'Patient',
  'Practitioner',
  'PractitionerRole',
  'Organization',
  'Location',
  'Appointment',
  'Schedule',
  'Slot',
  'RelatedPerson',
  'Consent',
];

describe('the schema of the administrative subgraph', () => {
  let schema: GraphQLSchema;
  beforeAll(async () => {
    ({ schema } = await buildSubgraph(administrative));
  });
  const fieldsOf = (type: string) => Object.keys((schema.getType(type) as GraphQLObjectType).getFields());

  it('serves ten kinds of record, each by id', () => {
    for (const kind of KINDS) {
      expect(kindDefinition(kind)?.subgraph).toBe('administrative');
      expect(fieldsOf('Query')).toContain(kind.charAt(0).toLowerCase() + kind.slice(1));
    }
  });

  it('passes the policy check', () => {
    const keys = new Map(KINDS.map((kind) => [kind, ['id']]));
    expect(verifyPolicy({ schemas: { administrative: schema }, catalogue, grants: ROLE_GRANTS, keys })).toEqual([]);
  });

  it('has no field for what a directory must not show, nor for what gives hidden changes away', () => {
    expect(fieldsOf('Practitioner')).not.toContain('birthDate');
    expect(fieldsOf('Slot')).not.toContain('comment');
    expect(fieldsOf('Patient')).not.toContain('extension');
    // meta.lastUpdated moves with every hidden element, meta.security names what is hidden.
    for (const kind of KINDS) expect(fieldsOf(kind)).not.toContain('meta');
  });

  it('lets a reference name somebody only where it cannot be a patient', () => {
    const references = Object.values(schema.getTypeMap()).flatMap((type) =>
      isObjectType(type)
        ? Object.values(type.getFields())
            .filter((field) => /^\[?Reference\b/.test(String(field.type)))
            .map((field) => `${type.name}.${field.name}`)
        : [],
    );
    // Each goes through visibleReference(); a new one is added here with a look at whom it may point at.
    expect(references.sort()).toEqual([
      'AmendmentRequest.record',
      'Appointment.reasonReference',
      'AppointmentParticipant.actor',
      'Consent.performer',
      'Consent.sourceReference',
      'ConsentProvisionActor.reference',
      'ConsentProvisionData.reference',
      'ConsentVerification.verifiedWith',
      'Patient.generalPractitioner',
      'Schedule.actor',
    ]);
  });

  const queriesOf = (role: Role) =>
    fieldsOf('Query').filter((name) => !name.startsWith('_') && createPolicy().mayRead(role, `Query.${name}`));

  it('gives an auditor consents, the directory and the trail, and nobody else the trail', () => {
    expect(queriesOf('auditor')).toEqual(
      expect.arrayContaining(['auditEvents', 'consents', 'organization', 'practitioner']),
    );
    expect(queriesOf('auditor')).not.toEqual(expect.arrayContaining(['patient']));
    for (const role of ['clinician', 'registrar', 'biller', 'insurer', 'patient'] as const)
      expect(queriesOf(role)).not.toContain('auditEvents');
  });

  it('gives those who read no person nothing', () => {
    expect(queriesOf('analyst')).toEqual([]);
    expect(queriesOf('agency')).toEqual([]);
  });

  it('shows why an appointment was made to those who treat, not to those who book', () => {
    const policy = createPolicy();
    for (const field of ['reasonCode', 'reasonReference', 'description', 'comment', 'patientInstruction']) {
      expect(policy.mayRead('clinician', `Appointment.${field}`)).toBe(true);
      expect(policy.mayRead('registrar', `Appointment.${field}`)).toBe(false);
    }
  });
});

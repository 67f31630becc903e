import { describe, expect, it } from 'vitest';
import '../../../subgraphs/clinical/subgraph.js';
import type { FhirObject } from '../../../subgraphs/shared/fhir-json.js';
import { kindDefinition } from '../../../subgraphs/shared/record-kind.js';

const subject = { reference: 'Patient/ann' };

function relations(kind: string, content: FhirObject): string[] {
  const claims = kindDefinition(kind)?.relations?.({ subject, patient: subject, ...content }) ?? [];
  return claims.map(({ patient, as, party }) => `${party} ${as} ${patient}`);
}

const to = (reference: string) => ({ reference });

describe('who a record puts into care', () => {
  it('a visit: its provider and the people who took part', () => {
    const visit = {
      status: 'finished',
      serviceProvider: to('Organization/a'),
      participant: [{ individual: to('Practitioner/p') }, { individual: to('RelatedPerson/r') }],
    };
    expect(relations('Encounter', visit)).toEqual(['Organization/a treats ann', 'Practitioner/p treats ann']);
    expect(relations('Encounter', { ...visit, status: 'entered-in-error' })).toEqual([]);
    expect(relations('Encounter', { ...visit, status: 'cancelled' })).toEqual([]);
  });

  it('a procedure that was begun: the organisations that performed it', () => {
    const performer = [
      { actor: to('Organization/a') },
      { actor: to('Practitioner/p'), onBehalfOf: to('Organization/b') },
      { actor: to('Patient/ann') },
    ];
    expect(relations('Procedure', { status: 'completed', performer })).toEqual([
      'Organization/a treats ann',
      'Organization/b treats ann',
    ]);
    for (const status of ['preparation', 'not-done', 'entered-in-error', 'unknown'])
      expect(relations('Procedure', { status, performer })).toEqual([]);
  });

  it('a vaccination that was given, but neither who ordered it nor who is said to have given it', () => {
    const performer = [
      { function: { coding: [{ code: 'AP' }] }, actor: to('Organization/gave') },
      { function: { coding: [{ code: 'OP' }] }, actor: to('Organization/ordered') },
    ];
    expect(relations('Immunization', { status: 'completed', performer })).toEqual(['Organization/gave treats ann']);
    expect(relations('Immunization', { status: 'not-done', performer })).toEqual([]);
    expect(relations('Immunization', { status: 'completed', primarySource: false, performer })).toEqual([]);
  });

  it('a care team: its members, as long as the team takes part in care', () => {
    const participant = [
      { member: to('Practitioner/p') },
      { member: to('Organization/a') },
      { member: to('Patient/ann') },
      { member: to('CareTeam/other'), onBehalfOf: to('Organization/b') },
    ];
    const members = ['Practitioner/p cares ann', 'Organization/a cares ann'];
    expect(relations('CareTeam', { status: 'active', participant })).toEqual(members);
    expect(relations('CareTeam', { participant })).toEqual(members);
    for (const status of ['proposed', 'suspended', 'inactive', 'entered-in-error'])
      expect(relations('CareTeam', { status, participant })).toEqual([]);
  });

  it('a member of a team from when to when they were a member', () => {
    const content = {
      subject,
      status: 'active',
      period: { start: '2020' },
      participant: [{ member: to('Practitioner/p'), period: { end: '2021-03-01' } }],
    };
    expect(kindDefinition('CareTeam')?.relations?.(content)).toEqual([
      {
        patient: 'ann',
        party: 'Practitioner/p',
        as: 'cares',
        from: new Date('2020-01-01T00:00:00.000Z'),
        until: new Date('2021-03-01T23:59:59.999Z'),
      },
    ]);
  });

  it('nobody for a mere reference: a report, an order, a prescription, a plan, a document', () => {
    const mentions: FhirObject = {
      status: 'final',
      performer: [to('Organization/a')],
      requester: to('Organization/a'),
      author: [to('Organization/a')],
      custodian: to('Organization/a'),
    };
    for (const kind of [
      'DiagnosticReport',
      'ServiceRequest',
      'MedicationRequest',
      'CarePlan',
      'DocumentReference',
      'Observation',
    ])
      expect(relations(kind, mentions)).toEqual([]);
  });

  it('nobody where the record is of no patient', () => {
    const content = { status: 'completed', subject: to('Group/g'), performer: [{ actor: to('Organization/a') }] };
    expect(kindDefinition('Procedure')?.relations?.(content)).toEqual([]);
    expect(
      kindDefinition('CareTeam')?.relations?.({ ...content, participant: [{ member: to('Organization/a') }] }),
    ).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { ada, auditor, clinician, createHospital, registrar } from './support/hospital.js';

describe('what the administrative subgraph answers', () => {
  const hospital = createHospital();

  it('finds patients by the beginnings of their names, in reach only', async () => {
    const query = '{ patients(name: "LÍN ada") { totalCount nodes { id displayName age } } }';
    const { patients } = await hospital.read(registrar, query);
    expect(patients).toMatchObject({ totalCount: 1, nodes: [{ id: 'p1', displayName: 'Ada Rose Lindqvist' }] });
    expect(await hospital.read({ ...registrar, organization: 'nowhere' }, query)).toEqual({
      patients: { totalCount: 0, nodes: [] },
    });
  });

  it('does not take two different words for one that lies between them', async () => {
    const { patients } = await hospital.read(registrar, '{ patients(name: "b") { totalCount } }');
    expect(patients.totalCount).toBe(0);
  });

  it('finds patients by identifier and by year of birth, and sorts them by name', async () => {
    const data = await hospital.read(
      registrar,
      `{ byIdentifier: patients(identifier: "urn:mrn|77") { nodes { id } } byValue: patients(identifier: "77") { nodes { id } }
         born: patients(birthDate: "1975") { nodes { id } } all: patients { nodes { id } } }`,
    );
    expect(data).toEqual({
      byIdentifier: { nodes: [{ id: 'p1' }] },
      byValue: { nodes: [{ id: 'p1' }] },
      born: { nodes: [{ id: 'p2' }] },
      all: { nodes: [{ id: 'p1' }, { id: 'p2' }] },
    });
  });

  it('lists an appointment with its people and places, and never the patient’s name through it', async () => {
    const { appointments } = await hospital.read(
      registrar,
      `{ appointments(practitioner: "holm", period: { from: "2026-02-01", to: "2026-02-01" }) { nodes { id patient { displayName }
           participant { status actor { display location { name managingOrganization { name } } } } } } }`,
    );
    expect(appointments.nodes).toEqual([
      {
        id: 'a1',
        patient: { displayName: 'Ada Rose Lindqvist' },
        participant: [
          { status: 'accepted', actor: { display: 'Dr. Holm', location: null } },
          { status: 'accepted', actor: null },
          {
            status: 'accepted',
            actor: {
              display: 'Ward 7',
              location: { name: 'Ward 7', managingOrganization: { name: 'Harbor Hospital' } },
            },
          },
        ],
      },
    ]);
    expect(JSON.stringify(appointments)).not.toContain('A Patient Name');
  });

  it('gives the day’s work earliest first, and the patient’s own list latest first', async () => {
    const data = await hospital.read(
      clinician,
      '{ appointments { nodes { id } } patient(id: "p1") { appointments { nodes { id } } } }',
    );
    expect(data.appointments.nodes).toEqual([{ id: 'a1' }, { id: 'a2' }]);
    expect(data.patient.appointments.nodes).toEqual([{ id: 'a1' }]);
  });

  it('shows times that can be booked, without what others wrote about them', async () => {
    const data = await hospital.read(
      ada,
      `{ practitioner(id: "holm") { displayName roles { nodes { organization { name } } }
           schedules { nodes { id actor { display } slots(status: "free") { nodes { id start } } } } } slots { nodes { id } } }`,
    );
    expect(data.practitioner).toEqual({
      displayName: 'Dr. Beatrice Holm',
      roles: { nodes: [{ organization: { name: 'Harbor Hospital' } }] },
      schedules: {
        nodes: [
          {
            id: 'sch1',
            actor: [{ display: 'Dr. Holm' }],
            slots: { nodes: [{ id: 's2', start: '2026-02-02T09:00:00Z' }] },
          },
        ],
      },
    });
    expect(data.slots.nodes).toEqual([{ id: 's1' }, { id: 's2' }]);
  });

  it('finds what belongs to an organisation', async () => {
    const { organizations } = await hospital.read(
      registrar,
      '{ organizations(name: "harb") { nodes { locations { nodes { name } } roles { nodes { practitioner { displayName } } } } } }',
    );
    expect(organizations.nodes).toEqual([
      {
        locations: { nodes: [{ name: 'Ward 7' }] },
        roles: { nodes: [{ practitioner: { displayName: 'Dr. Beatrice Holm' } }] },
      },
    ]);
  });

  it('names an organisation and a practitioner of which only a display is known', async () => {
    const resource = {
      resourceType: 'PractitionerRole',
      id: 'r2',
      practitioner: { reference: 'Practitioner/unsent', display: 'Dr. Unsent' },
      organization: { reference: 'Organization/unsent', display: 'Unsent Clinic' },
    };
    await hospital.tell(resource);
    const data = await hospital.read(
      registrar,
      '{ practitionerRole(id: "r2") { practitioner { displayName name { text } } organization { name } } }',
    );
    expect(data.practitionerRole).toEqual({
      practitioner: { displayName: 'Dr. Unsent', name: [{ text: 'Dr. Unsent' }] },
      organization: { name: 'Unsent Clinic' },
    });
  });

  it('shows an auditor consents and whose they are, without a name', async () => {
    const { consents } = await hospital.read(
      auditor,
      `{ consents(patient: "p1", status: "active") { totalCount nodes { id patient { id consents { totalCount } } performer { reference display }
           provision { type provision { type actor { reference { reference display } } securityLabel { code } provision { code { text } } } } } } }`,
    );
    expect(consents).toEqual({
      totalCount: 1,
      nodes: [
        {
          id: 'c1',
          patient: { id: 'p1', consents: { totalCount: 1 } },
          performer: [{ reference: 'Patient/p1', display: null }],
          provision: {
            type: 'permit',
            provision: [
              {
                type: 'deny',
                actor: [
                  { reference: { reference: 'Organization/harbor', display: 'Harbor Hospital' } },
                  { reference: { reference: 'RelatedPerson/x', display: null } },
                ],
                securityLabel: [{ code: 'PSY' }],
                provision: [{ code: [{ text: 'deep' }] }],
              },
            ],
          },
        },
      ],
    });
  });
});

import { beforeAll, expect } from 'vitest';
import { TRAIL_COLLECTION, type TrailEntry } from '../../../../schema/policy/trail.js';
import { type Role, sealViewer, type Viewer } from '../../../../schema/policy/viewer.js';
import { administrative } from '../../../../subgraphs/administrative/subgraph.js';
import { RecordWriter } from '../../../../subgraphs/shared/commits.js';
import { type Databases, openDatabases } from '../../../../subgraphs/shared/databases.js';
import type { FhirObject } from '../../../../subgraphs/shared/fhir-json.js';
import { createSubgraph, type Subgraph, type SubgraphAnswer } from '../../../../subgraphs/shared/subgraph.js';
import { freshPrefix, mongoUri } from '../../../support/engine.js';

const SECRET = 'a secret of this test';

const harbor = { resourceType: 'Organization', id: 'harbor', name: 'Harbor Hospital' };
const ward = {
  resourceType: 'Location',
  id: 'w7',
  name: 'Ward 7',
  managingOrganization: { reference: 'Organization/harbor' },
};
const holm = {
  resourceType: 'Practitioner',
  id: 'holm',
  name: [{ family: 'Holm', given: ['Beatrice'], prefix: ['Dr.'] }],
  birthDate: '1970-01-01',
};
const role = {
  resourceType: 'PractitionerRole',
  id: 'r1',
  practitioner: { reference: 'Practitioner/holm' },
  organization: { reference: 'Organization/harbor' },
};
const schedule = {
  resourceType: 'Schedule',
  id: 'sch1',
  actor: [
    { reference: 'Practitioner/holm', display: 'Dr. Holm' },
    { reference: 'Patient/p2', display: 'Otto Quill' },
  ],
};
const slot = (id: string, start: string, status: string) => ({
  resourceType: 'Slot',
  id,
  status,
  start,
  schedule: { reference: 'Schedule/sch1' },
  comment: 'kept for Otto Quill',
});
const patient = (id: string, family: string, given: string[], more: object = {}) => ({
  resourceType: 'Patient',
  id,
  name: [{ use: 'official', family, given }],
  ...more,
});
const appointment = (id: string, of: string, start: string) => ({
  resourceType: 'Appointment',
  id,
  status: 'booked',
  start,
  description: 'about the scan',
  participant: [
    { actor: { reference: 'Practitioner/holm', display: 'Dr. Holm' }, status: 'accepted' },
    { actor: { reference: `Patient/${of}`, display: 'A Patient Name' }, status: 'accepted' },
    { actor: { reference: 'Location/w7', display: 'Ward 7' }, status: 'accepted' },
  ],
});
const consent = {
  resourceType: 'Consent',
  id: 'c1',
  status: 'active',
  patient: { reference: 'Patient/p1', display: 'Ada Lindqvist' },
  dateTime: '2025-05-01',
  performer: [{ reference: 'Patient/p1', display: 'Ada Lindqvist' }],
  provision: {
    type: 'permit',
    provision: [
      {
        type: 'deny',
        actor: [
          { reference: { reference: 'Organization/harbor', display: 'Harbor Hospital' } },
          { reference: { reference: 'RelatedPerson/x', display: 'Mother Lindqvist' } },
        ],
        securityLabel: [{ code: 'PSY' }],
        provision: [{ type: 'permit', code: [{ text: 'deep' }] }],
      },
    ],
  },
};

type Resource = FhirObject & { resourceType: string; id: string };

const RECORDS: Resource[] = [
  harbor,
  ward,
  holm,
  role,
  schedule,
  slot('s2', '2026-02-02T09:00:00Z', 'free'),
  slot('s1', '2026-02-01T09:00:00Z', 'busy'),
  patient('p1', 'Lindqvist', ['Ada', 'Rose'], {
    gender: 'female',
    birthDate: '1980-05-01',
    identifier: [{ system: 'urn:mrn', value: '77' }],
    managingOrganization: { reference: 'Organization/harbor' },
    generalPractitioner: [{ reference: 'Practitioner/holm', display: 'Dr. Holm' }],
  }),
  patient('p2', 'Quill', ['Otto'], { gender: 'male', birthDate: '1975' }),
  patient('p3', 'Linden', ['Adam'], { managingOrganization: { reference: 'Organization/elsewhere' } }),
  appointment('a1', 'p1', '2026-02-01T09:00:00Z'),
  appointment('a2', 'p2', '2026-02-02T09:00:00Z'),
  consent,
];

function entry(
  seq: number,
  at: string,
  disclosures: TrailEntry['disclosures'],
  viewer: Partial<Viewer> = {},
): TrailEntry {
  return {
    _id: `chain:${String(seq).padStart(10, '0')}`,
    chain: 'chain',
    seq,
    at: new Date(at),
    viewer: {
      subject: 'holm',
      role: 'clinician',
      organization: 'harbor',
      patient: null,
      purpose: 'TREAT',
      tokenId: 'token-id',
      width: null,
      ...viewer,
    },
    operation: 'Chart',
    outcome: 'disclosed',
    code: null,
    disclosures,
    patients: [...new Set(disclosures.flatMap((row) => row.patient ?? []))],
    accounted: [],
    noted: [],
    previous: '',
    hash: String(seq),
  };
}

const ENTRIES: TrailEntry[] = [
  // Ids as senders write them: MongoDB would read these as the name of a field.
  entry(
    0,
    '2025-12-01T10:00:00Z',
    [
      { kind: 'Claim', patient: '$odd', count: 1 },
      { kind: 'Claim', patient: 'p9', count: 1 },
    ],
    { role: 'biller', organization: 'elsewhere' },
  ),
  entry(1, '2026-01-01T10:00:00Z', [{ kind: 'Observation', patient: 'p1', count: 3 }]),
  entry(2, '2026-01-02T10:00:00Z', [
    { kind: 'Patient', patient: 'p1', count: 1 },
    { kind: 'Patient', patient: 'p2', count: 1 },
    { kind: 'Organization', patient: null, count: 4 },
  ]),
  entry(3, '2026-01-03T10:00:00Z', [{ kind: 'Claim', patient: 'p2', count: 2 }], {
    subject: 'clerk',
    role: 'insurer',
    organization: 'payer-unknown',
    purpose: 'HPAYMT',
  }),
];

export type Who = Partial<Viewer> & { readonly role: Role };

export const registrar: Who = { role: 'registrar', subject: 'desk', organization: 'harbor' };
export const clinician: Who = { role: 'clinician', organization: 'harbor' };
export const auditor: Who = { role: 'auditor', subject: 'officer' };
export const ada: Who = { role: 'patient', subject: 'ada', patient: 'p1' };

/** The administrative subgraph over a hospital with three patients and a trail of four entries. */
export interface Hospital {
  tell(resource: Resource): Promise<void>;
  answer(who: Who, query: string): Promise<SubgraphAnswer>;
  /** The data of an answer without errors. */
  // biome-ignore lint/suspicious/noExplicitAny: an answer is whatever the test's own query asks for
  read(who: Who, query: string): Promise<any>;
}

/** To be called while a file is set up. */
export function createHospital(): Hospital {
  const prefix = freshPrefix();
  let databases: Databases;
  let subgraph: Subgraph;

  beforeAll(async () => {
    databases = await openDatabases({ uri: mongoUri(), prefix });
    await databases.ensureIndexes();
    for (const resource of RECORDS) await hospital.tell(resource);
    await databases.trail.collection<TrailEntry>(TRAIL_COLLECTION).insertMany(ENTRIES);
    subgraph = await createSubgraph(administrative, { databases, writer: new RecordWriter(databases), secret: SECRET });
    return () => databases.close();
  });

  const hospital: Hospital = {
    async tell(resource) {
      const { resourceType: kind, id } = resource;
      await new RecordWriter(databases).write({
        subgraph: 'administrative',
        agent: { name: 'test', source: 'default' },
        reason: 'story',
        patient: null,
        versions: [{ kind, id, source: 'default', text: JSON.stringify(resource), references: {} }],
      });
    },
    answer(who, query) {
      const viewer: Viewer = {
        subject: 'holm',
        organization: null,
        patient: null,
        purpose: 'TREAT',
        tokenId: null,
        width: null,
        ...who,
      };
      return subgraph.answer({ query }, sealViewer(viewer, SECRET));
    },
    async read(who, query) {
      const { body } = await hospital.answer(who, query);
      expect(body.errors).toBeUndefined();
      return JSON.parse(JSON.stringify(body.data));
    },
  };
  return hospital;
}

/** Sensitive records: a viewer must hold every label a record bears, and some labels are opened by consent alone. */
import { beforeAll, describe, expect, it } from 'vitest';
import { PART2_NOTICE } from '../../schema/policy/part2-notice.js';
import type { TrailEntry } from '../../schema/policy/trail.js';
import { BOTH, bill, NORTH, SOUTH } from '../leaks/two-houses.js';
import { createWorld, type OpenWorld, type Resource } from '../support/world.js';

const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
const CONFIDENTIALITY = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';

const security = (...codes: string[]) => ({
  security: codes.map((code) => ({ system: code === 'R' || code === 'V' ? CONFIDENTIALITY : ACT_CODE, code })),
});

/** A problem of Cyd, noted in the south. */
const problem = (id: string, ...labels: string[]): Resource => ({
  resourceType: 'Condition',
  id,
  meta: security(...labels),
  code: { text: `problem ${id}` },
  subject: { reference: 'Patient/cyd' },
  encounter: { reference: 'Encounter/visit-cyd-south' },
});

const world = await createWorld();
const kept: TrailEntry[] = [];
let open: OpenWorld;

const part2Consent = (status: string): Resource => ({
  resourceType: 'Consent',
  id: 'part2-consent',
  status,
  scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
  category: [{ coding: [{ system: 'http://loinc.org', code: '64292-6' }] }],
  patient: { reference: 'Patient/cyd' },
  dateTime: '2024-01-01',
  provision: {
    type: 'permit',
    actor: [{ role: { coding: [{ code: 'IRCP' }] }, reference: { reference: 'Organization/north' } }],
    purpose: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'TREAT' }],
    securityLabel: [{ system: ACT_CODE, code: '42CFRPart2' }],
  },
});

beforeAll(async () => {
  await world.tell(
    ...NORTH,
    ...SOUTH,
    ...BOTH,
    problem('plain'),
    problem('restricted', 'R'),
    problem('psychiatric', 'R', 'PSY'),
    problem('substance', 'R', 'SUD', '42CFRPart2'),
    problem('unheard-of', 'XYZZY'),
    {
      ...problem('coded'),
      meta: {},
      code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'F11.20' }] },
    },
    bill('bill-substance', 'cyd', 'south', 'visit-cyd-south', { coverage: 'cover-cyd', total: 50 }),
  );
  open = await world.open({ trail: { insertMany: async (entries) => void kept.push(...entries) } });
});

const LIST = '{ patient(id: "cyd") { conditions { totalCount nodes { id } } } }';
async function seen(organization: string) {
  const asker = await open.as('clinician', { organization, subject: `doctor-of-${organization}`, width: 'NETWORK' });
  const answer = await asker.ask(LIST);
  const nodes = answer.at('patient.conditions.nodes') as { id: string }[];
  expect(answer.at('patient.conditions.totalCount')).toBe(nodes.length);
  return { ids: nodes.map(({ id }) => id).sort(), extensions: answer.extensions };
}

describe('records with sensitivity labels', () => {
  it('are all open to the organisation that wrote them', async () => {
    expect((await seen('south')).ids).toEqual([
      'coded',
      'plain',
      'psychiatric',
      'restricted',
      'substance',
      'unheard-of',
    ]);
  });

  it('are closed to another that holds only one of their labels, or does not know it', async () => {
    expect((await seen('north')).ids).toEqual(['plain', 'restricted']);
  });

  it('under Part 2 open with a consent that names them, with the notice, and the trail says so', async () => {
    await world.tell(part2Consent('active'));
    kept.length = 0;
    const { ids, extensions } = await seen('north');
    expect(ids).toEqual(['coded', 'plain', 'restricted', 'substance']);
    expect(extensions).toEqual({ width: 'NETWORK', notices: [PART2_NOTICE] });
    expect(kept.flatMap(({ disclosures }) => disclosures).find(({ kind }) => kind === 'Condition')).toMatchObject({
      part2: true,
    });
    expect((await seen('south')).extensions).toEqual({ width: 'NETWORK' });
  });

  it('close again when the consent is withdrawn', async () => {
    await world.tell(part2Consent('inactive'));
    const { ids, extensions } = await seen('north');
    expect(ids).toEqual(['plain', 'restricted']);
    expect(extensions).toEqual({ width: 'NETWORK' });
  });

  it('are open to the patient', async () => {
    const cyd = await open.as('patient', { patient: 'cyd' });
    expect((await cyd.ask(LIST)).at('patient.conditions.totalCount')).toBe(6);
  });
});

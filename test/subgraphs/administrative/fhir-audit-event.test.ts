import { describe, expect, it } from 'vitest';
import { entryId, type TrailEntry } from '../../../schema/policy/trail.js';
import type { Viewer } from '../../../schema/policy/viewer.js';
import { auditEvent } from '../../../subgraphs/administrative/audit-event/fhir-audit-event.js';

const viewer: Viewer = {
  subject: 'holm',
  role: 'clinician',
  organization: 'harbor',
  patient: null,
  purpose: 'TREAT',
  tokenId: 'jti-1',
  width: 'NETWORK',
};

function entry(more: Partial<TrailEntry> = {}) {
  return {
    _id: entryId('20260301T080000Z-0a1b2c3d4e5f', 7),
    at: new Date('2026-03-01T08:00:00.123Z'),
    viewer,
    operation: 'Chart',
    outcome: 'disclosed',
    code: null,
    disclosures: [
      { kind: 'Observation', patient: 'ann', count: 3 },
      { kind: 'Organization', patient: null, count: 1 },
    ],
    ...more,
  } as const satisfies Partial<TrailEntry>;
}

/** FHIR R4 AuditEvent, element by element: https://hl7.org/fhir/R4/auditevent.html. `*` repeats, `!` must be there. */
type Shape = { readonly [element: string]: Shape | 'primitive' };
const CODING: Shape = { system: 'primitive', code: 'primitive', display: 'primitive' };
const CONCEPT: Shape = { 'coding*': CODING, text: 'primitive' };
const REFERENCE: Shape = {
  reference: 'primitive',
  type: 'primitive',
  identifier: { system: 'primitive', value: 'primitive' },
  display: 'primitive',
};
const AUDIT_EVENT: Shape = {
  'resourceType!': 'primitive',
  'id!': 'primitive',
  'type!': CODING,
  'subtype*': CODING,
  action: 'primitive',
  period: { start: 'primitive', end: 'primitive' },
  'recorded!': 'primitive',
  outcome: 'primitive',
  outcomeDesc: 'primitive',
  'purposeOfEvent*': CONCEPT,
  'agent*!': {
    type: CONCEPT,
    'role*': CONCEPT,
    who: REFERENCE,
    altId: 'primitive',
    name: 'primitive',
    'requestor!': 'primitive',
    location: REFERENCE,
    'policy*': 'primitive',
    media: CODING,
    network: { address: 'primitive', type: 'primitive' },
    'purposeOfUse*': CONCEPT,
  },
  'source!': { site: 'primitive', 'observer!': REFERENCE, 'type*': CODING },
  'entity*': {
    what: REFERENCE,
    type: CODING,
    role: CODING,
    lifecycle: CODING,
    'securityLabel*': CODING,
    name: 'primitive',
    description: 'primitive',
    query: 'primitive',
    'detail*': { 'type!': 'primitive', valueString: 'primitive', valueBase64Binary: 'primitive' },
  },
};

/** Paths at which a value is not as the shape has it. */
function misfits(value: unknown, shape: Shape | 'primitive', path: string): string[] {
  if (shape === 'primitive') return typeof value === 'object' || value === undefined || value === '' ? [path] : [];
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return [path];
  const elements = new Map(Object.entries(shape).map(([name, inner]) => [name.replace(/[*!]/g, ''), { name, inner }]));
  const missing = [...elements].flatMap(([element, { name }]) =>
    name.includes('!') && !(element in value) ? [`${path}.${element} is missing`] : [],
  );
  return [
    ...missing,
    ...Object.entries(value).flatMap(([element, inner]: [string, unknown]) => {
      const known = elements.get(element);
      const at = `${path}.${element}`;
      if (!known) return [at];
      if (!known.name.includes('*')) return misfits(inner, known.inner, at);
      if (!Array.isArray(inner) || inner.length === 0) return [at];
      return inner.flatMap((each: unknown, index) => misfits(each, known.inner, `${at}[${index}]`));
    }),
  ];
}

const KINDS = {
  read: entry(),
  'a read of no person': entry({ disclosures: [{ kind: 'Organization', patient: null, count: 1 }] }),
  'a read without organisation or token': entry({
    viewer: { ...viewer, organization: null, tokenId: null, width: null },
  }),
  'a patient who reads': entry({ viewer: { ...viewer, role: 'patient', patient: 'ann', purpose: 'PATRQT' } }),
  'an accountable disclosure': entry({ viewer: { ...viewer, purpose: 'PUBHLTH' } }),
  'broken glass': entry({ disclosures: [{ kind: 'Condition', patient: 'ann', count: 1, breakGlass: true }] }),
  'Part 2 records': entry({ disclosures: [{ kind: 'Condition', patient: 'clinic-a:9', count: 1, part2: true }] }),
  refused: entry({ outcome: 'refused', code: 'GRAPHQL_VALIDATION_FAILED', disclosures: [], operation: null }),
  forbidden: entry({ outcome: 'refused', code: 'FORBIDDEN', disclosures: [] }),
  failed: entry({ outcome: 'failed', code: 'SUBGRAPH_DEADLINE' }),
};
const codes = (codings: readonly { readonly code: string }[]) => codings.map(({ code }) => code);
const agents = (of: keyof typeof KINDS) =>
  auditEvent(KINDS[of]).agent.map(({ type, requestor }) => [codes(type.coding ?? []), requestor]);

describe('an entry as a FHIR AuditEvent', () => {
  it.each(Object.entries(KINDS))('has the elements of R4 and no others: %s', (_kind, told) => {
    expect(misfits(JSON.parse(JSON.stringify(auditEvent(told))), AUDIT_EVENT, 'AuditEvent')).toEqual([]);
  });

  it('has an id that FHIR takes, and its time in UTC', () => {
    const { id, recorded } = auditEvent(entry());
    expect(id).toBe('20260301T080000Z-0a1b2c3d4e5f.0000000007');
    expect(id).toMatch(/^[A-Za-z0-9\-.]{1,64}$/);
    expect(recorded).toBe('2026-03-01T08:00:00.123Z');
  });

  it.each([
    ['read', 'rest', ['read'], 'R', '0'],
    ['an accountable disclosure', '110106', ['disclose', 'read'], 'R', '0'],
    ['broken glass', 'rest', ['read', '110127'], 'R', '0'],
    ['Part 2 records', '110106', ['disclose', 'read'], 'R', '0'],
    ['refused', '110112', ['search'], 'E', '4'],
    ['forbidden', '110113', ['search', '110132'], 'E', '4'],
    ['failed', 'rest', ['read'], 'R', '8'],
  ] as const)('is typed as BALP types it: %s', (kind, type, subtypes, action, outcome) => {
    const event = auditEvent(KINDS[kind]);
    expect([event.type.code, codes(event.subtype), event.action, event.outcome]).toEqual([
      type,
      subtypes,
      action,
      outcome,
    ]);
  });

  it('has the person, their organisation and the gateway as agents, in the direction in which records flow', () => {
    expect(agents('read')).toEqual([
      [['IRCP'], true],
      [['110152'], false],
      [['110153', '110150'], false],
    ]);
    expect(agents('refused')).toEqual([
      [['IRCP'], true],
      [['110153'], false],
      [['110152', '110150'], false],
    ]);
  });

  it('tells who asked, under which token, as what and why', () => {
    expect(auditEvent(entry()).agent[0]).toMatchObject({
      who: { type: 'Practitioner', identifier: { value: 'holm' } },
      altId: 'holm',
      role: [{ text: 'clinician' }],
      policy: ['jti-1'],
      purposeOfUse: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'TREAT' }] }],
    });
    expect(auditEvent(KINDS['a patient who reads']).agent[0]?.who).toEqual({
      reference: 'Patient/ann',
      type: 'Patient',
    });
    expect(auditEvent(KINDS['broken glass']).purposeOfEvent.map(({ coding }) => codes(coding ?? []))).toEqual([
      ['TREAT'],
      ['BTG'],
    ]);
  });

  it('tells of whom, of what and by which operation', () => {
    const entities = auditEvent(entry()).entity?.map(({ what, type, role, name, detail }) => ({
      what: what?.reference ?? what?.type,
      as: [type.code, role.code],
      name,
      detail: detail?.map((each) => `${each.type}=${each.valueString}`),
    }));
    expect(entities).toEqual([
      { what: 'Patient/ann', as: ['1', '1'], name: undefined, detail: undefined },
      { what: 'Observation', as: ['2', '4'], name: 'Observation', detail: ['count=3', 'patient=ann'] },
      { what: 'Organization', as: ['2', '4'], name: 'Organization', detail: ['count=1'] },
      { what: undefined, as: ['2', '24'], name: 'Chart', detail: ['width=NETWORK'] },
    ]);
  });

  it('labels Part 2 records, and names ids that are none of FHIR as identifiers', () => {
    const [patient, data] = auditEvent(KINDS['Part 2 records']).entity ?? [];
    expect(patient?.what).toEqual({ type: 'Patient', identifier: { value: 'clinic-a:9' } });
    expect(data?.securityLabel?.map(({ code }) => code)).toEqual(['42CFRPart2']);
  });
});

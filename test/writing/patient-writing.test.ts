/** What patients write: what they permit or refuse, and what they want to have amended. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '../../schema/policy/viewer.js';
import { amendmentIn } from '../../subgraphs/exchange/amendment-task.js';
import { exported, openPlace, type Place, readModelOf, withFile } from '../exchange/export/round-trip.js';
import { BOTH, NORTH, NORTHERNERS, SOUTH } from '../leaks/two-houses.js';
import { type Asker, createWorld, type OpenWorld } from '../support/world.js';
import { change, codeOf, commits, mutationsOf, newKey, textOf } from './support.js';

const world = await createWorld();
let open: OpenWorld;
let cyd: Asker;
let ann: Asker;
let doctor: Asker;

const says = (asker: Asker, mutation: string, variables: Readonly<Record<string, unknown>>, selection = 'id') =>
  change('patient', asker, mutation, variables, selection);

beforeAll(async () => {
  await world.tell(...NORTH, ...SOUTH, ...BOTH);
  open = await world.open();
  cyd = await open.as('patient', { patient: 'cyd', subject: 'cyd-signs-in' });
  ann = await open.as('patient', { patient: 'ann' });
  doctor = await open.as('clinician', NORTHERNERS.clinician);
});

describe('what is said', () => {
  it.each([
    ['giveConsent', 'patient'],
    ['withdrawConsent', 'patient'],
    ['requestAmendment', 'patient'],
    ['decideAmendment', 'clinician'],
  ])('is said by who may say it: %s by the %s', (mutation, role) => {
    expect(ROLES.filter((each) => mutationsOf(each).includes(mutation))).toEqual([role]);
  });

  it('names nobody: whom it concerns is who says it', async () => {
    const text = 'mutation { giveConsent(patient: "ben", input: { type: "deny" }, idempotencyKey: "k") { id } }';
    expect(codeOf(await cyd.ask(text))).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});

describe('a consent', () => {
  const CHART = '{ patient(id: "cyd") { encounters { totalCount } } }';
  const seen = async () => {
    const network = await open.as('clinician', { ...NORTHERNERS.clinician, width: 'NETWORK' });
    return (await network.ask(CHART)).at('patient.encounters.totalCount') ?? null;
  };

  it('holds from the next request on, until it is withdrawn', async () => {
    expect(await seen()).toBe(2);
    const input = { type: 'deny', organizations: ['north'], kinds: ['Encounter'] };
    const selection = `id status provision { type } patient { id }
      history { version provenance { agent { name who onBehalfOf } } }`;
    const given = await says(cyd, 'giveConsent', { input }, selection);
    expect(given.errors).toBeUndefined();
    expect(given.at('giveConsent')).toMatchObject({
      status: 'active',
      provision: { type: 'deny' },
      patient: { id: 'cyd' },
      history: [{ version: 1, provenance: { agent: { name: 'cyd-signs-in', who: 'Patient/cyd', onBehalfOf: null } } }],
    });
    expect(await seen()).toBe(0);
    const id = given.at('giveConsent.id') as string;
    const withdrawn = await says(cyd, 'withdrawConsent', { id, expectedVersion: 1, input: {} }, 'status');
    expect(withdrawn.at('withdrawConsent')).toEqual({ status: 'inactive' });
    expect(await seen()).toBe(2);
    expect(codeOf(await says(cyd, 'withdrawConsent', { id, expectedVersion: 2, input: {} }))).toBe('WRONG_STATE');
  });

  it('that is denied to everybody closes the chart, and its withdrawal by a stale version does not open it', async () => {
    const given = await says(cyd, 'giveConsent', { input: { type: 'deny' } });
    const id = given.at('giveConsent.id') as string;
    expect(await seen()).toBeNull();
    const stale = await says(cyd, 'withdrawConsent', { id, expectedVersion: 3, input: {} });
    expect(stale.errors?.[0]?.extensions).toMatchObject({ code: 'CONFLICT', currentVersion: 1 });
    expect(await seen()).toBeNull();
    await says(cyd, 'withdrawConsent', { id, expectedVersion: 1, input: {} });
    expect(await seen()).toBe(2);
  });

  it('is nobody else’s to withdraw, and given once under one key', async () => {
    const once = {
      input: { type: 'permit', purposes: ['TREAT'], labels: ['PSY'], end: '2040' },
      idempotencyKey: newKey(),
    };
    const given = await says(cyd, 'giveConsent', once);
    expect((await says(cyd, 'giveConsent', once)).text).toBe(given.text);
    expect(codeOf(await says(cyd, 'giveConsent', { ...once, input: { type: 'deny' } }))).toBe('KEY_REUSED');
    const others = { id: given.at('giveConsent.id'), expectedVersion: 1, input: {} };
    const forbidden = await says(ann, 'withdrawConsent', others);
    expect(codeOf(forbidden)).toBe('UNKNOWN_RECORD');
    expect((await says(ann, 'withdrawConsent', { ...others, id: 'nothing' })).text).toBe(forbidden.text);
  });

  it.each([
    [{ type: 'maybe' }, 'BAD_RECORD', 'input.type'],
    [{ type: 'deny', organizations: ['nowhere'] }, 'UNKNOWN_RECORD', 'input.organizations.0'],
    [{ type: 'deny', purposes: ['TREAT', 'GOSSIP'] }, 'BAD_RECORD', 'input.purposes.1'],
    [{ type: 'deny', kinds: ['Secrets'] }, 'BAD_RECORD', 'input.kinds.0'],
    [{ type: 'deny', start: '2030', end: '2020' }, 'BAD_RECORD', 'input.end'],
  ])('that cannot be understood is refused, and closes nothing: %o', async (input, code, place) => {
    const before = await commits(world.databases);
    const answer = await says(cyd, 'giveConsent', { input });
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code, input: place });
    expect(await commits(world.databases)).toBe(before);
  });
});

describe('a request for amendment', () => {
  const asked = { kind: 'Condition', record: 'problem-ann', version: 1, statement: 'It was the left one.' };
  const SHOWN = 'id status due record { reference } organization { id } outcome { accepted basis statement }';
  const request = (input: object = {}, asker = ann) =>
    says(asker, 'requestAmendment', { input: { ...asked, ...input } }, SHOWN);
  const decide = (asker: Asker, id: unknown, input: object, expectedVersion = 1) =>
    change('clinician', asker, 'decideAmendment', { id, expectedVersion, input }, SHOWN);

  it('goes to who wrote the record, who decides it once; the record stays as it was', async () => {
    const before = await textOf(world.databases, 'Condition/problem-ann');
    const made = await request();
    expect(made.errors).toBeUndefined();
    expect(made.at('requestAmendment')).toMatchObject({
      status: 'requested',
      record: { reference: 'Condition/problem-ann' },
      organization: [{ id: 'north' }],
      outcome: null,
    });
    const id = made.at('requestAmendment.id');
    const listed = await doctor.ask('{ amendmentRequests(status: "requested") { nodes { id statement } } }');
    expect(listed.at('amendmentRequests.nodes')).toContainEqual({ id, statement: 'It was the left one.' });
    expect(codeOf(await decide(doctor, id, { accepted: false, statement: 'No.' }))).toBe('BAD_RECORD');
    const input = { accepted: false, basis: 'ACCURATE_AND_COMPLETE', statement: 'The picture shows the right one.' };
    const decided = await decide(doctor, id, input);
    expect(decided.at('decideAmendment')).toMatchObject({ status: 'denied', outcome: input });
    expect(codeOf(await decide(doctor, id, input, 2))).toBe('WRONG_STATE');
    const told = await ann.ask(
      '{ patient(id: "ann") { amendmentRequests { nodes { status outcome { basis statement } } } } }',
    );
    expect(told.at('patient.amendmentRequests.nodes')).toEqual([
      { status: 'denied', outcome: { basis: input.basis, statement: input.statement } },
    ]);
    expect(await textOf(world.databases, 'Condition/problem-ann')).toBe(before);
  });

  it('is decided by nobody of another house, nor by a stale version', async () => {
    const made = await request({ kind: 'Encounter', record: 'visit-cyd-south', statement: 'I was not there.' }, cyd);
    const id = made.at('requestAmendment.id');
    const network = await open.as('clinician', { ...NORTHERNERS.clinician, width: 'NETWORK' });
    const accepted = { accepted: true, statement: 'Indeed.' };
    expect(codeOf(await decide(network, id, accepted))).toBe('NOT_YOURS');
    expect(codeOf(await decide(doctor, id, accepted))).toBe('UNKNOWN_RECORD');
    const south = await open.as('clinician', { organization: 'south', subject: 'doctor-of-south' });
    expect(codeOf(await decide(south, id, accepted, 2))).toBe('CONFLICT');
    expect((await decide(south, id, accepted)).at('decideAmendment.outcome.accepted')).toBe(true);
  });

  it('is about a record of one’s own, in the version that was read', async () => {
    const before = await commits(world.databases);
    const forbidden = await request({ record: 'problem-ben' });
    expect(codeOf(forbidden)).toBe('UNKNOWN_RECORD');
    expect((await request({ record: 'nothing' })).text).toBe(forbidden.text);
    expect(codeOf(await request({ version: 4 }))).toBe('CONFLICT');
    expect(codeOf(await request({ kind: 'Patient', record: 'ann' }))).toBe('BAD_RECORD');
    expect(await commits(world.databases)).toBe(before);
  });
});

describe('a denial that a person disagrees with (164.526(d))', () => {
  const SHOWN = 'id status disagreement { statement } rebuttal { statement }';
  const disagree = (id: unknown, expectedVersion: number, input: object, asker = ann) =>
    says(asker, 'disagreeWithDenial', { id, expectedVersion, input }, SHOWN);
  const rebut = (id: unknown, expectedVersion: number, asker = doctor) =>
    change(
      'clinician',
      asker,
      'rebutDisagreement',
      { id, expectedVersion, input: { statement: 'It is the right.' } },
      SHOWN,
    );
  const denied = async () => {
    const input = { kind: 'Condition', record: 'problem-ann', version: 1, statement: 'It was the left one.' };
    const id = (await says(ann, 'requestAmendment', { input })).at('requestAmendment.id');
    const outcome = { accepted: false, basis: 'ACCURATE_AND_COMPLETE', statement: 'The picture shows the right one.' };
    await change('clinician', doctor, 'decideAmendment', { id, expectedVersion: 1, input: outcome });
    return String(id);
  };

  it('bears the statement once, and then the rebuttal once, found by the record in dispute', async () => {
    const id = await denied();
    expect(codeOf(await rebut(id, 2))).toBe('WRONG_STATE');
    expect(codeOf(await disagree(id, 1, { statement: 'No.' }))).toBe('CONFLICT');
    expect(codeOf(await disagree(id, 2, { statement: 'No.' }, cyd))).toBe('UNKNOWN_RECORD');
    const filed = await disagree(id, 2, { statement: 'I know my own hip.' });
    expect(filed.errors).toBeUndefined();
    expect(filed.at('disagreeWithDenial')).toMatchObject({ disagreement: { statement: 'I know my own hip.' } });
    expect(codeOf(await disagree(id, 3, { statement: 'Again.' }))).toBe('WRONG_STATE');
    expect((await rebut(id, 3)).at('rebutDisagreement.rebuttal')).toEqual({ statement: 'It is the right.' });
    expect(codeOf(await rebut(id, 4))).toBe('WRONG_STATE');
    const query =
      '{ patient(id: "ann") { amendmentRequests(record: "Condition/problem-ann", status: "denied") { nodes { id } } } }';
    expect((await doctor.ask(query)).at('patient.amendmentRequests.nodes')).toContainEqual({ id });
    const other = query.replace('problem-ann', 'another');
    expect((await doctor.ask(other)).at('patient.amendmentRequests.nodes')).toEqual([]);
    // What is denied is disagreed with; what is open is waited for.
    const open = await says(ann, 'requestAmendment', {
      input: { kind: 'Condition', record: 'problem-ann', version: 1, statement: 'x' },
    });
    expect(codeOf(await disagree(open.at('requestAmendment.id'), 1, {}))).toBe('WRONG_STATE');
  });

  it('goes with what is disclosed of the record later, and only then', async () => {
    const TRANSFER = 'mutation { transferRecord(patient: "ann", recipient: { name: "Far Hospital" }) { bundle } }';
    const taskOf = async (id: string, asker = doctor) => {
      const { entry } = JSON.parse(String((await asker.ask(TRANSFER)).at('transferRecord.bundle'))) as {
        entry: { resource: Record<string, unknown> }[];
      };
      return entry.map(({ resource }) => resource).find((resource) => resource['id'] === id);
    };
    const [silent, stated, asked] = [await denied(), await denied(), await denied()];
    await disagree(stated, 2, { statement: 'I know my own hip.' });
    await rebut(stated, 3);
    await disagree(asked, 2, {});
    expect(await taskOf(silent)).toBeUndefined();
    expect(await taskOf(silent, ann)).toBeDefined();
    expect(await taskOf(asked)).toMatchObject({ statusReason: { text: 'The picture shows the right one.' } });
    expect(await taskOf(stated)).toMatchObject({
      resourceType: 'Task',
      status: 'rejected',
      focus: { reference: 'Condition/problem-ann' },
      for: { reference: 'Patient/ann' },
      description: 'It was the left one.',
      note: [{ text: 'I know my own hip.' }, { text: 'It is the right.' }],
    });
  });

  it('is elsewhere what it is here, after an export and an import, all versions of it', async () => {
    const id = await denied();
    await disagree(id, 2, { statement: 'I know my own hip.' });
    const here: Place = {
      databases: world.databases,
      writer: world.writer,
      take: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
    const elsewhere = await openPlace(`${world.prefix}_elsewhere`);
    try {
      const bundle = await exported(here, 'ann', 'bundle', { history: true });
      await withFile('ann.json', bundle, (path) => elsewhere.take([path]));
      for (const version of [1, 2, 3])
        expect(await textOf(elsewhere.databases, `AmendmentRequest/${id}`, version)).toBe(
          await textOf(world.databases, `AmendmentRequest/${id}`, version),
        );
      const records = (place: Place) => readModelOf(place, new Set([`AmendmentRequest/${id}`]));
      expect(await records(elsewhere)).toEqual(await records(here));
      expect(await exported(elsewhere, 'ann', 'ndjson')).toContain('I know my own hip.');
    } finally {
      await elsewhere.close();
    }
  });

  it('is no request where a Task only says so', async () => {
    const entry = (valueString: string, id = 'x') =>
      amendmentIn({
        resource: {
          resourceType: 'Task',
          id,
          extension: [{ url: 'https://chartlens.invalid/fhir/StructureDefinition/amendment-request', valueString }],
        },
      } as unknown as Parameters<typeof amendmentIn>[0]).resource.resourceType;
    const whole = {
      resourceType: 'AmendmentRequest',
      id: 'x',
      status: 'denied',
      patient: { reference: 'Patient/ann' },
      record: { reference: 'Condition/1' },
    };
    expect(entry(JSON.stringify(whole))).toBe('AmendmentRequest');
    expect(entry(JSON.stringify(whole), 'y')).toBe('Task');
    expect(entry('{')).toBe('Task');
    for (const wrong of [
      { status: 'lost' },
      { record: 1 },
      { outcome: { accepted: 'yes' } },
      { rebuttal: [] },
      { statement: {} },
    ])
      expect(entry(JSON.stringify({ ...whole, ...wrong })), JSON.stringify(wrong)).toBe('Task');
  });
});

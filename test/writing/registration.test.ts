/** The register: who somebody is, and which records are of one person. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '../../schema/policy/viewer.js';
import { BOTH, NORTH, NORTHERNERS, SOUTH } from '../leaks/two-houses.js';
import { type Asker, createWorld, type OpenWorld } from '../support/world.js';
import { change, codeOf, commits, mutationsOf, newKey, textOf } from './support.js';

const world = await createWorld();
let open: OpenWorld;
let registrar: Asker;

const write = (mutation: string, variables: Readonly<Record<string, unknown>>, selection = 'id', asker = registrar) =>
  change('registrar', asker, mutation, variables, selection);

const eve = {
  name: [{ use: 'official', family: 'Núñez', given: ['Eve', 'Maria'] }],
  birthDate: '1981-02-03',
  gender: 'female',
  telecom: [{ system: 'phone', value: '+1 555 0100', use: 'mobile' }],
  address: [{ line: ['1 Long Road'], city: 'Town', postalCode: '02134' }],
};

async function registered(input: object): Promise<string> {
  const answer = await write('registerPatient', { input: { ...eve, ...input } });
  expect(answer.errors).toBeUndefined();
  return answer.at('registerPatient.id') as string;
}

beforeAll(async () => {
  await world.tell(...NORTH, ...SOUTH, ...BOTH);
  open = await world.open();
  registrar = await open.as('registrar', { ...NORTHERNERS.registrar, subject: 'desk' });
});

describe('the register', () => {
  it.each(['registerPatient', 'updatePatient', 'mergePatients', 'unmergePatients', 'linkPatients', 'unlinkPatients'])(
    'is kept by registrars alone: %s',
    (mutation) => {
      expect(ROLES.filter((role) => mutationsOf(role).includes(mutation))).toEqual(['registrar']);
    },
  );

  it('takes a person in for the organisation of the registrar, who then reaches them', async () => {
    const selection = `id displayName birthDate telecom { value } managingOrganization { id } active
      history { version provenance { agent { name who onBehalfOf } } }`;
    const answer = await write('registerPatient', { input: eve }, selection);
    expect(answer.errors).toBeUndefined();
    expect(answer.at('registerPatient')).toMatchObject({
      displayName: 'Eve Maria Núñez',
      birthDate: '1981-02-03',
      telecom: [{ value: '+1 555 0100' }],
      managingOrganization: { id: 'north' },
      active: true,
      history: [{ version: 1, provenance: { agent: { name: 'desk', who: null, onBehalfOf: 'Organization/north' } } }],
    });
    const id = answer.at('registerPatient.id') as string;
    expect((await registrar.ask(`{ patient(id: "${id}") { id } }`)).at('patient')).toEqual({ id });
    const south = await open.as('registrar', { organization: 'south' });
    expect((await south.ask(`{ patient(id: "${id}") { id } }`)).at('patient')).toBeNull();
  });

  it('shows a registrar nothing of the chart, after a change as before', async () => {
    const text = `mutation { registerPatient(input: { name: [{ family: "F" }], birthDate: "1990", gender: "male" },
      idempotencyKey: "x") { id conditions { totalCount } } }`;
    expect(codeOf(await registrar.ask(text))).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('takes a person in once, however often it is asked', async () => {
    const idempotencyKey = newKey();
    const once = { input: { ...eve, birthDate: '1955-05-05' }, idempotencyKey };
    const [first, second] = await Promise.all([write('registerPatient', once), write('registerPatient', once)]);
    expect(first.errors).toBeUndefined();
    expect(second.text).toBe(first.text);
    expect(codeOf(await write('registerPatient', { input: eve, idempotencyKey }))).toBe('KEY_REUSED');
    // Another organisation has keys of its own.
    const south = await open.as('registrar', { organization: 'south', subject: 'desk' });
    const theirs = await write('registerPatient', once, 'id', south);
    expect(theirs.at('registerPatient.id')).not.toBe(first.at('registerPatient.id'));
  });

  it('keeps what a change does not name, and refuses a stale one', async () => {
    const id = await registered({});
    const input = { address: [{ city: 'Elsewhere' }], maritalStatus: { text: 'Married' } };
    const changed = await write(
      'updatePatient',
      { id, expectedVersion: 1, input },
      'displayName address { city line }',
    );
    expect(changed.at('updatePatient')).toEqual({
      displayName: 'Eve Maria Núñez',
      address: [{ city: 'Elsewhere', line: null }],
    });
    const stale = await write('updatePatient', { id, expectedVersion: 1, input });
    expect(stale.errors?.[0]?.extensions).toMatchObject({ code: 'CONFLICT', currentVersion: 2 });
  });

  it('does not change a person out of reach, as if they were not there', async () => {
    const before = await commits(world.databases);
    const input = { gender: 'male' };
    const forbidden = await write('updatePatient', { id: 'ben', expectedVersion: 1, input });
    const unknown = await write('updatePatient', { id: 'nobody', expectedVersion: 1, input });
    expect(codeOf(forbidden)).toBe('UNKNOWN_RECORD');
    expect(forbidden.text).toBe(unknown.text);
    expect(await commits(world.databases)).toBe(before);
  });

  it('takes a number for one person only', async () => {
    const identifier = [{ system: 'urn:oid:1.2.3', value: '4711' }];
    const id = await registered({ identifier });
    const again = await write('registerPatient', { input: { ...eve, identifier } });
    expect(again.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_RECORD', input: 'input.identifier.0' });
    const same = await write('updatePatient', { id, expectedVersion: 1, input: { identifier } });
    expect(same.errors).toBeUndefined();
  });
});

describe('records of one person', () => {
  const MATCHES = 'query ($id: ID!) { patientMatches(id: $id) { score reasons patient { id displayName } } }';
  const pair = async () => {
    const birthDate = `19${String(60 + Math.floor(Math.random() * 30))}-01-${String(1 + Math.floor(Math.random() * 28)).padStart(2, '0')}`;
    const family = `Twin${newKey().replace('-', '')}`;
    const one = await registered({ birthDate, name: [{ family, given: ['Ivo'] }] });
    const other = await registered({ birthDate, name: [{ family, given: ['Ivo'] }], telecom: null });
    return [one, other] as const;
  };
  const links = async (id: string) =>
    (await registrar.ask(`{ patient(id: "${id}") { active link { type other { id } } } }`)).at('patient');

  it('are found with a score and what speaks for it, the likeliest first, within reach', async () => {
    const [one, other] = await pair();
    const found = (await registrar.ask(MATCHES, { id: one })).at('patientMatches') as { patient: { id: string } }[];
    expect(found[0]).toMatchObject({
      score: 62,
      reasons: ['birth-date', 'family-name', 'given-name', 'gender', 'postal-code', 'address-line'],
      patient: { id: other },
    });
    // Ben of the south shares Ann's date of birth; the north does not reach him.
    const ann = (await registrar.ask(MATCHES, { id: 'ann' })).at('patientMatches') as { patient: { id: string } }[];
    expect(ann.map(({ patient }) => patient.id)).not.toContain('ben');
    expect((await registrar.ask(MATCHES, { id: 'ben' })).text).toBe((await registrar.ask(MATCHES, { id: 'no' })).text);
  });

  it('are merged by somebody’s decision and unmerged, and nothing is lost', async () => {
    const [one, other] = await pair();
    const before = await textOf(world.databases, `Patient/${other}`);
    const merge = { id: one, expectedVersion: 1, input: { other, otherVersion: 1, basis: 'same passport' } };
    const merged = await write(
      'mergePatients',
      merge,
      'link { type other { id } } history(first: 1) { provenance { reason } }',
    );
    expect(merged.at('mergePatients')).toEqual({
      link: [{ type: 'replaces', other: { id: other } }],
      history: [{ provenance: { reason: 'same passport' } }],
    });
    expect(await links(other)).toEqual({ active: false, link: [{ type: 'replaced-by', other: { id: one } }] });
    expect(
      codeOf(
        await write('mergePatients', { ...merge, expectedVersion: 2, input: { ...merge.input, otherVersion: 2 } }),
      ),
    ).toBe('WRONG_STATE');
    const undo = { id: one, expectedVersion: 2, input: { other, otherVersion: 2, basis: 'two people after all' } };
    expect((await write('unmergePatients', undo)).errors).toBeUndefined();
    expect(await links(one)).toEqual({ active: true, link: null });
    expect(await links(other)).toEqual({ active: true, link: null });
    expect(JSON.parse(await textOf(world.databases, `Patient/${other}`, 3))).toEqual(JSON.parse(before));
    expect(await textOf(world.databases, `Patient/${other}`)).toBe(before);
  });

  it('are linked where both go on, in both', async () => {
    const [one, other] = await pair();
    const input = { other, otherVersion: 1, basis: 'seen at both houses' };
    await write('linkPatients', { id: one, expectedVersion: 1, input });
    expect(await links(one)).toEqual({ active: true, link: [{ type: 'seealso', other: { id: other } }] });
    expect(await links(other)).toEqual({ active: true, link: [{ type: 'seealso', other: { id: one } }] });
    const found = (await registrar.ask(MATCHES, { id: one })).at('patientMatches') as { patient: { id: string } }[];
    expect(found.map(({ patient }) => patient.id)).not.toContain(other);
    await write('unlinkPatients', { id: one, expectedVersion: 2, input: { ...input, otherVersion: 2 } });
    expect(await links(other)).toEqual({ active: true, link: null });
  });

  it('of another organisation are linked, but neither changed nor merged', async () => {
    const mine = await registered({ name: [{ family: 'Family-of-cyd', given: ['cyd'] }], birthDate: '1970-01-01' });
    const version = { id: 'cyd', expectedVersion: 1 };
    expect(codeOf(await write('updatePatient', { ...version, input: { gender: 'other' } }))).toBe('NOT_YOURS');
    const input = { other: 'cyd', otherVersion: 1, basis: 'the same person' };
    const merge = await write('mergePatients', { id: mine, expectedVersion: 1, input });
    expect(merge.errors?.[0]?.extensions).toMatchObject({ code: 'NOT_YOURS', input: 'input.other' });
    expect((await write('linkPatients', { id: mine, expectedVersion: 1, input })).errors).toBeUndefined();
    expect(await links('cyd')).toMatchObject({ link: [{ type: 'seealso', other: { id: mine } }] });
  });

  it('are changed together or not at all', async () => {
    const [one, other] = await pair();
    await write('updatePatient', { id: other, expectedVersion: 1, input: { gender: 'other' } });
    const before = await commits(world.databases);
    const input = { other, otherVersion: 1, basis: 'same passport' };
    const stale = await write('mergePatients', { id: one, expectedVersion: 1, input });
    expect(stale.errors?.[0]?.extensions).toMatchObject({ code: 'CONFLICT', currentVersion: 2 });
    const unknown = await write('mergePatients', { id: one, expectedVersion: 1, input: { ...input, other: 'ben' } });
    expect(unknown.errors?.[0]?.extensions).toMatchObject({ code: 'UNKNOWN_RECORD', input: 'input.other' });
    expect(await commits(world.databases)).toBe(before);
  });
});

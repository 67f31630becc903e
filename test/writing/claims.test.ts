/** Bills and answers to them: exact to the last digit, each by who has to say it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '../../schema/policy/viewer.js';
import { BOTH, NORTH, NORTHERNERS, SOUTH, visit } from '../leaks/two-houses.js';
import { lastEntry } from '../support/trail.js';
import { type Asker, createWorld, type OpenWorld } from '../support/world.js';
import { change, codeOf, commits, mutationsOf, newKey, textOf } from './support.js';

const world = await createWorld();
let open: OpenWorld;
let biller: Asker;
let insurer: Asker;

const bills = (mutation: string, variables: Readonly<Record<string, unknown>>, selection = 'id') =>
  change('biller', biller, mutation, variables, selection);
const answers = (variables: Readonly<Record<string, unknown>>, selection = 'version record { id }') =>
  change('insurer', insurer, 'adjudicateClaim', variables, selection);

const service = (text: string) => ({ productOrService: { text } });
const lines = [
  {
    ...service('X-ray'),
    quantity: '3',
    unitPrice: '0.10',
    net: '0.30',
    encounter: 'visit-ann',
    diagnosisSequence: [1],
  },
  { ...service('Consultation'), net: '0.20' },
];
const claim = {
  type: 'professional',
  start: '2024-03-01',
  end: '2024-03-01',
  coverage: 'cover-ann',
  diagnosis: [{ text: 'Fracture' }],
  currency: 'USD',
  lines,
  total: '0.50',
};

async function submitted(input: object = {}): Promise<string> {
  const answer = await bills('submitClaim', { patient: 'ann', input: { ...claim, ...input } });
  expect(answer.errors).toBeUndefined();
  return answer.at('submitClaim.id') as string;
}

beforeAll(async () => {
  await world.tell(...NORTH, ...SOUTH, ...BOTH);
  // Dan was never billed.
  await world.tell(
    { resourceType: 'Patient', id: 'dan', name: [{ family: 'Dan' }] },
    visit('visit-dan', 'dan', 'north'),
    {
      resourceType: 'Coverage',
      id: 'cover-dan',
      status: 'active',
      beneficiary: { reference: 'Patient/dan' },
      payor: [{ reference: 'Organization/red' }],
    },
  );
  open = await world.open();
  biller = await open.as('biller', { ...NORTHERNERS.biller, subject: 'books' });
  insurer = await open.as('insurer', { ...NORTHERNERS.insurer, subject: 'payer' });
});

describe('a claim', () => {
  it.each([
    ['submitClaim', 'biller'],
    ['adjustClaim', 'biller'],
    ['reverseClaim', 'biller'],
    ['adjudicateClaim', 'insurer'],
  ])('is made by who has to say it: %s by the %s', (mutation, role) => {
    expect(ROLES.filter((each) => mutationsOf(each).includes(mutation))).toEqual([role]);
  });

  it('is submitted for the organisation of the biller, with the digits as they were given', async () => {
    const selection = `id status provider { reference } total { value } item { sequence net { value } }
      history { version provenance { agent { name onBehalfOf } } }`;
    const answer = await bills('submitClaim', { patient: 'ann', input: claim }, selection);
    expect(answer.errors).toBeUndefined();
    expect(answer.at('submitClaim')).toMatchObject({
      status: 'active',
      provider: { reference: 'Organization/north' },
      total: { value: 0.5 },
      item: [
        { sequence: 1, net: { value: 0.3 } },
        { sequence: 2, net: { value: 0.2 } },
      ],
      history: [{ version: 1, provenance: { agent: { name: 'books', onBehalfOf: 'Organization/north' } } }],
    });
    const text = await textOf(world.databases, `Claim/${String(answer.at('submitClaim.id'))}`);
    expect(text).toContain('"unitPrice":{"value":0.10,"currency":"USD"},"net":{"value":0.30,"currency":"USD"}');
    expect(text).toContain('"total":{"value":0.50,"currency":"USD"}');
  });

  it.each([
    ['a total that is a ten-thousandth off', { total: '0.5001' }, 'AMOUNTS_DIFFER', 'input.total'],
    [
      'a line that is not price times quantity',
      {
        lines: [
          { ...lines[0], net: '0.31' },
          { ...lines[1], net: '0.19' },
        ],
      },
      'AMOUNTS_DIFFER',
      'input.lines.0.net',
    ],
    ['less than nothing', { lines: [{ ...service('x'), net: '-1' }], total: '-1' }, 'BAD_RECORD', 'input.lines.0.net'],
    ['no lines', { lines: [], total: '0' }, 'BAD_RECORD', 'input.lines'],
    ['a diagnosis that is not there', { diagnosis: null }, 'BAD_RECORD', 'input.lines.0.diagnosisSequence.0'],
    ['somebody else’s coverage', { coverage: 'cover-ben' }, 'UNKNOWN_RECORD', 'input.coverage'],
    [
      'another organisation’s visit',
      { lines: [{ ...lines[0], encounter: 'visit-ben' }, lines[1]] },
      'UNKNOWN_RECORD',
      'input.lines.0.encounter',
    ],
  ])('with %s is refused', async (_what, input, code, place) => {
    const before = await commits(world.databases);
    const answer = await bills('submitClaim', { patient: 'ann', input: { ...claim, ...input } });
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code, input: place });
    expect(await commits(world.databases)).toBe(before);
  });

  it('is submitted for who is treated but was never billed, and for nobody out of reach', async () => {
    const input = {
      ...claim,
      coverage: 'cover-dan',
      lines: [{ ...service('x'), net: '5', encounter: 'visit-dan' }],
      total: '5.00',
      diagnosis: null,
    };
    expect((await biller.ask('{ patient(id: "dan") { id } }')).at('patient')).toBeNull();
    const first = await bills('submitClaim', { patient: 'dan', input }, 'patient { id displayName }');
    expect(first.at('submitClaim.patient')).toEqual({ id: 'dan', displayName: 'Dan' });
    const forbidden = await bills('submitClaim', { patient: 'ben', input });
    expect(codeOf(forbidden)).toBe('UNKNOWN_PATIENT');
    expect((await bills('submitClaim', { patient: 'nobody', input })).text).toBe(forbidden.text);
  });

  it('without a coverage never reaches an insurer', async () => {
    const id = await submitted({ coverage: null });
    expect((await insurer.ask(`{ claim(id: "${id}") { id } }`)).at('claim')).toBeNull();
    const answer = await answers({ id, expectedVersion: 0, input: ANSWER });
    expect(codeOf(answer)).toBe('UNKNOWN_RECORD');
    expect((await answers({ id: 'nothing', expectedVersion: 0, input: ANSWER })).text).toBe(answer.text);
  });

  it('is adjusted and reversed, by who billed it, with the reason in its history', async () => {
    const id = await submitted();
    const input = {
      currency: 'USD',
      lines: [{ ...service('X-ray'), net: '0.250' }],
      total: '0.25',
      basis: 'one X-ray',
    };
    const adjusted = await bills('adjustClaim', { id, expectedVersion: 1, input }, 'total { value } item { sequence }');
    expect(adjusted.at('adjustClaim')).toEqual({ total: { value: 0.25 }, item: [{ sequence: 1 }] });
    expect(codeOf(await bills('adjustClaim', { id, expectedVersion: 1, input }))).toBe('CONFLICT');
    const selection = 'status history { version provenance { reason } }';
    const reversed = await bills(
      'reverseClaim',
      { id, expectedVersion: 2, input: { basis: 'wrong patient' } },
      selection,
    );
    expect(reversed.at('reverseClaim')).toEqual({
      status: 'cancelled',
      history: [
        { version: 3, provenance: { reason: 'wrong patient' } },
        { version: 2, provenance: { reason: 'one X-ray' } },
        { version: 1, provenance: { reason: 'a claim was submitted' } },
      ],
    });
    expect(codeOf(await bills('adjustClaim', { id, expectedVersion: 3, input }))).toBe('WRONG_STATE');
    const south = await open.as('biller', { organization: 'south' });
    const other = { id, expectedVersion: 3, input: { basis: 'x' } };
    expect(codeOf(await change('biller', south, 'reverseClaim', other))).toBe('UNKNOWN_RECORD');
  });
});

const ANSWER = {
  claimVersion: 1,
  lines: [
    { sequence: 1, allowed: '0.30', paid: '0.25', patientResponsibility: '0.05' },
    {
      sequence: 2,
      allowed: '0.10',
      paid: '0.10',
      patientResponsibility: '0',
      adjudicationReason: { text: 'over the fee' },
    },
  ],
  total: { allowed: '0.40', paid: '0.35', patientResponsibility: '0.05' },
  paymentDate: '2024-03-10',
};

describe('the answer to a claim', () => {
  const AMOUNTS = `version record { outcome insurer { id } claim { id } payment { amount { value } }
    total { category { coding { code } } amount { value } } }`;

  it('says what is allowed, paid and left, of each line and in sum', async () => {
    const id = await submitted();
    const answer = await answers({ id, expectedVersion: 0, input: ANSWER }, AMOUNTS);
    expect(answer.errors).toBeUndefined();
    const total = (code: string, value: number) => ({ category: { coding: [{ code }] }, amount: { value } });
    expect(answer.at('adjudicateClaim')).toEqual({
      version: 1,
      record: {
        outcome: 'complete',
        insurer: { id: 'red' },
        claim: { id },
        payment: { amount: { value: 0.35 } },
        total: [
          total('submitted', 0.5),
          total('eligible', 0.4),
          total('benefit', 0.35),
          total('memberliability', 0.05),
        ],
      },
    });
    const known = await biller.ask(
      `{ claim(id: "${id}") { patient { id explanationOfBenefits { nodes { claim { id } } } } } }`,
    );
    expect(JSON.stringify(known.at('claim.patient.explanationOfBenefits.nodes'))).toContain(id);
  });

  it('is of the version that the payer read, also where another one comes to the same total', async () => {
    const id = await submitted();
    const read = () => insurer.ask(`{ claim(id: "${id}") { version total { value } } }`);
    const seen = await read();
    expect(seen.at('claim.version')).toBe(1);
    // Its number is of the one claim that was read.
    const entry = await lastEntry(world.databases);
    expect(entry.disclosures).toEqual([expect.objectContaining({ kind: 'Claim', count: 1 })]);
    const changed = [{ ...lines[0], productOrService: { text: 'Another service' } }, lines[1]];
    const input = { currency: 'USD', lines: changed, total: '0.50', basis: 'it was another service' };
    expect((await bills('adjustClaim', { id, expectedVersion: 1, input })).errors).toBeUndefined();
    const stale = await answers({ id, expectedVersion: 0, input: ANSWER });
    expect(stale.errors?.[0]?.extensions).toMatchObject({ code: 'CONFLICT', currentVersion: 2 });
    const again = await read();
    expect(again.at('claim')).toEqual({ version: 2, total: seen.at('claim.total') });
    expect((await answers({ id, expectedVersion: 0, input: { ...ANSWER, claimVersion: 2 } })).errors).toBeUndefined();
  });

  it('is one for each claim: of two first answers one wins, and a later one names what it changes', async () => {
    const id = await submitted();
    const first = { id, expectedVersion: 0, input: ANSWER };
    const both = await Promise.all([answers(first), answers(first)]);
    expect(both.map(codeOf).sort()).toEqual(['CONFLICT', undefined]);
    const later = { ...ANSWER, disposition: 'after a second look' };
    const answer = await answers({ id, expectedVersion: 1, input: later }, 'version record { disposition }');
    expect(answer.at('adjudicateClaim')).toEqual({ version: 2, record: { disposition: 'after a second look' } });
    expect(codeOf(await answers({ id, expectedVersion: 1, input: ANSWER }))).toBe('CONFLICT');
  });

  it('shows the insurer no more than they may read, and is repeated under its key', async () => {
    const id = await submitted();
    const text = `mutation { adjudicateClaim(id: "${id}", expectedVersion: 0, input: { claimVersion: 1, lines: [], total: { allowed: "1", paid: "1", patientResponsibility: "0" } }, idempotencyKey: "k") { record { item { productOrService { text } } } } }`;
    expect(codeOf(await insurer.ask(text))).toBe('GRAPHQL_VALIDATION_FAILED');
    const once = { id, expectedVersion: 0, input: ANSWER, idempotencyKey: newKey() };
    const answer = await answers(once, AMOUNTS);
    expect((await answers(once, AMOUNTS)).text).toBe(answer.text);
    expect(codeOf(await answers({ ...once, reason: 'another' }))).toBe('KEY_REUSED');
  });

  it.each([
    [
      'whose sums are off by a hundredth',
      { total: { allowed: '0.40', paid: '0.34', patientResponsibility: '0.06' } },
      'input.total.paid',
    ],
    [
      'that allows more than was billed',
      {
        lines: [{ ...ANSWER.lines[0], allowed: '0.31', paid: '0.26' }, ANSWER.lines[1]],
        total: { allowed: '0.41', paid: '0.36', patientResponsibility: '0.05' },
      },
      'input.lines.0.allowed',
    ],
    [
      'of which a line does not add up',
      {
        lines: [
          { ...ANSWER.lines[0], paid: '0.24' },
          { ...ANSWER.lines[1], paid: '0.11' },
        ],
      },
      'input.lines.0.allowed',
    ],
  ])('%s is refused', async (_what, input, place) => {
    const id = await submitted();
    const before = await commits(world.databases);
    const answer = await answers({ id, expectedVersion: 0, input: { ...ANSWER, ...input } });
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'AMOUNTS_DIFFER', input: place });
    expect(await commits(world.databases)).toBe(before);
  });

  it('is none to a claim that was reversed, and none of another insurer', async () => {
    const id = await submitted();
    const blue = await open.as('insurer', { organization: 'blue' });
    const given = { id, expectedVersion: 0, input: ANSWER };
    expect(codeOf(await change('insurer', blue, 'adjudicateClaim', given, 'version'))).toBe('UNKNOWN_RECORD');
    await bills('reverseClaim', { id, expectedVersion: 1, input: { basis: 'wrong' } });
    expect(codeOf(await answers(given))).toBe('CONFLICT');
    expect(codeOf(await answers({ ...given, input: { ...ANSWER, claimVersion: 2 } }))).toBe('WRONG_STATE');
  });
});

/** A record that is taken out by a viewer: as it came, as far as they reach, and with what must be said. */
import { beforeAll, describe, expect, it } from 'vitest';
import { visit } from '../leaks/two-houses.js';
import { type Asker, createWorld, type OpenWorld, type Resource } from '../support/world.js';

const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
const world = await createWorld();

const problem = (id: string, house: string, text: string, more: object = {}): Resource => ({
  resourceType: 'Condition',
  id,
  code: { text },
  subject: { reference: 'Patient/ann' },
  encounter: { reference: `Encounter/visit-${house}` },
  ...more,
});
const labelled = { meta: { security: [{ system: ACT_CODE, code: 'XYZZY' }] } };

const RECORDS: Resource[] = [
  { resourceType: 'Organization', id: 'north', name: 'North' },
  { resourceType: 'Organization', id: 'south', name: 'South', address: [{ line: ['2 South Street'], city: 'Town' }] },
  { resourceType: 'Patient', id: 'ann', gender: 'female', managingOrganization: { reference: 'Organization/north' } },
  { resourceType: 'Patient', id: 'eve', managingOrganization: { reference: 'Organization/south' } },
  visit('visit-north', 'ann', 'north'),
  visit('visit-south', 'ann', 'south'),
  problem('ours', 'north', 'first', { extension: [{ url: 'urn:x', valueDecimal: 1 }] }),
  problem('ours', 'north', 'second'),
  problem('theirs', 'south', 'of the south'),
  problem('hidden', 'south', 'behind a label', labelled),
  problem('was-hidden', 'south', 'labelled then', labelled),
  problem('was-hidden', 'south', 'open now'),
  // Refers to a record that is hidden, and to one that is not there.
  problem('pointing', 'north', 'points', {
    evidence: [{ detail: [{ reference: 'Condition/hidden' }, { reference: 'Condition/nowhere' }] }],
  }),
  {
    resourceType: 'ExplanationOfBenefit',
    id: 'remitted',
    status: 'active',
    patient: { reference: 'Patient/ann' },
    insurer: { display: 'Plan' },
    provider: { reference: 'Organization/north' },
    payment: { amount: { value: 10, currency: 'USD' } },
  },
];

let open: OpenWorld;
const kept: {
  readonly disclosures: readonly { kind: string; patient: string | null; count: number }[];
  readonly recipient?: object;
}[] = [];
beforeAll(async () => {
  await world.tell(...RECORDS);
  open = await world.open({
    trail: { insertMany: async (documents) => void kept.push(...(documents as never as typeof kept)) },
  });
});

const MUTATION = `mutation ($patient: ID!, $history: Boolean) {
  transferRecord(patient: $patient, history: $history, recipient: { name: "Far Hospital" }) { resources bundle }
}`;

interface Entry {
  readonly resourceType: string;
  readonly id?: string;
  readonly code?: { readonly text: string };
  readonly issue?: readonly { readonly details: { readonly text: string }; readonly code: string }[];
}

async function transfer(asker: Asker, more: Record<string, unknown> = {}) {
  const answer = await asker.ask(MUTATION, { patient: 'ann', ...more });
  expect(answer.errors).toBeUndefined();
  const bundle = String(answer.at('transferRecord.bundle'));
  const { entry } = JSON.parse(bundle) as { entry: readonly { resource: Entry }[] };
  const all = entry.map(({ resource }) => resource);
  const records = all.filter(({ resourceType }) => !['Provenance', 'OperationOutcome'].includes(resourceType));
  return {
    bundle,
    resources: answer.at('transferRecord.resources'),
    names: records.map(({ resourceType, id }) => `${resourceType}/${id}`).sort(),
    texts: records.flatMap(({ code }) => code?.text ?? []),
    outside: all.find(({ resourceType }) => resourceType === 'OperationOutcome')?.issue ?? [],
  };
}

const clinician = (width: 'PRACTICE' | 'NETWORK') =>
  open.as('clinician', { organization: 'north', subject: 'doctor', width });

describe('a record that a clinician takes out', () => {
  it('is what their organisation wrote, to the letter', async () => {
    const { bundle, names, resources } = await transfer(await clinician('PRACTICE'));
    expect(bundle).toContain(JSON.stringify(RECORDS.filter(({ id }) => id === 'ours')[1]));
    expect(names).toEqual([
      ...['Condition/ours', 'Condition/pointing', 'Encounter/visit-north', 'Organization/north', 'Patient/ann'],
    ]);
    expect(resources).toBe(names.length);
  });

  it('is what all wrote at NETWORK, but for what labels close', async () => {
    const { names } = await transfer(await clinician('NETWORK'));
    expect(names).toEqual(
      expect.arrayContaining(['Condition/theirs', 'Condition/was-hidden', 'Encounter/visit-south']),
    );
    expect(names).not.toContain('Condition/hidden');
  });

  it('holds no kind of which a part is closed to them', async () => {
    expect((await transfer(await clinician('NETWORK'))).names).not.toContain('ExplanationOfBenefit/remitted');
    const patient = await open.as('patient', { patient: 'ann' });
    expect((await transfer(patient)).names).toContain('ExplanationOfBenefit/remitted');
  });

  it('names what stays outside, and does not tell what is hidden from what is not there', async () => {
    const { outside } = await transfer(await clinician('NETWORK'));
    const said = (record: string) =>
      outside
        .filter(({ details }) => details.text.startsWith(record))
        .map(({ code, details }) => [code, details.text.slice(record.length)]);
    expect(said('Condition/hidden')).toHaveLength(1);
    expect(said('Condition/hidden')).toEqual(said('Condition/nowhere'));
  });

  it('comes with earlier versions when asked, each as open as it is', async () => {
    const plain = await transfer(await clinician('NETWORK'));
    expect(plain.texts).not.toContain('first');
    const { texts } = await transfer(await clinician('NETWORK'), { history: true });
    expect(texts).toEqual(expect.arrayContaining(['first', 'second', 'open now']));
    expect(texts).not.toContain('labelled then');
    expect(texts).not.toContain('behind a label');
  });

  it('is in the trail, record by record', async () => {
    kept.length = 0;
    const { names } = await transfer(await clinician('PRACTICE'));
    const counted = kept.flatMap(({ disclosures }) => disclosures);
    const conditions = counted.find(({ kind }) => kind === 'Condition');
    expect(conditions).toMatchObject({
      patient: 'ann',
      count: names.filter((name) => name.startsWith('Condition')).length,
    });
  });
});

describe('the account of it', () => {
  const HANDED = `mutation ($recipient: TransferRecipientInput) {
    transferRecord(patient: "ann", recipient: $recipient) { resources }
  }`;
  const inTrail = async (recipient: object | null, asker: Asker) => {
    kept.length = 0;
    const answer = await asker.ask(HANDED, { recipient });
    const refusal: Record<string, unknown> | undefined = answer.errors?.[0]?.extensions;
    return { recipient: kept[0]?.recipient, input: refusal?.['input'] };
  };

  it('names who received it and their address: in words, or of the directory as it stands then', async () => {
    const asker = await clinician('PRACTICE');
    const named = { name: 'Far Hospital', address: '1 Far Road' };
    expect((await inTrail(named, asker)).recipient).toEqual(named);
    expect((await inTrail({ organization: 'south' }, asker)).recipient).toEqual({
      organization: 'south',
      name: 'South',
      address: '2 South Street, Town',
    });
    const patient = await open.as('patient', { patient: 'ann' });
    expect((await inTrail(null, patient)).recipient).toBeUndefined();
    expect((await inTrail(named, patient)).recipient).toEqual(named);
  });

  it('refuses a hand-over to nobody, to two, or to who is not there', async () => {
    const asker = await clinician('PRACTICE');
    expect((await inTrail(null, asker)).input).toBe('recipient');
    expect((await inTrail({}, asker)).input).toBe('recipient.name');
    expect((await inTrail({ organization: 'south', name: 'South' }, asker)).input).toBe('recipient.name');
    expect((await inTrail({ organization: 'nowhere' }, asker)).input).toBe('recipient.organization');
    expect((await inTrail({ name: 'x', address: ' ' }, asker)).input).toBe('recipient.address');
  });
});

describe('nobody takes out', () => {
  it('the record of a person out of reach: it is as one who is not there', async () => {
    const asker = await clinician('NETWORK');
    const answers = await Promise.all(['eve', 'nobody'].map((patient) => asker.ask(MUTATION, { patient })));
    expect(answers.map(({ text }) => text.replaceAll('eve', 'nobody'))).toEqual([answers[1]?.text, answers[1]?.text]);
    expect(answers[0]?.data).toEqual({ transferRecord: null });
  });

  it.each(['registrar', 'biller', 'insurer', 'auditor', 'analyst'] as const)('anything as a %s', async (role) => {
    const { errors } = await (await open.as(role, { organization: 'north' })).ask(MUTATION, { patient: 'ann' });
    expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});

/** The consents of the demo's stories, as they bind who asks for the record as it is stored. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Purpose } from '../../schema/policy/viewer.js';
import { consentRuleOf } from '../../subgraphs/administrative/consent/consent-rule-of.js';
import { demoStories } from '../../subgraphs/exchange/demo/index.js';
import { loadDemo } from '../../subgraphs/exchange/demo-load.js';
import { explainConsent } from '../../subgraphs/shared/consent/explain-consent.js';
import { denyPredicate, permits } from '../../subgraphs/shared/consent-predicate.js';
import { CONSENT_RULES, type ConsentRuleDocument } from '../../subgraphs/shared/consent-rule.js';
import type { FhirObject } from '../../subgraphs/shared/fhir-json.js';
import { labelOfCoding } from '../../subgraphs/shared/sensitivity/security-labels.js';
import { demoWorld, ofType } from '../exchange/demo/demo-world.js';
import { createWorld } from '../support/world.js';
import { shelf, viewerOf } from './support.js';

const stories = demoWorld({ people: demoStories.length });
const PATIENTS = ['bram-osei', 'celia-moreau', 'dario-winter'];

/** Labelled records of the three, as a careful sender labelled them. */
const labelled = PATIENTS.flatMap((patient) => stories.charts.get(patient)?.entry ?? []).map(({ resource }) => {
  const security = ((resource as { meta?: { security?: FhirObject[] } }).meta?.security ?? []) as FhirObject[];
  const labels = [...new Set(security.flatMap((coding) => labelOfCoding(coding) ?? []))].sort();
  return { _id: `${resource.resourceType}/${resource.id}`, kind: resource.resourceType, labels };
});
const records = shelf(labelled);
const bearing = (patient: string, label: string) =>
  labelled
    .filter(({ _id, labels }) => _id.includes(patient) && (labels as string[]).includes(label))
    .map(({ _id }) => _id);

function rulesOf(patient: string): ConsentRuleDocument[] {
  return ofType(stories.charts.get(patient), 'Consent').map((consent) => ({
    _id: String(consent.id),
    version: 1,
    patient,
    ...consentRuleOf(consent as FhirObject),
  }));
}

const organization = (id: string, purpose: Purpose = 'TREAT') => viewerOf(`Organization/${id}`, { purpose });
const named = (patient: string, viewer: ReturnType<typeof viewerOf>) =>
  permits(rulesOf(patient), viewer).flatMap(({ names }) => [...names]);

describe('bram: substance use records', () => {
  it('are opened to the hospital and to his insurer, for treatment and for payment', async () => {
    const sud = bearing('bram-osei', 'SUD');
    expect(sud.length).toBeGreaterThan(20);
    const [hospital, insurer] = [
      organization('larkspur-bay-hospital'),
      organization('payer-northlight-health-plan', 'HPAYMT'),
    ];
    for (const viewer of [hospital, insurer]) {
      const opened = await records.namedOn(rulesOf('bram-osei'), viewer, 'SUD');
      expect(sud.filter((id) => !opened.includes(id))).toEqual([]);
      expect(denyPredicate(rulesOf('bram-osei'), viewer)).toBeNull();
    }
  });

  it('are opened to nobody else: not to the practice he withdrew from, nor to another insurer or for research', () => {
    expect(named('bram-osei', organization('tamarack-family-practice'))).toEqual([]);
    expect(named('bram-osei', organization('payer-juniper-mutual', 'HPAYMT'))).toEqual([]);
    expect(named('bram-osei', organization('larkspur-bay-hospital', 'HRESCH'))).toEqual([]);
  });

  it('close when the consent ends, and were open under the one before it', () => {
    const on = (day: string) => named('bram-osei', { ...organization('larkspur-bay-hospital'), now: new Date(day) });
    expect(on('2023-09-11')).toEqual([]);
    expect(on('2024-01-01')).toEqual(['SUD']);
    expect(on('2027-09-10T23:59:00Z')).toEqual(['SUD']);
    expect(on('2027-09-11')).toEqual([]);
  });
});

describe('celia: violence', () => {
  it('is denied to her insurer, who is denied nothing else', async () => {
    const insurer = organization('payer-juniper-mutual', 'HPAYMT');
    const hers = bearing('celia-moreau', 'SDV');
    expect(hers.length).toBeGreaterThan(3);
    const denied = await records.denied(rulesOf('celia-moreau'), insurer);
    expect(denied.filter((id) => id.includes('celia-moreau'))).toEqual(hers.sort());
  });

  it('is denied to no clinic, and everything is to her former husband', () => {
    expect(denyPredicate(rulesOf('celia-moreau'), organization('larkspur-bay-hospital'))).toBeNull();
    const former = viewerOf('RelatedPerson/celia-moreau-related-0001');
    expect(denyPredicate(rulesOf('celia-moreau'), former)).toBe('everything');
  });

  it('is explained by the exception that denies it', () => {
    const record = { _id: 'Condition/injury', kind: 'Condition', labels: ['R', 'SDV'] };
    const [reason] = explainConsent(rulesOf('celia-moreau'), organization('payer-juniper-mutual', 'HPAYMT'), record);
    expect(reason).toEqual({
      consent: 'celia-moreau-consent-0001',
      path: 'provision.provision[1]',
      verdict: 'deny',
      names: [],
      words: 'denies Organization/payer-juniper-mutual what is labelled SDV',
    });
    const [permit] = explainConsent(rulesOf('celia-moreau'), organization('larkspur-bay-hospital'), record);
    expect(permit).toMatchObject({ verdict: 'permit', path: 'provision' });
    const [ended] = explainConsent(rulesOf('celia-moreau'), organization('larkspur-bay-hospital', 'HRESCH'), record);
    expect(ended).toMatchObject({ verdict: 'silent', words: expect.stringContaining('the purposes HOPERAT') });
  });
});

describe('dario', async () => {
  const world = await createWorld();
  const rules = () =>
    world.databases
      .of('administrative')
      .native.collection<ConsentRuleDocument>(CONSENT_RULES)
      .find({ patient: 'dario-winter' })
      .toArray();

  beforeAll(async () => {
    await loadDemo(world.writer, () => undefined, { people: demoStories.length });
  }, 120_000);

  /** Ids of his records that are denied, of both databases. */
  async function denied(party: string, purpose: Purpose): Promise<string[]> {
    const predicate = denyPredicate(await rules(), organization(party, purpose));
    if (predicate === null || predicate === 'everything') throw new Error(`denied is ${predicate}`);
    const found = await Promise.all(
      (['clinical', 'financial'] as const).map((name) =>
        world.databases
          .of(name)
          .records.find({ $and: [{ patient: 'dario-winter' }, predicate] })
          .toArray(),
      ),
    );
    return found.flat().map(({ _id }) => _id);
  }

  it('keeps the visit he paid himself, and all that came of it, from his insurer', async () => {
    const { records: clinical } = world.databases.of('clinical');
    const { records: financial } = world.databases.of('financial');
    const visit = 'dario-winter-self-pay-visit';
    const ofVisit = await clinical.find({ $or: [{ _id: `Encounter/${visit}` }, { encounter: visit }] }).toArray();
    const bills = await financial.find({ encounters: visit }).toArray();
    expect(ofVisit.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['Encounter', 'Observation', 'Condition', 'MedicationRequest']),
    );
    expect(bills.map(({ _id }) => _id)).toContain('Claim/dario-winter-self-pay-claim');
    const expected = [...ofVisit, ...bills].map(({ _id }) => _id).sort();
    for (const purpose of ['HPAYMT', 'HOPERAT'] as const)
      expect((await denied('payer-juniper-mutual', purpose)).sort()).toEqual(expected);
  });

  it('is out of reach of any insurer there already: the bill he paid himself names none', async () => {
    const claim = await world.databases.of('financial').records.findOne({ _id: 'Claim/dario-winter-self-pay-claim' });
    expect(claim).toMatchObject({ payers: [] });
  });

  it('restricts a bill that names an insurer nonetheless, what explains it, and what is bound to the visit', async () => {
    const reference = (target: string) => ({ reference: target });
    const patient = reference('Patient/dario-winter');
    const insurer = reference('Organization/payer-juniper-mutual');
    await world.tell(
      {
        resourceType: 'Claim',
        id: 'sent-anyway',
        status: 'active',
        patient,
        insurer,
        item: [{ sequence: 1, encounter: [reference('Encounter/dario-winter-self-pay-visit')] }],
      },
      {
        resourceType: 'ExplanationOfBenefit',
        id: 'explained-anyway',
        status: 'active',
        patient,
        insurer,
        claim: reference('Claim/sent-anyway'),
      },
      { resourceType: 'Claim', id: 'another', status: 'active', patient, insurer },
    );
    const { records: financial } = world.databases.of('financial');
    const bills = await financial.find({ payers: 'payer-juniper-mutual', patient: 'dario-winter' }).toArray();
    const ids = bills.map(({ _id }) => _id);
    expect(ids).toEqual(
      expect.arrayContaining(['Claim/sent-anyway', 'ExplanationOfBenefit/explained-anyway', 'Claim/another']),
    );
    const out = await denied('payer-juniper-mutual', 'HPAYMT');
    expect(out).toEqual(expect.arrayContaining(['Claim/sent-anyway', 'ExplanationOfBenefit/explained-anyway']));
    expect(out).not.toContain('Claim/another');
  });

  it('denies sexual health to his family practice, and to it alone', async () => {
    expect(denyPredicate(await rules(), organization('tamarack-family-practice'))).toEqual({
      labels: { $in: ['SEX'] },
    });
    expect(denyPredicate(await rules(), organization('copperleaf-health'))).toBeNull();
  });
});

/** What consents permit and deny, asked of MongoDB. */
import { describe, expect, it } from 'vitest';
import { denyPredicate, permits } from '../../subgraphs/shared/consent-predicate.js';
import { actor, coded, consentOf, NOW, provides, shelf, viewerOf } from './support.js';

const label = (code: string) => ({ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code });
const about = (reference: string, meaning = 'dependents') => ({ meaning, reference: { reference } });
const clinic = viewerOf('Organization/clinic');
const hospital = viewerOf('Organization/hospital');

const records = shelf([
  { _id: 'Observation/plain', kind: 'Observation', writers: ['clinic'], codes: ['s|1'], at: new Date('2024-05-01') },
  {
    _id: 'Observation/sud',
    kind: 'Observation',
    labels: ['R', 'SUD'],
    writers: ['clinic'],
    at: new Date('2022-01-01'),
  },
  { _id: 'Condition/both', kind: 'Condition', labels: ['R', 'SUD', 'PSY'], writers: ['clinic', 'hospital'], at: null },
  { _id: 'Encounter/v', kind: 'Encounter', writers: ['hospital'], at: new Date('2024-05-01') },
  { _id: 'Condition/ofVisit', kind: 'Condition', encounter: 'v', writers: ['hospital'], at: new Date('2024-05-01') },
]);

describe('a permit', () => {
  it('opens what it is about to whom it names, and to nobody else', async () => {
    const rules = [provides({ type: 'permit', actor: [actor('Organization/clinic')] })];
    expect(new Set(Object.values(await records.verdicts(rules, clinic)))).toEqual(new Set(['permit']));
    expect(new Set(Object.values(await records.verdicts(rules, hospital)))).toEqual(new Set(['silent']));
  });

  it('opens labels by naming them: records that bear no others but R', async () => {
    const rules = [provides({ type: 'permit', securityLabel: [label('ETH')] })];
    expect(await records.namedOn(rules, clinic, 'SUD')).toEqual(['Observation/sud']);
    const both = [provides({ type: 'permit', securityLabel: [label('ETH'), label('PSY')] })];
    expect(await records.namedOn(both, clinic, 'PSY')).toEqual(['Condition/both', 'Observation/sud']);
  });

  it('of a record does not open what refers to it', async () => {
    const rules = [provides({ type: 'permit', data: [about('Encounter/v')] })];
    expect(await records.verdicts(rules, clinic)).toMatchObject({
      'Encounter/v': 'permit',
      'Condition/ofVisit': 'silent',
    });
  });

  it('of records one organisation wrote does not open what another had a hand in', async () => {
    const rules = [provides({ type: 'permit', actor: [actor('Organization/hospital', 'CST')] })];
    expect(await records.verdicts(rules, clinic)).toMatchObject({
      'Encounter/v': 'permit',
      'Condition/both': 'silent',
    });
  });

  it('of a time does not open what has no date', async () => {
    const rules = [provides({ type: 'permit', dataPeriod: { start: '2000' } })];
    expect(await records.verdicts(rules, clinic)).toMatchObject({
      'Observation/sud': 'permit',
      'Condition/both': 'silent',
    });
  });

  it('that says something unclear permits nothing', async () => {
    expect(permits([provides({ type: 'permit', securityLabel: [label('ETH'), label('NOVEL')] })], clinic)).toEqual([]);
    expect(permits([provides({ type: 'permit', actor: [actor('PractitionerRole/1')] })], clinic)).toEqual([]);
  });
});

describe('a deny', () => {
  it('closes everything where it restricts itself to nothing', () => {
    expect(denyPredicate([provides({ type: 'deny' })], clinic)).toBe('everything');
    expect(denyPredicate([consentOf({ policyRule: coded('OPTOUT') })], clinic)).toBe('everything');
    expect(denyPredicate([provides({ type: 'permit' })], clinic)).toBeNull();
    expect(denyPredicate([], clinic)).toBeNull();
  });

  it('of several labels closes what bears any of them', async () => {
    const rules = [provides({ type: 'deny', securityLabel: [label('PSY'), label('HIV')] })];
    expect(await records.denied(rules, clinic)).toEqual(['Condition/both']);
  });

  it('of a label nobody knows closes what bears none', async () => {
    expect(denyPredicate([provides({ type: 'deny', securityLabel: [label('NOVEL')] })], clinic)).toBe('everything');
  });

  it('of a visit closes what came of it', async () => {
    const rules = [provides({ type: 'deny', data: [about('Encounter/v', 'instance')] })];
    expect(await records.denied(rules, clinic)).toEqual(['Condition/ofVisit', 'Encounter/v']);
  });

  it('of what an organisation wrote closes what it had a hand in', async () => {
    const rules = [provides({ type: 'deny', actor: [actor('Organization/clinic', 'CST')] })];
    expect(await records.denied(rules, hospital)).toEqual(['Condition/both', 'Observation/plain', 'Observation/sud']);
  });

  it('of a time closes what has no date', async () => {
    const rules = [provides({ type: 'deny', dataPeriod: { end: '2022' } })];
    expect(await records.denied(rules, clinic)).toEqual(['Condition/both', 'Observation/sud']);
  });

  it('of a kind and of a code closes those', async () => {
    const kind = [{ system: 'http://hl7.org/fhir/resource-types', code: 'Encounter' }];
    expect(await records.denied([provides({ type: 'deny', class: kind })], clinic)).toEqual(['Encounter/v']);
    const code = [{ coding: [{ system: 's', code: '1' }] }];
    expect(await records.denied([provides({ type: 'deny', code })], clinic)).toEqual(['Observation/plain']);
  });

  it('to a role or a group closes to whoever may hold it; to a care team, to who is on it', () => {
    for (const reference of ['PractitionerRole/1', 'Group/1'])
      expect(denyPredicate([provides({ type: 'deny', actor: [actor(reference)] })], clinic)).toBe('everything');
    const team = [provides({ type: 'deny', actor: [actor('CareTeam/1')] })];
    expect(denyPredicate(team, clinic)).toBeNull();
    expect(denyPredicate(team, viewerOf('CareTeam/1'))).toBe('everything');
  });

  it('wins over what another consent permits', async () => {
    const rules = [provides({ type: 'permit' }), provides({ type: 'deny', securityLabel: [label('ETH')] })];
    expect(await records.verdicts(rules, clinic)).toMatchObject({
      'Observation/sud': 'deny',
      'Observation/plain': 'permit',
    });
  });
});

describe('an exception', () => {
  it('that denies takes out of a permit, and one from it puts back', async () => {
    const provision = {
      type: 'permit',
      provision: [
        { type: 'deny', securityLabel: [label('ETH')], provision: [{ actor: [actor('Organization/clinic')] }] },
      ],
    };
    const verdict = { 'Observation/plain': 'permit', 'Observation/sud': 'deny' };
    expect(await records.verdicts([provides(provision)], hospital)).toMatchObject(verdict);
    expect(await records.verdicts([provides(provision)], clinic)).toMatchObject({
      ...verdict,
      'Observation/sud': 'permit',
    });
  });

  it('that permits takes out of a deny', async () => {
    const policyRule = coded('OPTOUT');
    const rules = [provides({ type: 'permit', actor: [actor('Organization/clinic')] }, { policyRule })];
    expect(denyPredicate(rules, clinic)).toBeNull();
    expect(denyPredicate(rules, hospital)).toBe('everything');
  });

  it('that denies wins over one beside it that permits', async () => {
    const provision = {
      type: 'permit',
      provision: [
        { type: 'permit', securityLabel: [label('ETH')] },
        { type: 'deny', class: [{ system: 'http://hl7.org/fhir/resource-types', code: 'Observation' }] },
      ],
    };
    expect(await records.verdicts([provides(provision)], clinic)).toMatchObject({
      'Observation/sud': 'deny',
      'Condition/ofVisit': 'permit',
    });
    expect(await records.denied([provides(provision)], clinic)).toEqual(['Observation/plain', 'Observation/sud']);
  });

  it('to a deny is no permit of its own where the deny itself may be about others', async () => {
    const provision = {
      type: 'deny',
      actor: [actor('Group/1')],
      provision: [{ actor: [actor('Organization/clinic')] }],
    };
    expect(denyPredicate([provides(provision)], clinic)).toBeNull();
    expect(permits([provides(provision)], clinic)).toEqual([]);
  });
});

describe('the purposes', () => {
  const says = (type: string, purpose: string, stated: 'TREAT' | 'ETREAT' | 'HPAYMT' | 'HRESCH') => {
    const rules = [provides({ type, purpose: [{ code: purpose }] })];
    const viewer = { ...clinic, purpose: stated };
    return type === 'deny' ? denyPredicate(rules, viewer) === 'everything' : permits(rules, viewer).length > 0;
  };

  it('cover those below them', () => {
    expect(says('permit', 'TREAT', 'ETREAT')).toBe(true);
    expect(says('permit', 'ETREAT', 'TREAT')).toBe(false);
    expect(says('permit', 'PurposeOfUse', 'HPAYMT')).toBe(true);
    expect(says('permit', 'TREAT', 'HPAYMT')).toBe(false);
    expect(says('deny', 'TREAT', 'HPAYMT')).toBe(false);
    expect(says('deny', 'ETREAT', 'TREAT')).toBe(false);
  });

  it('finer than a viewer can state, or unknown, deny and do not permit', () => {
    expect(says('deny', 'CLINTRCH', 'HRESCH')).toBe(true);
    expect(says('permit', 'CLINTRCH', 'HRESCH')).toBe(false);
    expect(says('deny', 'NOVEL', 'TREAT')).toBe(true);
    expect(says('permit', 'NOVEL', 'TREAT')).toBe(false);
    expect(says('deny', 'HMARKT', 'TREAT')).toBe(false);
  });

  it('of research leave readers of the chart alone', () => {
    const scope = coded('research');
    expect(permits([provides({ type: 'permit' }, { scope })], clinic)).toEqual([]);
    expect(denyPredicate([provides({ type: 'deny' }, { scope })], clinic)).toBeNull();
    expect(denyPredicate([provides({ type: 'deny' }, { scope })], { ...clinic, purpose: 'HRESCH' })).toBe('everything');
  });
});

describe('a consent that has ended', () => {
  const until = (end: string) => [
    provides({ type: 'permit', period: { end }, provision: [{ securityLabel: [label('ETH')] }] }),
  ];

  it('neither permits nor denies, from the day after its last', () => {
    expect(permits(until('2026-06-29'), clinic)).toEqual([]);
    expect(denyPredicate(until('2026-06-29'), clinic)).toBeNull();
    expect(permits(until('2026-06-30'), clinic)).toHaveLength(1);
    expect(denyPredicate(until('2026-06-30'), clinic)).not.toBeNull();
  });

  it('or has not begun is silent', () => {
    expect(denyPredicate([provides({ type: 'deny', period: { start: '2026-07-01' } })], clinic)).toBeNull();
    expect(denyPredicate([provides({ type: 'deny', period: { start: NOW.toISOString() } })], clinic)).toBe(
      'everything',
    );
  });

  it('or was withdrawn is silent', () => {
    const withdrawn = [provides({ type: 'deny', provision: [{}] }, { status: 'inactive' })];
    expect(denyPredicate(withdrawn, clinic)).toBeNull();
    expect(permits(withdrawn, clinic)).toEqual([]);
  });
});

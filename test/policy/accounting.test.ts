import { describe, expect, it } from 'vitest';
import {
  accountablePredicate,
  accountedPatients,
  accountedYears,
  isAccountable,
  PURPOSE_RULES,
} from '../../schema/policy/accounting.js';
import type { TrailDisclosure } from '../../schema/policy/trail.js';
import { PURPOSES, PURPOSES_OF_ROLE, type Purpose, ROLES, type Viewer } from '../../schema/policy/viewer.js';

const viewer = (purpose: Purpose, more: Partial<Viewer> = {}): Viewer => ({
  subject: 's',
  role: 'clinician',
  organization: 'o',
  patient: null,
  purpose,
  tokenId: null,
  width: null,
  ...more,
});
const of = (patient: string | null, more: Partial<TrailDisclosure> = {}): TrailDisclosure => ({
  kind: 'Observation',
  patient,
  count: 1,
  ...more,
});

describe('what a person is owed an account of', () => {
  it('is no treatment, payment or operations (164.528(a)(1)(i)), auditing among them', () => {
    for (const purpose of ['TREAT', 'HPAYMT', 'HOPERAT', 'HCOMPL'] as const)
      expect(accountedYears(viewer(purpose), of('ann')), purpose).toBe(0);
  });

  it('is no emergency, which is treatment, also where the glass was broken', () => {
    expect(accountedYears(viewer('ETREAT'), of('ann', { breakGlass: true }))).toBe(0);
    expect(accountedYears(viewer('TREAT'), of('ann', { breakGlass: true }))).toBe(0);
  });

  it('is public health and research for six years, which no exception covers', () => {
    for (const purpose of ['PUBHLTH', 'HRESCH'] as const)
      expect(accountedYears(viewer(purpose), of('ann')), purpose).toBe(6);
  });

  it('is not what they read themselves (164.528(a)(1)(ii)), of Part 2 records neither', () => {
    const ann = viewer('PATRQT', { role: 'patient', patient: 'ann' });
    expect(accountedYears(ann, of('ann'))).toBe(0);
    expect(accountedYears(ann, of('ann', { part2: true }))).toBe(0);
    expect(accountedYears(ann, of('ben'))).toBe(6);
  });

  it('is for three years of Part 2 records whatever the purpose (42 CFR 2.25), emergencies too', () => {
    for (const purpose of ['TREAT', 'ETREAT', 'HPAYMT', 'HOPERAT', 'HCOMPL'] as const)
      expect(accountedYears(viewer(purpose), of('ann', { part2: true })), purpose).toBe(3);
    expect(accountedYears(viewer('PUBHLTH'), of('ann', { part2: true }))).toBe(6);
  });

  it('is nothing that names nobody', () => {
    for (const purpose of PURPOSES) expect(accountedYears(viewer(purpose), of(null, { part2: true }))).toBe(0);
  });

  it('gives its reason and its words for every purpose', () => {
    for (const purpose of PURPOSES) expect(PURPOSE_RULES[purpose].reason, purpose).toMatch(/164\.5\d\d/);
    expect(new Set(PURPOSES.map((purpose) => PURPOSE_RULES[purpose].words)).size).toBe(PURPOSES.length);
  });

  it('names each patient once, and only those who are owed one', () => {
    const rows = [of('ann', { part2: true }), of('ann', { kind: 'Condition' }), of('ben'), of(null)];
    expect(accountedPatients(viewer('TREAT'), rows)).toEqual(['ann']);
    expect(accountedPatients(viewer('HRESCH'), rows)).toEqual(['ann', 'ben']);
  });

  it('ends on the day when its years are over', () => {
    const now = new Date('2026-03-01T00:00:00Z');
    const entry = (at: string, purpose: Purpose, row: TrailDisclosure) => ({
      at: new Date(at),
      viewer: viewer(purpose),
      disclosures: [row],
    });
    expect(isAccountable(entry('2020-03-01T00:00:00Z', 'PUBHLTH', of('ann')), 'ann', now)).toBe(true);
    expect(isAccountable(entry('2020-02-29T23:59:59Z', 'PUBHLTH', of('ann')), 'ann', now)).toBe(false);
    expect(isAccountable(entry('2023-03-01T00:00:00Z', 'TREAT', of('ann', { part2: true })), 'ann', now)).toBe(true);
    expect(isAccountable(entry('2023-02-28T23:59:59Z', 'TREAT', of('ann', { part2: true })), 'ann', now)).toBe(false);
    expect(isAccountable(entry('2026-01-01T00:00:00Z', 'PUBHLTH', of('ann')), 'ben', now)).toBe(false);
  });
});

describe('the question to the stored entries', () => {
  it('finds what the rule says, for every role, purpose, label and age', () => {
    const now = new Date('2026-03-01T00:00:00Z');
    const ages = ['2020-02-29', '2020-03-02', '2023-02-28', '2023-03-02', '2026-02-28', '2026-03-02'];
    let compared = 0;
    for (const role of ROLES)
      for (const purpose of PURPOSES_OF_ROLE[role])
        for (const patient of ['ann', 'ben'])
          for (const row of [of('ann'), of('ann', { part2: true }), of('ben'), of(null)])
            for (const age of ages) {
              const asker = viewer(purpose, { role, patient: role === 'patient' ? patient : null });
              const entry = { at: new Date(age), viewer: asker, disclosures: [row] };
              const stored = { ...entry, accounted: accountedPatients(asker, [row]) };
              expect(matches(stored, accountablePredicate(['ann'], now)), JSON.stringify(entry)).toBe(
                isAccountable(entry, 'ann', now),
              );
              compared += 1;
            }
    expect(compared).toBeGreaterThan(500);
  });

  it('narrows to a period, and never widens beyond six years or into the future', () => {
    const now = new Date('2026-03-01T00:00:00Z');
    const span = (from: string | null, to: string | null) =>
      accountablePredicate(['ann'], now, { from: from ? new Date(from) : null, to: to ? new Date(to) : null })['at'];
    expect(span(null, null)).toEqual({ $gte: new Date('2020-03-01'), $lte: now });
    expect(span('2024-01-01', '2024-12-31')).toEqual({ $gte: new Date('2024-01-01'), $lte: new Date('2024-12-31') });
    expect(span('1999-01-01', '2099-01-01')).toEqual({ $gte: new Date('2020-03-01'), $lte: now });
  });
});

interface Stored {
  readonly at: Date;
  readonly viewer: Viewer;
  readonly accounted: readonly string[];
}

/** MongoDB's reading of just this predicate. */
function matches({ at, viewer: { purpose }, accounted }: Stored, predicate: Record<string, unknown>): boolean {
  const {
    accounted: { $in: people },
    at: span,
    $or,
    ...rest
  } = predicate as {
    accounted: { $in: string[] };
    at: { $gte: Date; $lte: Date };
    $or: [{ 'viewer.purpose': { $nin: string[] } }, { at: { $gte: Date } }];
  };
  expect(Object.keys(rest)).toEqual(['accounted.0']);
  const [byPurpose, byAge] = $or;
  return (
    people.some((patient) => accounted.includes(patient)) &&
    at >= span.$gte &&
    at <= span.$lte &&
    (!byPurpose['viewer.purpose'].$nin.includes(purpose) || at >= byAge.at.$gte)
  );
}

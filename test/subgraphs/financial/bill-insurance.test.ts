import { describe, expect, it } from 'vitest';
import { claimNaming, explanationNaming, implied, projected, ties } from './bills.js';

const payersOf = (...given: Parameters<typeof projected>) => projected(...given).document['payers'];

describe('a bill that only names its insurer', () => {
  it('belongs to the payer of that name, and so does the answer to it', () => {
    expect(payersOf(claimNaming('Medicare'))).toEqual(['payer-medicare']);
    expect(payersOf(explanationNaming('MEDICARE'))).toEqual(['payer-medicare']);
  });

  it('implies that payer and one coverage, the same for the claim and the answer', () => {
    const both = ['Coverage/coverage-ann-medicare', 'Organization/payer-medicare'];
    expect(implied(claimNaming('Medicare'))).toEqual(expect.arrayContaining(both));
    expect(implied(explanationNaming('Medicare'))).toEqual(expect.arrayContaining(both));
    const [coverage] = projected(claimNaming('Medicare')).implied.filter(({ kind }) => kind === 'Coverage');
    expect(coverage).toMatchObject({
      patient: 'ann',
      keys: { payers: ['payer-medicare'] },
      content: { beneficiary: { reference: 'Patient/ann' }, payor: [{ reference: 'Organization/payer-medicare' }] },
    });
  });

  it('implies the same record whoever writes the name in whatever case', () => {
    const coverages = ['Medicare', 'MEDICARE'].map((payer) =>
      projected(claimNaming(payer)).implied.find(({ kind }) => kind === 'Coverage'),
    );
    expect(coverages[0]).toEqual(coverages[1]);
  });

  it('is stored with references that lead to both', () => {
    const { content } = projected(explanationNaming('Medicare')).document;
    expect(content['insurer']).toEqual({ display: 'Medicare', reference: 'Organization/payer-medicare' });
    expect(content['insurance']).toEqual([
      { focal: true, coverage: { reference: 'Coverage/coverage-ann-medicare', display: 'Medicare' } },
    ]);
  });

  it('makes the patient a member of that payer', () => {
    expect(ties(claimNaming('Medicare'))).toEqual(['bills Organization/clinic', 'insures Organization/payer-medicare']);
    expect(ties(explanationNaming('Medicare'))).toEqual(['insures Organization/payer-medicare']);
  });
});

describe('a bill without insurance', () => {
  it.each(['NO_INSURANCE', 'no_insurance'])('belongs to no payer and implies none: %s', (name) => {
    for (const bill of [claimNaming(name), explanationNaming(name)]) {
      expect(payersOf(bill)).toEqual([]);
      expect(
        implied(bill).filter((record) => !record.startsWith('Patient/') && record !== 'Organization/clinic'),
      ).toEqual([]);
      expect(ties(bill).filter((tie) => tie.startsWith('insures'))).toEqual([]);
    }
  });
});

describe('a bill that refers to coverages', () => {
  const others = { 'Coverage/a': { payers: ['payer-a'] }, 'Coverage/b': { payers: ['payer-b'] } };
  const insurance = [
    { sequence: 1, focal: true, coverage: { reference: 'Coverage/a' } },
    { sequence: 2, focal: false, coverage: { reference: 'Coverage/b' } },
  ];

  it('takes the payers over from the one it was sent to, and not from those listed for coordination', () => {
    expect(payersOf(claimNaming('', { insurance }), others)).toEqual(['payer-a']);
  });

  it('belongs to the insurer it names, whatever coverages it lists', () => {
    const insurer = { reference: 'Organization/payer-c' };
    expect(payersOf(claimNaming('', { insurance, insurer }), others)).toEqual(['payer-c']);
  });

  it('implies no coverage and no member: the Coverage record speaks for itself', () => {
    const bill = claimNaming('', { insurance, insurer: { display: 'Payer A' } });
    expect(implied(bill).filter((record) => record.startsWith('Coverage/'))).toEqual([]);
    expect(ties(bill)).toEqual(['bills Organization/clinic']);
  });

  it('belongs to the one that is marked before those about which nothing is said', () => {
    const [first, { focal: _, ...second } = {}] = insurance;
    expect(payersOf(claimNaming('', { insurance: [first ?? {}, second] }), others)).toEqual(['payer-a']);
  });

  it('belongs to none of them where all are listed for coordination', () => {
    const listed = insurance.map((entry) => ({ ...entry, focal: false }));
    expect(payersOf(claimNaming('', { insurance: listed }), others)).toEqual([]);
  });

  it('belongs to all of them where the sender marks none', () => {
    const unmarked = insurance.map(({ coverage }) => ({ coverage }));
    expect(payersOf(claimNaming('', { insurance: unmarked }), others)).toEqual(['payer-a', 'payer-b']);
  });
});

describe('a bill of Blue Button', () => {
  const bill = explanationNaming('', {
    contained: [{ resourceType: 'Organization', id: 'insurer-org', name: 'Centers for Medicare & Medicaid Services' }],
    insurer: { reference: '#insurer-org' },
    insurance: [{ focal: true, coverage: { display: 'Part A' } }],
  });

  it('belongs to the contained insurer: what it calls the coverage is no payer', () => {
    expect(payersOf(bill)).toEqual(['payer-centers-for-medicare-medicaid-services']);
    expect(implied(bill)).not.toContain('Organization/payer-part-a');
  });
});

describe('a bill that was never sent, or never should have been', () => {
  it.each(['draft', 'cancelled'])('makes nobody a member, yet its biller keeps the patient: %s', (status) => {
    expect(ties(claimNaming('Medicare', { status }))).toEqual(['bills Organization/clinic']);
  });

  it('ties nobody to the patient when it was entered in error', () => {
    expect(ties(claimNaming('Medicare', { status: 'entered-in-error' }))).toEqual([]);
  });
});

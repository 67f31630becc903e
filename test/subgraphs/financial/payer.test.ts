import { describe, expect, it } from 'vitest';
import { payerIdOf, payerOf, payersOfCoverage } from '../../../subgraphs/financial/payer/payer.js';

describe('a payer known by name only', () => {
  it('has an id made of the name, whatever its case and punctuation', () => {
    expect(payerIdOf('Blue Cross Blue Shield')).toBe('payer-blue-cross-blue-shield');
    expect(payerIdOf('  BLUE CROSS  BLUE-SHIELD. ')).toBe('payer-blue-cross-blue-shield');
    expect(payerIdOf('Caisse Générale')).toBe('payer-caisse-generale');
    expect(payerIdOf('dual_eligible')).toBe(payerIdOf('Dual Eligible'));
  });

  it.each(['NO_INSURANCE', 'no_insurance', 'No Insurance', 'Uninsured', 'self-pay', '', ' - '])(
    'is nobody when the name is "%s"',
    (name) => {
      expect(payerIdOf(name)).toBeNull();
    },
  );

  it('is told from another whose name only differs where an id cannot', () => {
    const ids = ['健康保険', '国民保険', 'Здоровье', 'Здоровье 2'].map(payerIdOf);
    expect(new Set(ids).size).toBe(4);
    for (const id of ids) expect(id).toMatch(/^payer-[a-z0-9-]+$/);
  });

  it('is told from another whose long name begins alike, in an id short enough for FHIR', () => {
    const [one, two] = ['A', 'B'].map((end) => payerIdOf(`${'Mutual Benefit '.repeat(8)}${end}`));
    expect(one).not.toBe(two);
    expect(one?.length).toBeLessThanOrEqual(64);
  });
});

describe('the payer a reference names', () => {
  it('is the organisation it points at, before the name beside it', () => {
    const payer = payerOf({ reference: 'Organization/9', display: 'Aetna' }, undefined);
    expect(payer).toEqual({ id: '9', name: 'Aetna', named: false });
  });

  it('is the contained organisation by its name', () => {
    const contained = [{ resourceType: 'Organization', id: 'cms', name: 'Centers for Medicare' }];
    expect(payerOf({ reference: '#cms' }, contained)?.id).toBe('payer-centers-for-medicare');
    expect(payerOf({ reference: '#other' }, contained)).toBeNull();
  });

  it('is nobody when it is a person: their name does not become an organisation', () => {
    expect(payerOf({ reference: 'Patient/1', display: 'Ann Lee' }, undefined)).toBeNull();
    expect(payerOf({ reference: 'RelatedPerson/1', display: 'Bob Lee' }, undefined)).toBeNull();
    expect(payerOf({ type: 'Patient', display: 'Ann Lee' }, undefined)).toBeNull();
    const patient = [{ resourceType: 'Patient', id: 'p', name: [{ text: 'Ann Lee' }] }];
    expect(payerOf({ reference: '#p' }, patient)).toBeNull();
  });
});

describe('the payers of a coverage', () => {
  it('are each named once', () => {
    const payor = [{ display: 'Aetna' }, { display: 'AETNA' }, { reference: 'Organization/2' }];
    expect(payersOfCoverage({ payor }).map(({ id }) => id)).toEqual(['payer-aetna', '2']);
  });

  it('are none for an agreement to pay for oneself, nor when the payor bears the name of the insured', () => {
    const selfPay = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/coverage-selfpay', code: 'pay' }] };
    expect(payersOfCoverage({ type: selfPay, payor: [{ display: 'Ann Lee' }] })).toEqual([]);
    expect(payersOfCoverage({ beneficiary: { display: 'Ann Lee' }, payor: [{ display: 'Ann Lee' }] })).toEqual([]);
  });
});

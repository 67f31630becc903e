import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimAmounts, explanationAmounts } from '../../../subgraphs/financial/money/amounts.js';
import type { FhirObject } from '../../../subgraphs/shared/fhir-json.js';

const usd = (value: number): FhirObject => ({ value, currency: 'USD' });
const entry = (value: number, ...codes: string[]): FhirObject => ({
  category: { coding: codes.map((code) => ({ code })) },
  amount: usd(value),
});
const synthea = (name: string) => `https://bluebutton.cms.gov/resources/variables/${name}`;

describe('what a claim was charged at', () => {
  it('is its total, digit by digit as it came', () => {
    expect(claimAmounts({ total: usd(2002.1599999999999), item: [{ net: usd(5) }] })).toEqual([
      { currency: 'USD', billed: '2002.1599999999999' },
    ]);
  });

  it('is the exact sum of its lines where it has no total', () => {
    expect(claimAmounts({ item: [{ net: usd(0.1) }, { net: usd(0.2) }, { sequence: 3 }] })).toEqual([
      { currency: 'USD', billed: '0.3' },
    ]);
  });

  it('adds details of lines without net, and multiplies price, quantity and factor where there are neither', () => {
    const item = [
      { detail: [{ net: usd(10) }, { subDetail: [{ net: usd(1.5) }] }] },
      { unitPrice: usd(3.35), quantity: { value: 3 }, factor: 0.5 },
    ];
    expect(claimAmounts({ item })).toEqual([{ currency: 'USD', billed: '16.525' }]);
  });

  it('keeps currencies apart, also one that was left out', () => {
    const item = [{ net: usd(1) }, { net: { value: 2, currency: 'EUR' } }, { net: { value: 4 } }];
    expect(claimAmounts({ item })).toEqual([
      { currency: null, billed: '4' },
      { currency: 'EUR', billed: '2' },
      { currency: 'USD', billed: '1' },
    ]);
  });

  it('is not said by what is no amount', () => {
    for (const total of [{}, { value: 'much' }, { value: Number.NaN }, 'x', [], null])
      expect(claimAmounts({ total })).toEqual([]);
  });

  it('is exact for any amounts of cents', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1_000_000_00, max: 1_000_000_00 }), { minLength: 1 }), (cents) => {
        const [amounts] = claimAmounts({ item: cents.map((cent) => ({ net: usd(cent / 100) })) });
        const sum = cents.reduce((total, cent) => total + cent, 0);
        expect(new Decimal(amounts?.billed ?? 'NaN').times(100).toNumber()).toBe(sum);
      }),
    );
  });
});

describe('what an insurer made of a bill', () => {
  it('is read from Synthea: charged in total, allowed and left over by line, paid at the end', () => {
    const lines = [
      'line_sbmtd_chrg_amt',
      'line_alowd_chrg_amt',
      'line_prvdr_pmt_amt',
      'line_coinsrnc_amt',
      'line_bene_ptb_ddctbl_amt',
    ];
    const adjudication = [140.52, 140.52, 112.41600000000001, 28.104000000000003, 0].map((value, index) =>
      entry(value, synthea(lines[index] ?? '')),
    );
    const bill = {
      total: [entry(265.52, 'submitted')],
      payment: { amount: usd(224.83200000000002) },
      item: [{}, { adjudication }, { adjudication }],
    };
    expect(explanationAmounts(bill)).toEqual([
      {
        currency: 'USD',
        billed: '265.52',
        allowed: '281.04',
        paid: '224.83200000000002',
        patientResponsibility: '56.208000000000006',
      },
    ]);
  });

  it('is read from totals before lines, and of one category only once', () => {
    const bill = {
      total: [
        entry(410, 'submitted'),
        entry(350, 'paidtoprovider'),
        entry(50, 'paidtopatient'),
        entry(20, 'coinsurance'),
        entry(99, 'COINSURANCE'),
        entry(5, 'copay'),
      ],
      item: [{ adjudication: [entry(999, 'submitted'), entry(999, 'coinsurance')] }],
    };
    expect(explanationAmounts(bill)).toEqual([
      { currency: 'USD', billed: '410', paid: '400', patientResponsibility: '25' },
    ]);
  });

  it('may be more than was charged', () => {
    const bill = { total: [entry(125, 'submitted')], payment: { amount: usd(516.65) } };
    expect(explanationAmounts(bill)).toEqual([{ currency: 'USD', billed: '125', paid: '516.65' }]);
  });

  it('is nothing where it says nothing: an unknown is no zero', () => {
    expect(
      explanationAmounts({
        item: [{ adjudication: [{ category: { coding: [{ code: 'eligpercent' }] }, value: 0.8 }] }],
      }),
    ).toEqual([]);
  });

  it('is what the member owes, where a sender says that in one figure', () => {
    const adjudication = [entry(80, 'memberliability'), entry(20, 'deductible'), entry(7, 'paidbypatient')];
    expect(explanationAmounts({ item: [{ adjudication }] })).toEqual([
      { currency: 'USD', patientResponsibility: '80' },
    ]);
  });
});

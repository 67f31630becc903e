import { describe, expect, it } from 'vitest';
import { inForce } from '../../../subgraphs/financial/coverage/coverage.resolver.js';
import type { FhirObject } from '../../../subgraphs/shared/fhir-json.js';
import { implied, projected, ties } from './bills.js';

function coverage(elements: FhirObject = {}): FhirObject {
  return {
    resourceType: 'Coverage',
    id: 'c1',
    status: 'active',
    beneficiary: { reference: 'Patient/ann' },
    payor: [{ display: 'Sample PDP' }],
    period: { start: '2019-01-01', end: '2019-12-31' },
    ...elements,
  };
}

describe('a coverage', () => {
  it('makes its beneficiary a member of its payers, for its period', () => {
    const [relation] = projected(coverage()).relations;
    expect(relation).toMatchObject({ patient: 'ann', party: 'Organization/payer-sample-pdp', as: 'insures' });
    expect(relation?.from?.toISOString()).toBe('2019-01-01T00:00:00.000Z');
    expect(relation?.until?.toISOString()).toBe('2019-12-31T23:59:59.999Z');
  });

  it.each(['draft', 'entered-in-error'])('insures nobody while it is %s', (status) => {
    expect(ties(coverage({ status }))).toEqual([]);
  });

  it('held until its end when it was cancelled, and never held without one', () => {
    expect(ties(coverage({ status: 'cancelled' }))).toEqual(['insures Organization/payer-sample-pdp']);
    expect(ties(coverage({ status: 'cancelled', period: { start: '2019-01-01' } }))).toEqual([]);
  });

  it('is found by its payers, and stored with references to them', () => {
    const { document } = projected(coverage());
    expect(document['payers']).toEqual(['payer-sample-pdp']);
    expect(document.content['payor']).toEqual([{ reference: 'Organization/payer-sample-pdp', display: 'Sample PDP' }]);
    expect(implied(coverage())).toContain('Organization/payer-sample-pdp');
  });

  it('has no payer when the patient pays', () => {
    const { document, relations } = projected(coverage({ payor: [{ reference: 'Patient/ann', display: 'Ann' }] }));
    expect(document['payers']).toEqual([]);
    expect(relations).toEqual([]);
  });
});

describe('the period filter of coverages', () => {
  it('finds those in force at some time in it; open ends stay open', () => {
    expect(inForce({ from: '2019', to: '2020' })).toEqual({
      $and: [
        {},
        { $or: [{ from: null }, { from: { $lte: new Date('2020-12-31T23:59:59.999Z') } }] },
        { $or: [{ until: null }, { until: { $gte: new Date('2019-01-01T00:00:00Z') } }] },
      ],
    });
    expect(inForce({})).toEqual({ $and: [{}] });
  });

  it('refuses what is no date, without repeating it', () => {
    expect(() => inForce({ from: 'Ann Lee' })).toThrow(/^"from" takes a FHIR date/);
  });
});

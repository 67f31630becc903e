import { describe, expect, it } from 'vitest';
import { claimNaming, explanationNaming, projected } from './bills.js';

describe('the search keys of a bill', () => {
  it('hold the organisations that billed, the visits, and what makes a claim and its answer one', () => {
    const { document } = projected(claimNaming('Medicare'));
    expect(document).toMatchObject({
      providers: ['clinic'],
      encounters: ['visit-1'],
      claim: 'claim-1',
      use: 'claim',
      serviceCategory: 'INSTITUTIONAL',
      patient: 'ann',
    });
    expect(document.at?.toISOString()).toBe('2020-03-01T09:00:00.000Z');
    expect(projected(explanationNaming('Medicare')).document['claim']).toBe('claim-1');
  });

  it('take the organisation over from the claim, where the answer names a physician', () => {
    const bill = explanationNaming('Medicare');
    expect(projected(bill).document['providers']).toEqual([]);
    expect(projected(bill, { 'Claim/claim-1': { providers: ['clinic'] } }).document['providers']).toEqual(['clinic']);
  });

  it('date a bill without a period by its first line', () => {
    const item = [{ sequence: 1, servicedDate: '2014-08-16' }];
    const bill = claimNaming('Medicare', { billablePeriod: null, created: '2014-09-01', item });
    expect(projected(bill).document.at?.toISOString()).toBe('2014-08-16T00:00:00.000Z');
  });

  it('group its diagnoses without holding what they are, and keep those it refers to by id', () => {
    const diagnosis = [
      { diagnosisCodeableConcept: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'I10' }] } },
      { diagnosisReference: { reference: 'Condition/7' } },
    ];
    const { document } = projected(claimNaming('Medicare', { diagnosis }));
    expect(document['billedCategories']).toEqual(['CIRCULATORY']);
    expect(document['billedConditions']).toEqual(['7']);
  });
});

describe('a stored bill', () => {
  const content = (elements: Parameters<typeof claimNaming>[1]) =>
    projected(claimNaming('Medicare', elements)).document.content;

  it('holds its service category and those of its lines, so that the codes they come from can stay in the database', () => {
    const x12 = 'http://terminology.hl7.org/CodeSystem/ex-benefitcategory';
    const item = [{ sequence: 1, category: { coding: [{ system: x12, code: '5' }] } }, { sequence: 2 }];
    const stored = content({ item });
    expect(stored['serviceCategory']).toBe('INSTITUTIONAL');
    expect(stored['item']).toMatchObject([{ serviceCategory: 'LABORATORY' }, { sequence: 2 }]);
    expect((stored['item'] as object[])[1]).not.toHaveProperty('serviceCategory');
  });

  it('does not take a service category from its sender, who may write anything there', () => {
    const stored = content({
      serviceCategory: 'Opioid abuse',
      item: [{ sequence: 1, serviceCategory: 'Opioid abuse' }],
    });
    expect(JSON.stringify(stored)).not.toContain('Opioid');
  });

  it('names contained organisations and practitioners instead of pointing into what nobody can follow', () => {
    const stored = content({
      contained: [
        { resourceType: 'Organization', id: 'o', name: 'CBS Health' },
        { resourceType: 'Practitioner', id: 'p', name: [{ given: ['Tony'], family: 'Stark' }] },
      ],
      provider: { reference: '#o' },
      careTeam: [
        { sequence: 1, provider: { reference: '#p' } },
        { sequence: 2, provider: { reference: 'Practitioner/2' } },
      ],
    });
    expect(stored['provider']).toEqual({ display: 'CBS Health' });
    expect(stored['careTeam']).toMatchObject([
      { provider: { display: 'Tony Stark' } },
      { provider: { reference: 'Practitioner/2' } },
    ]);
  });

  it.each([
    ['a relative', { reference: 'RelatedPerson/1', display: 'Mary Jones' }],
    ['the patient', { reference: 'Patient/ann', display: 'Mary Jones' }],
    ['somebody contained', { reference: '#patient', display: 'Mary Jones' }],
    ['a name alone', { display: 'Mary Jones' }],
  ])('does not name a person who is paid: %s', (_, party) => {
    const contained = [{ resourceType: 'Patient', id: 'patient', name: [{ text: 'Mary Jones' }] }];
    const stored = content({ contained, payee: { type: { coding: [{ code: 'other' }] }, party } });
    expect(JSON.stringify(stored['payee'])).not.toContain('Mary');
    expect(stored['payee']).toHaveProperty('type');
  });

  it('names an organisation that is paid', () => {
    const party = { reference: 'Organization/clinic', display: 'Clinic' };
    expect(content({ payee: { party } })['payee']).toEqual({ party });
  });

  it('keeps amounts as they came', () => {
    expect(content({})['total']).toEqual({ value: 2002.1599999999999, currency: 'USD' });
  });

  it('takes what is no bill at all without failing', () => {
    const odd = {
      item: 'x',
      insurance: [null, 3],
      insurer: 'x',
      payee: [],
      contained: {},
      careTeam: [{ provider: null }],
      total: [],
    };
    expect(projected({ resourceType: 'Claim', id: 'odd', ...(odd as never as object) }).document['payers']).toEqual([]);
  });
});

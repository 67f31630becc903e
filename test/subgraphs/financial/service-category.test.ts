import { describe, expect, it } from 'vitest';
import { itemCategoryOf, serviceCategoryOf } from '../../../subgraphs/financial/service-category/service-category.js';
import type { FhirObject } from '../../../subgraphs/shared/fhir-json.js';

const HL7 = 'http://terminology.hl7.org/CodeSystem';
const concept = (system: string, ...codes: string[]): FhirObject => ({
  coding: codes.map((code) => ({ system, code })),
});
const line = (code: string): FhirObject => ({ category: concept(`${HL7}/ex-benefitcategory`, code) });

describe('the service category of a bill', () => {
  it.each([
    ['pharmacy', 'PHARMACY'],
    ['oral', 'DENTAL'],
    ['vision', 'VISION'],
    ['professional', 'PROFESSIONAL'],
    ['institutional', 'INSTITUTIONAL'],
    ['constructor', 'OTHER'],
  ])('comes from the type %s', (code, category) => {
    expect(serviceCategoryOf({ type: concept(`${HL7}/claim-type`, code) })).toBe(category);
  });

  it.each([
    ['http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBInstitutionalClaimSubType', 'inpatient', 'INPATIENT'],
    [`${HL7}/ex-claimsubtype`, 'emergency', 'EMERGENCY'],
    ['https://www.nubc.org/CodeSystem/TypeOfBill', '0831', 'OUTPATIENT'],
    ['https://www.cms.gov/codes/billtype', '111', 'INPATIENT'],
  ])('is finer by the subtype %s %s', (system, code, category) => {
    expect(
      serviceCategoryOf({ type: concept(`${HL7}/claim-type`, 'institutional'), subType: concept(system, code) }),
    ).toBe(category);
  });

  it('is the finest of several codings of Blue Button', () => {
    const type = {
      coding: [
        { system: `${HL7}/claim-type`, code: 'institutional' },
        { system: 'https://bluebutton.cms.gov/fhir/CodeSystem/EOB-TYPE', code: 'HHA' },
      ],
    };
    expect(serviceCategoryOf({ type })).toBe('HOME_HEALTH');
  });

  it('is what all lines agree on where the type leaves it open', () => {
    const type = concept(`${HL7}/claim-type`, 'professional');
    expect(serviceCategoryOf({ type, item: [line('5'), line('5')] })).toBe('LABORATORY');
    expect(serviceCategoryOf({ type, item: [line('5'), line('4')] })).toBe('PROFESSIONAL');
    expect(serviceCategoryOf({ type, item: [line('5'), line('86')] })).toBe('EMERGENCY');
  });

  it('is OTHER for a bill that says nothing', () => {
    expect(serviceCategoryOf({})).toBe('OTHER');
    expect(serviceCategoryOf({ type: { text: 'pharmacy' } })).toBe('OTHER');
  });
});

describe('the service category of a line', () => {
  it('comes from the codes of CMS and X12', () => {
    const cms = 'https://bluebutton.cms.gov/resources/variables/line_cms_type_srvc_cd';
    expect(itemCategoryOf({ category: concept(cms, '1') })).toBe('PROFESSIONAL');
    expect(itemCategoryOf({ category: concept(cms, 'D') })).toBe('TRANSPORT');
    expect(itemCategoryOf(line('F6'))).toBe('VISION');
  });

  it.each(['61', '69', '76', 'A4', 'AI', 'MH'])('does not tell a treatment that X12 has a code for: %s', (code) => {
    expect(itemCategoryOf(line(code))).toBeNull();
  });
});

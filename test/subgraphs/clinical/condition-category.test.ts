import { describe, expect, it } from 'vitest';
import { ConditionCategory, conditionCategory } from '../../../subgraphs/shared/condition-category.js';
import type { FhirValue } from '../../../subgraphs/shared/fhir-json.js';

const ICD10 = 'http://hl7.org/fhir/sid/icd-10-cm';
const ICD9 = 'http://hl7.org/fhir/sid/icd-9-cm';
const SNOMED = 'http://snomed.info/sct';

const coded = (system: string, code: string, display?: string): FhirValue => ({
  coding: [{ system, code, ...(display && { display }) }],
});

describe('the category of a condition', () => {
  it.each([
    ['A56.00', 'INFECTION'],
    ['C50.919', 'NEOPLASM'],
    ['D49.9', 'NEOPLASM'],
    ['D50.9', 'BLOOD'],
    ['E11.22', 'ENDOCRINE_METABOLIC'],
    ['F03.90', 'NERVOUS_SYSTEM'],
    ['F11.20', 'SUBSTANCE_USE'],
    ['F17.210', 'SUBSTANCE_USE'],
    ['F33.1', 'MENTAL_HEALTH'],
    ['G30.9', 'NERVOUS_SYSTEM'],
    ['H26.9', 'EYE'],
    ['H66.90', 'EAR'],
    ['I10', 'CIRCULATORY'],
    ['J45.909', 'RESPIRATORY'],
    ['K21.9', 'DIGESTIVE'],
    ['L20.9', 'SKIN'],
    ['M17.9', 'MUSCULOSKELETAL'],
    ['N18.30', 'GENITOURINARY'],
    ['O24.410', 'PREGNANCY'],
    ['O9A.111', 'PREGNANCY'],
    ['P59.9', 'PERINATAL'],
    ['Q90.9', 'CONGENITAL'],
    ['R07.9', 'SYMPTOM'],
    ['R73.03', 'ENDOCRINE_METABOLIC'],
    ['S93.409A', 'INJURY'],
    ['T40.2X1A', 'INJURY'],
    ['U07.1', 'INFECTION'],
    ['W10.9XXA', 'INJURY'],
    ['Z21', 'INFECTION'],
    ['Z38.00', 'PERINATAL'],
    ['Z3A.20', 'PREGNANCY'],
    ['Z34.90', 'PREGNANCY'],
    ['Z59.00', 'SOCIAL'],
    ['Z00.00', 'OTHER'],
    ['Z94.0', 'OTHER'],
    ['i10', 'CIRCULATORY'],
  ])('ICD-10-CM %s is %s', (code, category) => {
    expect(conditionCategory(coded(ICD10, code))).toBe(category);
  });

  it.each([
    ['250.00', 'ENDOCRINE_METABOLIC'],
    ['303.90', 'SUBSTANCE_USE'],
    ['296.20', 'MENTAL_HEALTH'],
    ['401.9', 'CIRCULATORY'],
    ['V22.1', 'PREGNANCY'],
    ['V60.0', 'SOCIAL'],
    ['E885.9', 'INJURY'],
    ['V70.0', 'OTHER'],
  ])('ICD-9-CM %s is %s', (code, category) => {
    expect(conditionCategory(coded(ICD9, code))).toBe(category);
  });

  it.each([
    ['59621000', 'CIRCULATORY'],
    ['44054006', 'ENDOCRINE_METABOLIC'],
    ['160903007', 'SOCIAL'],
    ['73438004', 'SOCIAL'],
    ['7200002', 'SUBSTANCE_USE'],
    ['195967001', 'RESPIRATORY'],
    ['72892002', 'PREGNANCY'],
  ])('SNOMED CT %s is %s without a display', (code, category) => {
    expect(conditionCategory(coded(SNOMED, code))).toBe(category);
  });

  it.each([
    ['Gestational diabetes mellitus (disorder)', 'PREGNANCY'],
    ['Diabetic retinopathy', 'ENDOCRINE_METABOLIC'],
    ['Post-traumatic stress disorder', 'MENTAL_HEALTH'],
    ['Stress fracture of tibia', 'MUSCULOSKELETAL'],
    ['Social anxiety disorder', 'MENTAL_HEALTH'],
    ['Part-time employment (finding)', 'SOCIAL'],
    ['Family history of colon cancer (situation)', 'OTHER'],
    ['Malignant tumor of colon', 'NEOPLASM'],
    ['Alcoholic liver disease', 'DIGESTIVE'],
    ['Cannabis dependence', 'SUBSTANCE_USE'],
    ['Anemia in chronic kidney disease', 'BLOOD'],
    ['Urinary tract infection', 'GENITOURINARY'],
    ['Viral pharyngitis', 'RESPIRATORY'],
    ['Acute respiratory distress', 'SYMPTOM'],
    ['Closed fracture of hip', 'INJURY'],
    ['Otitis media', 'EAR'],
    ['Heartburn', 'SYMPTOM'],
    ['Chronic viral hepatitis C', 'INFECTION'],
  ])('the words "%s" are %s', (text, category) => {
    expect(conditionCategory({ text })).toBe(category);
    expect(conditionCategory(coded(SNOMED, '999999999', text))).toBe(category);
  });

  it('lets ICD decide before SNOMED CT, and a code before words', () => {
    const coding = [
      { system: SNOMED, code: '44054006' },
      { system: ICD10, code: 'I10' },
    ];
    expect(conditionCategory({ coding, text: 'asthma' })).toBe(ConditionCategory.CIRCULATORY);
  });

  it('puts what it cannot place into OTHER, and says null of what is no concept', () => {
    expect(conditionCategory(coded('http://example.org/codes', 'I10'))).toBe(ConditionCategory.OTHER);
    expect(conditionCategory({ text: 'zzz' })).toBe(ConditionCategory.OTHER);
    for (const nothing of [undefined, null, 'I10', 7, [], {}, { coding: [] }, { coding: [{}] }, { text: ' ' }])
      expect(conditionCategory(nothing as FhirValue | undefined)).toBeNull();
  });

  it('takes a malformed code for no code', () => {
    expect(conditionCategory(coded(ICD10, '$where'))).toBe(ConditionCategory.OTHER);
    expect(conditionCategory({ coding: [{ system: ICD10, code: 12 }], text: 'asthma' } as FhirValue)).toBe(
      'RESPIRATORY',
    );
  });
});

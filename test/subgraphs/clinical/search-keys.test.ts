import { describe, expect, it } from 'vitest';
import '../../../subgraphs/clinical/subgraph.js';
import { kindDefinition } from '../../../subgraphs/shared/record-kind.js';

const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm';

describe('search keys of clinical records', () => {
  it('a medicine is found by its code, whether the record holds the code or contains the medicine', () => {
    const keys = kindDefinition('MedicationRequest')?.keys;
    const code = { coding: [{ system: RXNORM, code: '860975' }] };
    expect(keys?.({ medicationCodeableConcept: code, intent: 'order' })).toEqual({
      codes: ['860975', `${RXNORM}|860975`],
      intent: 'order',
    });
    const contained = [
      { resourceType: 'Condition', id: 'med', code: { coding: [{ code: 'I10' }] } },
      { resourceType: 'Medication', id: 'med', code },
      { resourceType: 'Medication', id: 'other', code: { coding: [{ code: '1' }] } },
    ];
    expect(keys?.({ contained, medicationReference: { reference: '#med' } })).toMatchObject({
      codes: ['860975', `${RXNORM}|860975`],
    });
  });

  it('a condition has its category, and leaves it with the financial records under its own id', () => {
    const content = {
      id: 'c1',
      subject: { reference: 'Patient/ann' },
      code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'E11.9' }] },
      verificationStatus: { coding: [{ code: 'confirmed' }] },
    };
    const condition = kindDefinition('Condition');
    expect(condition?.keys?.(content)).toEqual({
      conditionCategory: 'ENDOCRINE_METABOLIC',
      verificationStatus: 'confirmed',
    });
    expect(condition?.sideFacts?.(content)).toEqual([
      {
        database: 'financial',
        collection: 'condition_categories',
        id: 'c1',
        set: { category: 'ENDOCRINE_METABOLIC', patient: 'ann' },
      },
    ]);
  });

  it('a condition without a code is of category OTHER', () => {
    expect(kindDefinition('Condition')?.keys?.({})).toMatchObject({ conditionCategory: 'OTHER' });
  });

  it('an imaging study is found by the modality of a series', () => {
    const keys = kindDefinition('ImagingStudy')?.keys?.({
      series: [{ modality: { code: 'DX' } }, { modality: { code: 'CT' } }],
    });
    expect(keys?.['modalities']).toEqual(['DX', '|DX', 'CT', '|CT']);
  });
});

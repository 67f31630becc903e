/** One change of each kind that clinicians record, about Ann at her visit to the north (two-houses.ts). */

import type { Asker } from '../support/world.js';
import { change } from './support.js';

const text = (words: string) => ({ text: words });
const loinc = (code: string, words: string) => ({ coding: [{ system: 'http://loinc.org', code }], text: words });

export interface ClinicalCase {
  readonly mutation: string;
  readonly kind: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** What stands in the text that is stored, to the byte. */
  readonly stored: string;
}

const encounter = 'visit-ann';

export const CLINICAL_CASES: readonly ClinicalCase[] = [
  {
    mutation: 'recordCondition',
    kind: 'Condition',
    input: { encounter, code: text('Cough'), onsetDateTime: '2024-03' },
    stored: '"onsetDateTime":"2024-03"',
  },
  {
    mutation: 'recordObservation',
    kind: 'Observation',
    input: {
      encounter,
      category: 'vital-signs',
      code: loinc('29463-7', 'Body weight'),
      effectiveDateTime: '2024-03-01T09:30:00Z',
      valueQuantity: { value: '71.50', unit: 'kg' },
    },
    stored: '"valueQuantity":{"value":71.50,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"}',
  },
  {
    mutation: 'recordPanel',
    kind: 'Observation',
    input: {
      encounter,
      category: 'laboratory',
      code: loinc('24323-8', 'Panel'),
      effectiveDateTime: '2024-03-01',
      members: [
        { code: loinc('2823-3', 'Potassium'), valueQuantity: { value: '4.10', unit: 'mmol/L' } },
        { code: loinc('2951-2', 'Sodium'), valueQuantity: { value: '140', unit: 'mmol/L' } },
      ],
    },
    stored: '"hasMember":[{"reference":"Observation/',
  },
  {
    mutation: 'startMedication',
    kind: 'MedicationRequest',
    input: {
      encounter,
      medication: text('Amoxicillin'),
      condition: 'problem-ann',
      start: '2024-03-01',
      dosage: [{ text: 'one after meals', dose: { value: '0.50', unit: 'g' }, timesPerDay: 3 }],
    },
    stored: '"doseQuantity":{"value":0.50,"unit":"g"',
  },
  {
    mutation: 'recordMedicationUse',
    kind: 'MedicationStatement',
    input: {
      encounter,
      medication: text('Amoxicillin'),
      status: 'not-taken',
      statusReason: [text('upset stomach')],
      toldByPatient: true,
    },
    stored: '"status":"not-taken","statusReason":[{"text":"upset stomach"}]',
  },
  {
    mutation: 'recordAllergyIntolerance',
    kind: 'AllergyIntolerance',
    input: {
      encounter,
      code: text('Peanut'),
      category: ['food'],
      criticality: 'high',
      reaction: [{ manifestation: [text('Hives')], severity: 'moderate' }],
    },
    stored: '"reaction":[{"manifestation":[{"text":"Hives"}],"severity":"moderate"}]',
  },
  {
    mutation: 'recordImmunization',
    kind: 'Immunization',
    input: { encounter, vaccineCode: text('Influenza'), occurrenceDateTime: '2024-03-01', doseNumber: 2 },
    stored:
      '"performer":[{"actor":{"reference":"Practitioner/doctor-of-north"}},{"actor":{"reference":"Organization/north"}}]',
  },
  {
    mutation: 'recordProcedure',
    kind: 'Procedure',
    input: { encounter, code: text('Appendectomy'), start: '2024-03-01T09:10:00Z', end: '2024-03-01T09:50:00Z' },
    stored: '"onBehalfOf":{"reference":"Organization/north"}',
  },
  {
    mutation: 'signNote',
    kind: 'DocumentReference',
    input: { encounter, type: loinc('11506-3', 'Progress note'), text: 'Ann is well.' },
    stored: `"data":"${Buffer.from('Ann is well.').toString('base64')}"`,
  },
  {
    mutation: 'placeOrder',
    kind: 'ServiceRequest',
    input: { encounter, category: 'laboratory', code: loinc('4548-4', 'HbA1c'), priority: 'urgent' },
    stored: '"priority":"urgent"',
  },
  {
    mutation: 'createCarePlan',
    kind: 'CarePlan',
    input: {
      encounter,
      title: 'Back on her feet',
      start: '2024-03-01',
      addresses: ['problem-ann'],
      activity: [{ code: text('Walk') }],
    },
    stored: '"addresses":[{"reference":"Condition/problem-ann"}]',
  },
  {
    mutation: 'setGoal',
    kind: 'Goal',
    input: {
      encounter,
      description: text('Lose weight'),
      target: [{ measure: loinc('29463-7', 'Body weight'), detailQuantity: { value: '65.0', unit: 'kg' } }],
    },
    stored: '"detailQuantity":{"value":65.0,"unit":"kg"',
  },
];

/** Records a case about Ann, with other input where some is given; the id of the record. */
export async function recordCase(clinician: Asker, mutation: string, input: object): Promise<string> {
  const found = CLINICAL_CASES.find((each) => each.mutation === mutation);
  const warned = mutation === 'recordObservation';
  const variables = { patient: 'ann', input: { ...found?.input, ...input } };
  const answer = await change('clinician', clinician, mutation, variables, warned ? 'record { id }' : 'id');
  return answer.at(`${mutation}.${warned ? 'record.' : ''}id`) as string;
}

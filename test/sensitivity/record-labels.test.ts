/** What our table makes of records that carry no label. */
import { describe, expect, it } from 'vitest';
import type { FhirObject, FhirValue } from '../../subgraphs/shared/fhir-json.js';
import { labelsOf, labelsOfVisit, whyLabelled } from '../../subgraphs/shared/sensitivity/record-labels.js';

const ICD10 = 'http://hl7.org/fhir/sid/icd-10-cm';
const SNOMED = 'http://snomed.info/sct';
const LOINC = 'http://loinc.org';
const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm';
const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';

const concept = (system: string, code: string, text?: string): FhirObject => ({
  coding: [{ system, code }],
  ...(text !== undefined && { text }),
});
const condition = (code: FhirValue) => labelsOf('Condition', { code });
const icd10 = (code: string) => condition(concept(ICD10, code));
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('a diagnosis', () => {
  it.each([
    ['F10.20', ['SUD']],
    ['F11.20', ['SUD']],
    ['f1120', ['SUD']],
    ['F19.239', ['SUD']],
    ['F55.0', ['SUD']],
    ['T40.2X1A', ['SUD']],
    ['T40.2X2A', ['SUD', 'PSY']],
    ['O99.320', ['SUD']],
    ['K70.30', ['SUD']],
    ['F33.1', ['PSY']],
    ['F06.31', ['PSY']],
    ['F90.9', ['PSY']],
    ['X78.0XXA', ['PSY']],
    ['T39.1X2A', ['PSY']],
    ['B20', ['HIV']],
    ['Z21', ['HIV']],
    ['A54.9', ['SEX']],
    ['Z30.430', ['SEX']],
    ['O04.5', ['SEX']],
    ['F52.21', ['PSY', 'SEX']],
    ['T74.11XA', ['SDV']],
    ['Y07.01', ['SDV']],
  ])('of %s is labelled %j by its ICD-10-CM code', (code, labels) => {
    expect(icd10(code)).toEqual(labels);
  });

  it.each([
    'F17.210',
    'F03.90',
    'F84.0',
    'F70',
    'T40.2X5A',
    'Z34.90',
    'Z37.0',
    'O24.410',
    'E11.9',
    'Z79.891',
    'Z91.81',
  ])('of %s is none of these', (code) => {
    expect(icd10(code)).toEqual([]);
  });

  it('is found by the names that ICD-10-CM, SNOMED CT and ICD-9-CM go by, and by the form of a code without any', () => {
    expect(condition(concept('urn:oid:2.16.840.1.113883.6.90', 'F11.20'))).toEqual(['SUD']);
    expect(condition(concept('http://hl7.org/fhir/sid/icd-10', 'F11.2'))).toEqual(['SUD']);
    expect(condition(concept('http://hl7.org/fhir/sid/icd-9-cm', '304.00'))).toEqual(['SUD']);
    expect(condition(concept('http://hl7.org/fhir/sid/icd-9-cm', '305.1'))).toEqual([]);
    expect(condition(concept(SNOMED, '75544000'))).toEqual(['SUD']);
    expect(condition({ coding: [{ code: 'F11.20' }] })).toEqual(['SUD']);
    expect(condition({ coding: [{ code: '75544000' }] })).toEqual(['SUD']);
  });

  it('of which only words were sent, or a code that no table holds, goes by the words', () => {
    expect(condition({ text: 'Opioid use disorder, severe' })).toEqual(['SUD']);
    expect(condition({ text: 'Dependence on alcohol' })).toEqual(['SUD']);
    expect(condition({ text: 'Harmful use of ketamine' })).toEqual(['SUD']);
    expect(condition({ text: 'recurrent major depressive episodes' })).toEqual(['PSY']);
    expect(condition({ text: 'AIDS' })).toEqual(['HIV']);
    expect(condition({ text: 'victim of domestic violence' })).toEqual(['SDV']);
    const local = { coding: [{ system: 'http://example.org/codes', code: '12', display: 'HIV infection' }] };
    expect(condition(local)).toEqual(['HIV']);
    expect(condition({ coding: [{ system: SNOMED, code: '999999999', display: 'Bipolar disorder' }] })).toEqual([
      'PSY',
    ]);
  });

  it('is not taken for what it only sounds like', () => {
    const harmless = ['Nicotine dependence', 'Non-alcoholic fatty liver disease', 'Hives', 'Uses hearing aids'];
    harmless.push('Respiratory depression', 'ST depression', 'Alcohol disinfectant pad', 'Avoid alcoholic drink');
    harmless.push('Adverse effect of drug', 'Normal pregnancy', 'Stress (finding)', 'Drug allergy');
    for (const text of harmless) expect({ text, labels: condition({ text }) }).toEqual({ text, labels: [] });
  });
});

describe('a record', () => {
  it('is labelled by any of its coded places', () => {
    const places: FhirObject[] = [
      { reasonCode: [concept(ICD10, 'F11.20')] },
      { type: [concept(SNOMED, '60112009')] },
      { component: [{ code: concept(LOINC, '82667-7') }] },
      { valueCodeableConcept: concept(SNOMED, '361055000') },
      { diagnosis: [{ diagnosisCodeableConcept: concept(ICD10, 'F10.10') }] },
      { item: [{ productOrService: concept('https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', 'H0015') }] },
      { item: [{ revenue: concept('https://www.nubc.org/CodeSystem/RevenueCodes', '0945') }] },
      { item: [{ locationCodeableConcept: concept('https://example.org/CMS-place-of-service', '58') }] },
      { supportingInfo: [{ code: concept('https://www.cms.gov/MS-DRG-Classifications', 'MS-DRG 895') }] },
      { procedure: [{ procedureCodeableConcept: concept('http://hl7.org/fhir/sid/icd-10-pcs', 'HZ2ZZZZ') }] },
      { careTeam: [{ qualification: concept('http://nucc.org/provider-taxonomy', '101YA0400X') }] },
      { contained: [{ resourceType: 'Medication', code: concept(RXNORM, '352364') }] },
    ];
    for (const place of places) expect({ place, labels: labelsOf('Claim', place) }).toEqual({ place, labels: ['SUD'] });
  });

  it('is labelled by the name of a record it refers to, though not by that of a person or place', () => {
    const named = (reference: string) =>
      labelsOf('Encounter', { diagnosis: [{ condition: { reference, display: 'Opioid dependence' } }] });
    expect(named('Condition/1')).toEqual(['SUD']);
    expect(named('Organization/1')).toEqual([]);
    expect(labelsOf('Procedure', { reasonReference: [{ display: 'HIV infection' }] })).toEqual(['HIV']);
  });

  it('is labelled by what people write in it', () => {
    const note = 'Found drowsy at home. Awake after naloxone.';
    const attachment = { contentType: 'text/plain; charset=utf-8', data: base64(note) };
    expect(labelsOf('DocumentReference', { content: [{ attachment }] })).toEqual(['SUD']);
    expect(labelsOf('DiagnosticReport', { presentedForm: [attachment] })).toEqual(['SUD']);
    expect(labelsOf('DiagnosticReport', { conclusion: 'HIV antibodies found.' })).toEqual(['HIV']);
    expect(labelsOf('Procedure', { note: [{ text: 'Tells of suicidal thoughts.' }] })).toEqual(['PSY']);
    expect(
      labelsOf('DocumentReference', { content: [{ attachment: { contentType: 'image/png', data: 'SElW' } }] }),
    ).toEqual([]);
  });

  it('is not labelled by how it is filed, by its tags or by its markup', () => {
    const filed: FhirObject = {
      meta: { tag: [{ system: ACT_CODE, code: 'PSY', display: 'Mental health' }] },
      class: { system: ACT_CODE, code: 'AMB', display: 'ambulatory' },
      identifier: [{ system: ICD10, value: 'F11.20', type: { text: 'Addiction unit number' } }],
      text: { status: 'generated', div: '<div>Opioid dependence</div>' },
      code: concept(ICD10, 'E11.9', 'Type 2 diabetes'),
    };
    expect(labelsOf('Condition', filed)).toEqual([]);
  });

  it('bears all that its codes say', () => {
    const claim = {
      diagnosis: ['F11.20', 'F33.1', 'B20'].map((code) => ({ diagnosisCodeableConcept: concept(ICD10, code) })),
    };
    expect(labelsOf('Claim', claim)).toEqual(['SUD', 'PSY', 'HIV']);
  });
});

describe('a test', () => {
  it('is labelled whatever it found, lest holding back tell', () => {
    for (const result of ['260385009', '10828004'])
      expect(
        labelsOf('Observation', { code: concept(LOINC, '56888-1'), valueCodeableConcept: concept(SNOMED, result) }),
      ).toEqual(['HIV']);
  });

  it('that everybody is asked to take is labelled for its answers, not for having been taken', () => {
    const screening = { system: SNOMED, code: '763302001', display: 'Assessment using Alcohol Use Disorders Test' };
    expect(labelsOf('Procedure', { code: { coding: [screening] } })).toEqual([]);
    expect(labelsOf('Observation', { code: concept(LOINC, '75626-2') })).toEqual(['SUD']);
  });
});

describe('a medicine', () => {
  it.each([
    ['Naltrexone hydrochloride 50 MG Oral Tablet', 'SUD'],
    ['sertraline 100 MG Oral Tablet', 'PSY'],
    ['bictegravir / emtricitabine / tenofovir alafenamide', 'HIV'],
    ['Levonorgestrel 1.5 MG Oral Tablet', 'SEX'],
  ])('%s is known by its ingredient as %s', (display, label) => {
    const medicationCodeableConcept = { coding: [{ system: RXNORM, code: '1', display }] };
    expect(labelsOf('MedicationRequest', { medicationCodeableConcept })).toEqual([label]);
  });

  it('against pain, or that somebody does not tolerate, says nothing of its taker', () => {
    const oxycodone = { text: 'Abuse-Deterrent 12 HR Oxycodone Hydrochloride 15 MG Extended Release Oral Tablet' };
    expect(labelsOf('MedicationRequest', { medicationCodeableConcept: oxycodone })).toEqual([]);
    expect(labelsOf('AllergyIntolerance', { code: { text: 'Methadone' } })).toEqual([]);
  });
});

describe('a note', () => {
  it('is its author’s alone by the name of its type; a session and a summary are not', () => {
    const note = (text: string) => labelsOf('DocumentReference', { type: { ...concept(LOINC, '11506-3'), text } });
    expect(note('Psychotherapy note')).toEqual(['PSY', 'PSYTHPN']);
    expect(note('Psychotherapy session note')).toEqual(['PSY', 'PSYTHPN']);
    expect(note('Addiction counselling note')).toEqual(['SUD', 'SUDCN']);
    expect(note('Psychiatry consultation note')).toEqual(['PSY']);
    expect(note('Summary of psychotherapy')).toEqual(['PSY']);
    expect(note('Progress note')).toEqual([]);
    expect(labelsOf('Procedure', { code: concept(SNOMED, '75516001', 'Psychotherapy') })).toEqual(['PSY']);
  });
});

describe('a visit', () => {
  const visit: FhirObject = {
    meta: {
      security: [
        { system: ACT_CODE, code: 'HIV' },
        { system: ACT_CODE, code: 'PSYTHPN' },
      ],
    },
    reasonCode: [concept(ICD10, 'I10')],
    diagnosis: [{ condition: { reference: 'Condition/1', display: 'Major depressive disorder' } }],
  };

  it('passes on what was put on it and what it was for, not all that was found', () => {
    expect(labelsOf('Encounter', visit)).toEqual(['PSY', 'PSYTHPN', 'HIV']);
    expect(labelsOfVisit(visit)).toEqual(['HIV']);
    expect(labelsOfVisit({ reasonCode: [concept(ICD10, 'F11.20')] })).toEqual(['SUD']);
  });
});

describe('why a record is labelled', () => {
  it('is told by element, code and group of the table', () => {
    const record = { meta: { security: [{ system: ACT_CODE, code: 'ETH' }, {}] }, code: concept(ICD10, 'F11.20') };
    expect(whyLabelled('Condition', record)).toEqual([
      { label: 'SUD', element: 'meta.security', because: 'its sender put ETH' },
      { label: 'OTHER', element: 'meta.security', because: 'its sender put a label that cannot be read' },
      { label: 'SUD', element: 'code', because: 'ICD-10-CM F11.20: substance use disorders' },
    ]);
  });

  it('names words by their group and not what they are', () => {
    expect(whyLabelled('Condition', { code: { text: 'HIV infection, Bram' } })).toEqual([
      { label: 'HIV', element: 'code', because: 'words of HIV' },
    ]);
  });
});

/** Labels that senders put on records, onto the closed set that the policy knows. */
import { describe, expect, it } from 'vitest';
import type { FhirValue } from '../../subgraphs/shared/fhir-json.js';
import { labelsOf } from '../../subgraphs/shared/sensitivity/record-labels.js';
import { labelsOfSecurity } from '../../subgraphs/shared/sensitivity/security-labels.js';

const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
const PRIVACY_LAW = 'http://terminology.hl7.org/CodeSystem/v3-ActUSPrivacyLaw';
const CONFIDENTIALITY = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';
const REASON = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';

const act = (code: string, system = ACT_CODE): FhirValue => ({ system, code });

describe('a security label', () => {
  it.each([
    ['ETH', 'SUD'],
    ['ETHUD', 'SUD'],
    ['OPIOIDUD', 'SUD'],
    ['SUD', 'SUD'],
    ['PSY', 'PSY'],
    ['BH', 'PSY'],
    ['MH', 'PSY'],
    ['COGN', 'PSY'],
    ['DVD', 'PSY'],
    ['PSYTHPN', 'PSYTHPN'],
    ['HIV', 'HIV'],
    ['SEX', 'SEX'],
    ['STD', 'SEX'],
    ['SDV', 'SDV'],
    ['MST', 'SDV'],
    ['VIO', 'SDV'],
  ])('of the sensitivity %s is %s', (code, label) => {
    expect(labelsOfSecurity(act(code))).toEqual([label]);
  });

  it('of a law is what the law guards', () => {
    expect(labelsOfSecurity(act('42CFRPart2', PRIVACY_LAW))).toEqual(['SUD']);
    expect(labelsOfSecurity(act('42CFRPart2'))).toEqual(['SUD']);
    expect(labelsOfSecurity(act('HIPAAPsyNotes', PRIVACY_LAW))).toEqual(['PSYTHPN']);
    expect(labelsOfSecurity(act('Title38Section7332'))).toEqual(['SUD', 'HIV', 'OTHER']);
    expect(labelsOfSecurity(act('HIPAASelfPay'))).toEqual(['OTHER']);
  });

  it('of confidentiality counts from restricted on', () => {
    const given = ['U', 'L', 'M', 'N', 'R', 'V'].map((code) => labelsOfSecurity(act(code, CONFIDENTIALITY)));
    expect(given).toEqual([[], [], [], [], ['R'], ['V']]);
  });

  it('of a sensitivity nobody here knows is OTHER', () => {
    for (const code of ['GDIS', 'SCA', 'TBOO', 'CEL', 'PDS', 'DEMO', 'SPI', 'XYZZY'])
      expect(labelsOfSecurity(act(code))).toEqual(['OTHER']);
  });

  it('that only says what to do with the record makes nothing sensitive', () => {
    for (const code of ['NORDSCLCD', 'NOAUTH', 'ENCRYPT', 'CPLYPOL', 'OPTIN', 'PROCESSINLINELABEL', 'CommonRule'])
      expect(labelsOfSecurity(act(code))).toEqual([]);
    expect(labelsOfSecurity(act('HTEST', REASON))).toEqual([]);
    expect(labelsOfSecurity(act('TREAT', REASON))).toEqual([]);
    expect(labelsOfSecurity(act('MASKED', 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue'))).toEqual([]);
    expect(labelsOfSecurity({ code: 'HTEST' })).toEqual([]);
  });

  it('is understood under the names that its system had, or none', () => {
    const systems = [
      'http://hl7.org/fhir/v3/ActCode',
      'http://hl7.org/implement/standards/fhir/v3/ActCode/',
      'urn:oid:2.16.840.1.113883.5.4',
      '2.16.840.1.113883.5.4',
      ' http://terminology.hl7.org/CodeSystem/v3-ActCode ',
      REASON,
      '',
    ];
    for (const system of systems) expect(labelsOfSecurity(act('psy ', system))).toEqual(['PSY']);
    expect(labelsOfSecurity({ code: 'PSY' })).toEqual(['PSY']);
    expect(labelsOfSecurity(act('V', 'urn:oid:2.16.840.1.113883.5.25'))).toEqual(['V']);
  });

  it('of a system of the sender’s own is OTHER, whatever its code looks like', () => {
    expect(labelsOfSecurity(act('N', 'http://example.org/levels'))).toEqual(['OTHER']);
    expect(labelsOfSecurity(act('HIV', 'http://example.org/levels'))).toEqual(['HIV', 'OTHER']);
  });

  it('that cannot be read is OTHER, never nothing', () => {
    const malformed: FhirValue[] = [null, 'R', 7, [], {}, { system: ACT_CODE }, { system: ACT_CODE, code: 7 }];
    malformed.push({ display: 'restricted' }, { system: ACT_CODE, code: '  ' }, { system: 7, code: 'XYZZY' });
    for (const entry of malformed) expect(labelsOfSecurity(entry)).toContain('OTHER');
  });
});

describe('the labels a record bears', () => {
  const patient = (security: FhirValue) => labelsOf('Patient', { meta: { security } });

  it('are all of those put on it, in one order, each once', () => {
    expect(patient([act('PSY'), act('R', CONFIDENTIALITY), act('BH'), act('ETH')])).toEqual(['R', 'SUD', 'PSY']);
    expect(patient([])).toEqual([]);
  });

  it('hold OTHER where the list of them is no list', () => {
    expect(patient('R')).toEqual(['OTHER']);
    expect(patient(act('HIV'))).toEqual(['HIV']);
    expect(patient(7)).toEqual(['OTHER']);
  });

  it('are put on documents as securityLabel too', () => {
    const document = (securityLabel: FhirValue) => labelsOf('DocumentReference', { securityLabel });
    expect(document([{ coding: [act('V', CONFIDENTIALITY)] }])).toEqual(['V']);
    expect(document([{ text: 'secret' }])).toEqual(['OTHER']);
    expect(document(['V'])).toEqual(['OTHER']);
  });

  it('are put on what a record contains, and on its elements', () => {
    const inline = {
      url: 'http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label',
      valueCoding: act('SDV'),
    };
    const record = {
      contained: [{ resourceType: 'Condition', meta: { security: [act('HIV')] } }],
      note: [{ text: 'as above', extension: [inline] }],
    };
    expect(labelsOf('Procedure', record)).toEqual(['HIV', 'SDV']);
    expect(labelsOf('AllergyIntolerance', record, false)).toEqual(['HIV', 'SDV']);
  });

  it('make a psychotherapy note on substance use a counselling note as well', () => {
    const meta = { security: [act('PSYTHPN'), act('SUD')] };
    expect(labelsOf('DocumentReference', { meta })).toEqual(['SUD', 'SUDCN', 'PSYTHPN']);
    expect(labelsOf('Observation', { meta })).toEqual(['SUD', 'SUDCN', 'PSYTHPN']);
    expect(labelsOf('Encounter', { meta })).toEqual(['SUD', 'PSYTHPN']);
  });
});

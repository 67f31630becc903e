/** What the engine is given, where records are not as it wants them: for the calculation alone. */
import { describe, expect, it } from 'vitest';
import { withFittingProfiles } from '../../subgraphs/quality/claimed-profiles.js';
import { withUsableQuantities } from '../../subgraphs/quality/usable-quantities.js';
import type { FhirObject } from '../../subgraphs/shared/fhir-json.js';

const QICORE = 'http://hl7.org/fhir/us/qicore/StructureDefinition/';
const PROFILES = [
  'patient',
  'encounter',
  'condition-encounter-diagnosis',
  'condition-problems-health-concerns',
  'procedure',
  'procedurenotdone',
  'medicationrequest',
  'medication',
  'medicationnotrequested',
  'observation-lab',
  'observation-screening-assessment',
  'observationcancelled',
  'simple-observation',
].map((name) => `${QICORE}qicore-${name}`);
const PRESSURE = 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-blood-pressure';

/** The names of the profiles that a record is given. */
function fits(resource: FhirObject): string[] {
  const { meta } = withFittingProfiles(resource, [...PROFILES, PRESSURE]);
  const claimed = ((meta as FhirObject | undefined)?.['profile'] ?? []) as string[];
  return claimed.map((profile) => profile.split('/qicore-').at(-1)?.split('/').at(-1) ?? '');
}

const category = (code: string) => [{ coding: [{ code }] }];

describe('the profiles of a record', () => {
  it('are those it claims, where it claims one of the family', () => {
    const meta = { profile: [`${QICORE}qicore-observation-lab`] };
    expect(fits({ resourceType: 'Observation', meta })).toEqual(['observation-lab']);
  });

  it('are otherwise those of the measure that it fits, beside its own', () => {
    const meta = { profile: ['http://example.org/ours'] };
    expect(fits({ resourceType: 'Patient', meta })).toEqual(['ours', 'patient']);
    expect(fits({ resourceType: 'Encounter' })).toEqual(['encounter']);
    expect(fits({ resourceType: 'Medication' })).toEqual(['medication']);
    expect(fits({ resourceType: 'Immunization' })).toEqual([]);
  });

  it('tell an order from a refusal, and what was done from what was not', () => {
    expect(fits({ resourceType: 'Procedure', status: 'completed' })).toEqual(['procedure']);
    expect(fits({ resourceType: 'Procedure', status: 'not-done' })).toEqual(['procedurenotdone']);
    expect(fits({ resourceType: 'MedicationRequest' })).toEqual(['medicationrequest']);
    expect(fits({ resourceType: 'MedicationRequest', doNotPerform: true })).toEqual(['medicationnotrequested']);
    expect(fits({ resourceType: 'Observation', status: 'cancelled' })).toEqual(['observationcancelled']);
  });

  it('tell a problem from a diagnosis of a visit', () => {
    expect(fits({ resourceType: 'Condition' })).toEqual(['condition-problems-health-concerns']);
    expect(fits({ resourceType: 'Condition', category: category('encounter-diagnosis') })).toEqual([
      'condition-encounter-diagnosis',
    ]);
  });

  it('tell a laboratory result from a survey and a blood pressure', () => {
    const of = (more: FhirObject) => fits({ resourceType: 'Observation', status: 'final', ...more });
    expect(of({ category: category('laboratory') })).toEqual(['observation-lab', 'simple-observation']);
    expect(of({ category: category('survey') })).toEqual(['observation-screening-assessment', 'simple-observation']);
    expect(of({ category: category('vital-signs'), code: { coding: [{ code: '85354-9' }] } })).toEqual([
      'simple-observation',
      'us-core-blood-pressure',
    ]);
  });
});

describe('the quantities of a record', () => {
  const isUnit = (unit: string) => ['mg', 'mm[Hg]', '%', '1'].includes(unit);
  const usable = (quantity: FhirObject) => withUsableQuantities({ quantity }, isUnit)['quantity'];

  it('stay as they are where UCUM knows the unit', () => {
    expect(usable({ value: 5, unit: 'milligram', code: 'mg' })).toEqual({ value: 5, unit: 'milligram', code: 'mg' });
    expect(usable({ value: 5, unit: 'mg' })).toEqual({ value: 5, unit: 'mg' });
    expect(usable({ value: 5, currency: 'USD' })).toEqual({ value: 5, currency: 'USD' });
  });

  it('have a remark for a unit that UCUM does not know, and the unit for what many write for it', () => {
    expect(usable({ value: 30, unit: 'dose' })).toEqual({ value: 30, unit: 'dose', code: '{dose}' });
    expect(usable({ value: 1, unit: 'a } b' })).toEqual({ value: 1, unit: 'a } b', code: '{a___b}' });
    expect(usable({ value: 120, unit: 'mmHg' })).toEqual({ value: 120, unit: 'mmHg', code: 'mm[Hg]' });
  });

  it('have the decimals that the logic counts, and the record stays as it is', () => {
    const record = { list: [{ value: 7.1000000000000005, unit: '%' }] };
    expect(withUsableQuantities(record, isUnit)).toEqual({ list: [{ value: 7.1, unit: '%' }] });
    expect(record.list[0]?.value).toBe(7.1000000000000005);
  });
});

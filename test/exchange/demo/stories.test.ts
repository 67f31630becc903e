import { describe, expect, it } from 'vitest';
import { demoStories, type FhirResource } from '../../../subgraphs/exchange/demo/index.js';
import { at, demoWorld, labelsOf, ofType } from './demo-world.js';

const world = demoWorld({ people: demoStories.length });

function chartOf(patient: string) {
  const chart = world.charts.get(patient);
  if (chart === undefined) throw new Error(`no such story: ${patient}`);
  return chart;
}

function organizations(patient: string): Set<unknown> {
  return new Set(at(ofType(chartOf(patient), 'Encounter'), 'serviceProvider', 'display'));
}

function values(patient: string, loinc: string): number[] {
  return ofType(chartOf(patient), 'Observation')
    .filter((one) => at(one, 'code', 'coding', 'code').includes(loinc))
    .flatMap((one) => at(one, 'valueQuantity', 'value') as number[]);
}

function textOf(document: FhirResource | undefined): string {
  return Buffer.from(String(at(document, 'content', 'attachment', 'data')[0]), 'base64').toString('utf8');
}

function withCode(patient: string, type: string, code: string): FhirResource[] {
  return ofType(chartOf(patient), type).filter((one) => JSON.stringify(one).includes(`"${code}"`));
}

describe('the stories of the demo', () => {
  it('are the first people, in the order they are listed', () => {
    expect([...world.charts.keys()]).toEqual(demoStories.map(({ patientId }) => patientId));
  });

  it('ana: a full chart over three organisations and two insurers, sugar that comes under control', () => {
    const chart = chartOf('ana-lima');
    expect(chart.entry.length).toBeGreaterThan(120);
    expect(chart.entry.length).toBeLessThan(170);
    expect(organizations('ana-lima').size).toBe(3);
    const a1c = values('ana-lima', '4548-4');
    expect(a1c[0]).toBeGreaterThan(8.8);
    expect(a1c.at(-1)).toBeLessThan(7);
    const insurers = new Map(
      ofType(chart, 'Claim').map((claim) => [
        String(claim['created']) < '2024',
        String(at(claim, 'insurer', 'display')[0]),
      ]),
    );
    expect(insurers).toEqual(
      new Map([
        [true, 'Juniper Mutual'],
        [false, 'Northlight Health Plan'],
      ]),
    );
    expect(chart.entry.flatMap(({ resource }) => labelsOf(resource))).toEqual([]);
  });

  it('bram: labelled recovery, an unlabelled overdose, one consent in force and one withdrawn', () => {
    const recovery = withCode('bram-osei', 'Encounter', 'F11.20');
    expect(recovery.length).toBeGreaterThan(8);
    expect(recovery.every((one) => labelsOf(one).includes('42CFRPart2'))).toBe(true);
    const overdose = withCode('bram-osei', 'Encounter', 'T40.2X1A');
    expect(overdose.flatMap((one) => at(one, 'serviceProvider', 'display'))).toEqual(['Larkspur Bay Hospital']);
    expect(overdose.flatMap(labelsOf)).toEqual([]);
    const consents = ofType(chartOf('bram-osei'), 'Consent');
    const withdrawn = consents.filter((one) => one['status'] === 'inactive');
    expect(at(withdrawn, 'provision', 'actor', 'reference', 'reference')).toEqual([
      'Organization/tamarack-family-practice',
    ]);
    expect(String(at(withdrawn, 'provision', 'period', 'end')[0]) > '2026-06-30').toBe(true);
    const inForce = consents.filter(
      (one) => one['status'] === 'active' && String(at(one, 'provision', 'period', 'end')[0]) > '2026-06-30',
    );
    expect(at(inForce, 'provision', 'actor', 'reference', 'reference')).toContain('Organization/larkspur-bay-hospital');
    const atPractice = ofType(chartOf('bram-osei'), 'Encounter').filter((one) =>
      at(one, 'serviceProvider', 'reference').includes('Organization/tamarack-family-practice'),
    );
    expect(JSON.stringify(atPractice)).not.toContain('F11.20');
  });

  it('celia: one psychotherapy note of its author, violence with a label, depression with one and without', () => {
    const notes = ofType(chartOf('celia-moreau'), 'DocumentReference').filter((one) =>
      labelsOf(one).includes('PSYTHPN'),
    );
    expect(notes.map(({ id }) => id)).toEqual(['celia-moreau-psychotherapy-note']);
    expect(at(notes, 'author', 'reference')).toEqual(['Practitioner/naomi-ferrant']);
    expect(textOf(notes[0])).toContain('Kept apart');
    expect(withCode('celia-moreau', 'Condition', 'T74.11XA').flatMap(labelsOf)).toEqual(['R', 'SDV']);
    const depression = withCode('celia-moreau', 'Condition', 'F33.1').map((one) => labelsOf(one).join());
    expect(depression.sort()).toEqual(['', 'R,PSY']);
    const denied = at(
      ofType(chartOf('celia-moreau'), 'Consent'),
      'provision',
      'provision',
      'actor',
      'reference',
      'reference',
    );
    expect(denied).toEqual(['RelatedPerson/celia-moreau-related-0001', 'Organization/payer-juniper-mutual']);
  });

  it('dario: a visit his insurer has no claim of, HIV with a label and its drug without one', () => {
    const visit = 'Encounter/dario-winter-self-pay-visit';
    const claims = ofType(chartOf('dario-winter'), 'Claim').filter((one) => JSON.stringify(one).includes(visit));
    expect(claims.map(({ id }) => id)).toContain('dario-winter-self-pay-claim');
    expect(new Set(at(claims, 'insurance', 'coverage', 'reference'))).toEqual(
      new Set(['Coverage/dario-winter-self-pay']),
    );
    expect(JSON.stringify(ofType(chartOf('dario-winter'), 'ExplanationOfBenefit'))).not.toContain(visit);
    const restriction = world.byReference.get('Consent/dario-winter-restriction');
    expect(at(restriction, 'provision', 'type')).toEqual(['deny']);
    expect(at(restriction, 'provision', 'data', 'reference', 'reference')).toEqual([visit]);
    expect(values('dario-winter', '20447-9').at(-1)).toBeLessThan(20);
    expect(withCode('dario-winter', 'Condition', 'B20').flatMap(labelsOf)).toEqual(['R', 'HIV']);
    expect(withCode('dario-winter', 'MedicationStatement', '643066').flatMap(labelsOf)).toEqual([]);
  });

  it('esme: more than sixty claims, one dialysis bill for each month', () => {
    const claims = ofType(chartOf('esme-thorne'), 'Claim');
    expect(claims.length).toBeGreaterThanOrEqual(60);
    const months = withCode('esme-thorne', 'Claim', '302497006').map((one) =>
      String(at(one, 'item', 'servicedDate')[0]).slice(0, 7),
    );
    expect(months.length).toBeGreaterThan(45);
    expect(new Set(months).size).toBe(months.length);
  });

  it('farah and milo: a pregnancy between two organisations, and a child insured through the mother', () => {
    expect(organizations('farah-okonjo').size).toBe(2);
    const birth = world.byReference.get('Encounter/farah-okonjo-birth');
    expect(at(birth, 'serviceProvider', 'display')).toEqual(['Larkspur Bay Hospital']);
    expect(values('farah-okonjo', '55283-6').length).toBeGreaterThan(4);
    const milo = chartOf('milo-okonjo');
    expect(at(ofType(milo, 'Patient'), 'birthDate')).toEqual(['2026-06-09']);
    expect(at(ofType(milo, 'Coverage'), 'subscriber', 'reference')).toEqual(['Patient/farah-okonjo']);
    expect(organizations('milo-okonjo').size).toBe(1);
    expect(at(ofType(milo, 'RelatedPerson'), 'name', 'given')).toEqual(['Farah']);
    const [atBirth, later, last] = values('milo-okonjo', '29463-7') as [number, number, number];
    expect(later).toBeLessThan(atBirth);
    expect(last).toBeGreaterThan(later);
  });

  it('gideon: 95 years old in a small ZIP area, with a pacemaker and a daughter who may see all', () => {
    const [patient] = ofType(chartOf('gideon-ashdown'), 'Patient');
    expect(at(patient, 'birthDate')).toEqual(['1931-02-11']);
    expect(at(patient, 'address', 'postalCode')).toEqual(['03691-1187']);
    expect(withCode('gideon-ashdown', 'Device', '14106009')).toHaveLength(1);
    const permitted = at(ofType(chartOf('gideon-ashdown'), 'Consent'), 'provision', 'actor', 'reference', 'reference');
    expect(permitted).toEqual(['RelatedPerson/gideon-ashdown-related-0001']);
  });
});

import { type Chart, during } from './chart.js';
import { type Code, coded, concept, reference } from './fhir.js';
import { practitionerName } from './places.js';
import { FINDINGS, type Finding, type FindingName } from './tables/findings.js';
import { MEASURES, type Measure, type MeasureName, PANELS, type Panel, type PanelName } from './tables/measures.js';
import { PROVIDERS } from './tables/organizations.js';
import type { Visit } from './visits.js';

const CATEGORY_NAMES = {
  'vital-signs': 'Vital Signs',
  laboratory: 'Laboratory',
  survey: 'Survey',
  exam: 'Exam',
  'social-history': 'Social History',
} as const;

/** Minutes from the start of a visit until the laboratory's result is out. */
const LAB_RESULT_MINUTES = 300;

/** Blood pressure with its two components, as LOINC 85354-9. */
export function bloodPressure(chart: Chart, visit: Visit): string {
  const components = (['systolic', 'diastolic'] as const).map((name) => {
    const { valueQuantity, interpretation } = valueElements(MEASURES[name], chart.body.read(name, visit.day));
    return { code: concept(codeOf(MEASURES[name])), valueQuantity, interpretation };
  });
  return writeObservation(chart, visit, ['loinc', '85354-9', 'Blood pressure'], 'vital-signs', {
    component: components,
  });
}

/** The named measures of one visit, each an Observation; with weight known, `bodyMass` is computed from it. */
export function measure(chart: Chart, visit: Visit, ...names: MeasureName[]): string[] {
  return names.map((name) => {
    const value = name === 'bodyMass' ? bodyMass(chart, visit) : chart.body.read(name, visit.day);
    return measured(chart, visit, name, value);
  });
}

function measured(chart: Chart, visit: Visit, name: MeasureName, value: number): string {
  const plan: Measure = MEASURES[name];
  const { category, sensitivity } = plan;
  return writeObservation(chart, visit, codeOf(plan), category, { ...valueElements(plan, value) }, sensitivity);
}

/** Takes a laboratory panel and charges it; a panel of several measures also gives a DiagnosticReport. */
export function takePanel(chart: Chart, visit: Visit, name: PanelName): string[] {
  const panel: Panel = PANELS[name];
  const results = measure(chart, visit, ...panel.measures);
  const code: Code = ['loinc', panel.loinc, panel.display];
  visit.charges.push({ code, cents: panel.cents, category: '5' });
  if (panel.measures.length > 1) {
    chart.record('DiagnosticReport', laboratoryReport(visit, code, results), {
      visit,
      sensitivity: sensitivityOf(panel),
    });
  }
  return results;
}

function laboratoryReport(visit: Visit, code: Code, results: readonly string[]): Record<string, unknown> {
  return {
    status: 'final',
    category: [coded(['diagnosticService', 'LAB', 'Laboratory'])],
    code: concept(code),
    effectiveDateTime: during(visit, 10),
    issued: during(visit, LAB_RESULT_MINUTES),
    performer: [reference(`Organization/${visit.organization}`, PROVIDERS[visit.organization].name)],
    result: results.map((result) => reference(result)),
  };
}

function sensitivityOf(panel: Panel) {
  const first = panel.measures[0];
  const plan: Measure | undefined = first === undefined ? undefined : MEASURES[first];
  return plan?.sensitivity;
}

/** An observation whose result is a code: a test that is positive or negative, a smoking status. */
export function find(chart: Chart, visit: Visit, name: FindingName, result: string): string {
  const finding: Finding = FINDINGS[name];
  const value = finding.results[result];
  if (value === undefined) throw new RangeError(`no result ${result} for ${name}`);
  if (finding.cents > 0) visit.charges.push({ code: finding.code, cents: finding.cents, category: '5' });
  const body = { valueCodeableConcept: concept(value) };
  return writeObservation(chart, visit, finding.code, finding.category, body, finding.sensitivity);
}

function writeObservation(
  chart: Chart,
  visit: Visit,
  code: Code,
  category: keyof typeof CATEGORY_NAMES,
  value: Record<string, unknown>,
  sensitivity?: Measure['sensitivity'],
): string {
  const { practitioner } = visit.place;
  const body = {
    status: 'final',
    category: [coded(['observationCategory', category, CATEGORY_NAMES[category]])],
    code: concept(code),
    effectiveDateTime: during(visit, 5),
    issued: during(visit, category === 'laboratory' ? LAB_RESULT_MINUTES : 6),
    performer: [
      category === 'laboratory'
        ? reference(`Organization/${visit.organization}`, PROVIDERS[visit.organization].name)
        : reference(`Practitioner/${practitioner.id}`, practitionerName(practitioner)),
    ],
    ...value,
  };
  return chart.record('Observation', body, { visit, sensitivity });
}

function codeOf({ loinc, display }: Measure): Code {
  return ['loinc', loinc, display];
}

function valueElements({ unit, ucum, low, high, category }: Measure, value: number) {
  const valueQuantity = { value, unit, system: 'http://unitsofmeasure.org', code: ucum };
  if (low === null && high === null) return { valueQuantity };
  const flag = low !== null && value < low ? LOW : high !== null && value > high ? HIGH : NORMAL;
  const interpretation = [coded(flag)];
  if (category !== 'laboratory') return { valueQuantity, interpretation };
  const end = (limit: number) => ({ value: limit, unit, system: 'http://unitsofmeasure.org', code: ucum });
  const range = { ...(low === null ? {} : { low: end(low) }), ...(high === null ? {} : { high: end(high) }) };
  return { valueQuantity, interpretation, referenceRange: [range] };
}

const LOW: Code = ['interpretation', 'L', 'Low'];
const HIGH: Code = ['interpretation', 'H', 'High'];
const NORMAL: Code = ['interpretation', 'N', 'Normal'];

function bodyMass(chart: Chart, visit: Visit): number {
  const meters = chart.body.level('height', visit.day) / 100;
  return Math.round((chart.body.level('weight', visit.day) / (meters * meters)) * 10) / 10;
}

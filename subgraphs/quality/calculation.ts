/** Computes one measure for patients with npm `fqm-execution`, and says for each what the engine found. */
import type { FhirObject } from '../shared/fhir-json.js';
import { firstString, objectsOf, stringOf } from '../shared/fhir-json.js';
import type { CalculationOptions, Fqm, GroupResult, PartResults, PatientResult } from './engine-types.js';
import { evidenceOf, type Logic, logicOf } from './evidence.js';
import type { MeasurementPeriod } from './period.js';
import { withUsableQuantities } from './usable-quantities.js';

export interface PatientInput {
  readonly patient: string;
  readonly bundle: FhirObject;
}

export interface PatientOutcome {
  readonly patient: string;
  /** Groups, stratifiers and scores as FHIR MeasureReport has them, and all that was looked at. */
  readonly report?: FhirObject;
  /** References by the id of the population for which they decided. */
  readonly evidence?: Readonly<Record<string, readonly string[]>>;
  /** Why there is no report; without anything of the patient's. */
  readonly failure?: string;
}

export interface Calculation {
  calculate(patients: readonly PatientInput[]): Promise<PatientOutcome[]>;
}

export function createCalculation(
  fqm: Fqm,
  bundle: FhirObject,
  measure: FhirObject,
  period: MeasurementPeriod,
  isUnit: (unit: string) => boolean,
): Calculation {
  const logic = logicOf(bundle, measure);
  const options: CalculationOptions = {
    measurementPeriodStart: period.start,
    measurementPeriodEnd: period.end,
    trustMetaProfile: true,
    enableDebugOutput: true,
    calculateHTML: false,
    calculateClauseCoverage: false,
    calculateSDEs: false,
    useElmJsonsCaching: true,
    reportType: 'individual',
  };
  return {
    // The engine gives up on all patients of a call when one of them is beyond it: that one is found by halves.
    async calculate(patients) {
      try {
        return await together(patients);
      } catch (error) {
        if (patients.length <= 1) return patients.map(({ patient }) => ({ patient, failure: reasonOf(error) }));
        const half = Math.ceil(patients.length / 2);
        return [...(await this.calculate(patients.slice(0, half))), ...(await this.calculate(patients.slice(half)))];
      }
    },
  };

  async function together(patients: readonly PatientInput[]): Promise<PatientOutcome[]> {
    const bundles = patients.map((entry) => withUsableQuantities(entry.bundle, isUnit));
    const { results, debugOutput } = await fqm.Calculator.calculate(bundle, bundles, options);
    const reports = fqm.MeasureReportBuilder.buildMeasureReports(bundle, results, options);
    const bySubject = new Map(reports.map((report) => [firstString(report, 'subject.reference'), report]));
    const parts = debugOutput?.rawResults?.localIdPatientResultsMap ?? {};
    return patients.map(({ patient }) => {
      const result = results.find(({ patientId }) => patientId === patient);
      const report = bySubject.get(`Patient/${patient}`);
      if (result === undefined || report === undefined) return { patient, failure: 'the engine returned no result' };
      return { patient, ...outcomeOf(result, report, logic, parts[patient] ?? {}) };
    });
  }
}

function outcomeOf(
  result: PatientResult,
  report: FhirObject,
  logic: Logic,
  parts: PartResults,
): Omit<PatientOutcome, 'patient'> {
  const groups = (result.detailedResults ?? []).map(withIds);
  const evidence: Record<string, readonly string[]> = {};
  for (const group of groups)
    for (const [population, references] of evidenceOf(logic, group, parts)) evidence[population] = references;
  return { report: withPopulationIds(report, groups), evidence };
}

/** Populations without an id of their own are known by their place. */
function withIds(group: GroupResult, position: number): GroupResult {
  const populationResults = (group.populationResults ?? []).map((population, index) => ({
    ...population,
    populationId: population.populationId ?? `${position + 1}-${index + 1}-${population.populationType}`,
  }));
  return { ...group, populationResults };
}

/** The engine's reports leave out the ids of populations, by which measures with two of a kind tell them apart. */
function withPopulationIds(report: FhirObject, groups: readonly GroupResult[]): FhirObject {
  return {
    ...report,
    group: objectsOf(report['group']).map((group, index) => {
      const known = groups.find(({ groupId }) => groupId === stringOf(group['id'])) ?? groups[index];
      const left = [...(known?.populationResults ?? [])];
      return {
        ...group,
        population: objectsOf(group['population']).map((population) => {
          const code = firstString(population, 'code.coding.code');
          const at = left.findIndex(({ populationType }) => populationType === code);
          const [match] = at < 0 ? [] : left.splice(at, 1);
          return match?.populationId === undefined ? population : { ...population, id: match.populationId };
        }),
      };
    }),
  };
}

/** Where in the logic it failed. The engine's own message may quote what it read. */
function reasonOf(error: unknown): string {
  const { libraryName, expressionName, localId, name } = error as Record<string, unknown>;
  const place = [libraryName, expressionName, localId].filter((part) => typeof part === 'string').join(', ');
  return place === ''
    ? `the engine failed (${typeof name === 'string' ? name : 'Error'})`
    : `the logic failed at ${place}`;
}

/** What is used of npm `fqm-execution`, an optional package: its own types are not at hand where it is not installed. */
import type { FhirObject } from '../shared/fhir-json.js';

export interface PopulationResult {
  readonly populationId?: string;
  readonly populationType: string;
  readonly criteriaExpression?: string;
  readonly result: boolean;
}

export interface ClauseResult {
  readonly libraryName: string;
  readonly statementName: string;
  readonly localId: string;
  readonly raw: unknown;
}

export interface GroupResult {
  readonly groupId: string;
  readonly populationResults?: readonly PopulationResult[];
  readonly clauseResults?: readonly ClauseResult[];
}

export interface PatientResult {
  readonly patientId: string;
  readonly detailedResults?: readonly GroupResult[];
  readonly evaluatedResource?: readonly FhirObject[];
}

export interface CalculationOptions {
  readonly measurementPeriodStart: string;
  readonly measurementPeriodEnd: string;
  readonly trustMetaProfile: boolean;
  readonly includeClauseResults: boolean;
  readonly calculateHTML: boolean;
  readonly calculateClauseCoverage: boolean;
  readonly calculateSDEs: boolean;
  readonly useElmJsonsCaching: boolean;
  readonly reportType: 'individual';
}

export interface Fqm {
  readonly Calculator: {
    calculate(
      measure: FhirObject,
      patients: readonly FhirObject[],
      options: CalculationOptions,
    ): Promise<{ readonly results: readonly PatientResult[] }>;
  };
  readonly MeasureReportBuilder: {
    buildMeasureReports(
      measure: FhirObject,
      results: readonly PatientResult[],
      options: CalculationOptions,
    ): FhirObject[];
  };
}

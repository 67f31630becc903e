/** What is used of npm `fqm-execution`, an optional package: its own types are not at hand where it is not installed. */
import type { FhirObject } from '../shared/fhir-json.js';

export interface PopulationResult {
  readonly populationId?: string;
  readonly populationType: string;
  readonly criteriaExpression?: string;
  readonly result: boolean;
}

/** What each part of the logic gave for one patient, by library and by the id of the part. */
export type PartResults = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface GroupResult {
  readonly groupId: string;
  readonly populationResults?: readonly PopulationResult[];
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
  /** Brings along what each part of the logic gave. */
  readonly enableDebugOutput: boolean;
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
    ): Promise<{
      readonly results: readonly PatientResult[];
      readonly debugOutput?: {
        readonly rawResults?: { readonly localIdPatientResultsMap?: Readonly<Record<string, PartResults>> };
      };
    }>;
  };
  readonly MeasureReportBuilder: {
    buildMeasureReports(
      measure: FhirObject,
      results: readonly PatientResult[],
      options: CalculationOptions,
    ): FhirObject[];
  };
}

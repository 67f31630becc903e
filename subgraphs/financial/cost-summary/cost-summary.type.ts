import { Int } from 'type-graphql';
import type { FhirObject } from '../../shared/fhir-json.js';
import { PartType, RecordField } from '../../shared/record-field.js';
import { Money } from '../../shared/value-types.js';
import { FIGURES } from '../money/amounts.js';
import { ServiceCategory } from '../service-category/service-category.js';
import type { CostRow } from './cost-pipeline.js';

@PartType(
  'Sums over bills of one year, service category and currency. Amounts are exact, rounded half-even to hundredths.',
)
export class CostSummary {
  @RecordField('cost-summary', () => Int, {
    description: 'The year (UTC) the services began; null for undated bills, or where rows are not by year.',
  })
  year?: number;
  @RecordField('cost-summary', () => ServiceCategory, { description: 'Null where rows are not by category.' })
  serviceCategory?: ServiceCategory;
  @RecordField('cost-summary', () => String, { description: 'Amounts in different currencies are never added.' })
  currency?: string;
  @RecordField('cost-summary', () => Int, {
    nullable: false,
    description: 'Bills. A claim and the explanations of benefit that answer it are one.',
  })
  claims!: number;
  @RecordField('cost-summary', () => Int, { nullable: false, description: 'Bills that an insurer has answered.' })
  settledClaims!: number;
  @RecordField('cost-summary', () => Money, { description: 'What was charged.' }) billed?: Money;
  @RecordField('cost-summary', () => Money, { description: 'What insurers allowed; null where no bill says.' })
  allowed?: Money;
  @RecordField('cost-summary', () => Money, { description: 'What insurers paid; null where no bill says.' })
  paid?: Money;
  @RecordField('cost-summary', () => Money, {
    description: 'What was left to the patient (deductible, copayment, coinsurance); null where no bill says.',
  })
  patientResponsibility?: Money;
}

/** A row of the database as the answer shows it. */
export function costSummaryOf(row: CostRow): FhirObject {
  const { year, serviceCategory, currency, claims, settledClaims } = row;
  const figures = FIGURES.map((figure) => [figure, moneyOf(row[figure], currency)]);
  return { year, serviceCategory, currency, claims, settledClaims, ...Object.fromEntries(figures) };
}

/** Two digits behind the point read back exactly from a double up to 90 trillion. */
function moneyOf(sum: string | null, currency: string | null): FhirObject | null {
  const value = sum === null ? Number.NaN : Number(sum);
  return Number.isFinite(value) ? { value, ...(currency !== null && { currency }) } : null;
}

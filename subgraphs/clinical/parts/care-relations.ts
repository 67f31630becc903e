/** Who stands in a treating relation to a patient because a record shows that they cared for them. */
import { dateRange, periodRange } from '../../exchange/normalise/dates.js';
import { type FhirObject, idsAt, referencesAt } from '../../shared/fhir-json.js';
import type { RelationClaim } from '../../shared/record-kind.js';

export interface When {
  readonly from: Date | null;
  readonly until: Date | null;
}

/**
 * One 'treats' relation for each organisation at the paths. Only performers of care that took place belong here:
 * a laboratory that reported, an orderer or an author is merely mentioned, which opens no chart.
 */
export function treatedBy(
  content: FhirObject,
  patientElement: string,
  paths: readonly string[],
  when: When,
): RelationClaim[] {
  const [patient] = idsAt(content, patientElement, 'Patient');
  if (patient === undefined) return [];
  const parties = paths
    .flatMap((path) => referencesAt(content, path))
    .filter((party) => party.startsWith('Organization/'));
  return [...new Set(parties)].map((party) => ({ patient, party, as: 'treats', ...when }));
}

/** When a procedure took place. */
export function performedPeriod(content: FhirObject): When {
  const day = dateRange(content['performedDateTime']);
  const period = periodRange(content['performedPeriod']);
  return { from: day.start ?? period.start, until: day.end ?? period.end };
}

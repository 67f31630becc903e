/** What fields mean whose names say it to whoever reads the schema, for those who read the page of a role first. */
import type { Coordinate } from '../policy/catalogue.js';

/** Lists are alike, whatever they list. */
const OF_LISTS: Readonly<Record<string, string>> = {
  nodes: 'The records of this page.',
  edges: 'The records of this page, each with its place in the list.',
  pageInfo: 'Whether there is more, and where to go on.',
  cursor: 'The place in the list: what `after` takes.',
  node: 'The record.',
};

const SUPPRESSED = 'The number is small, or would give a small one away: it is not told.';

const MEANINGS: Readonly<Record<Coordinate, string>> = {
  'PageInfo.hasNextPage': 'Whether there is more.',
  'PageInfo.endCursor': 'Where to go on: what `after` takes.',
  'LocationPosition.longitude': 'Degrees east (WGS 84).',
  'LocationPosition.latitude': 'Degrees north (WGS 84).',
  'LocationPosition.altitude': 'Metres (WGS 84).',
  'Provenance.source': 'The sender and the file that it came in.',
  'Provenance.reason': 'Why it was recorded.',
  'Provenance.agent': 'Who recorded it here.',
  'Provenance.earlier': 'What the sender noted of its recording elsewhere.',
  'ProvenanceSource.origin': 'The name under which the sender is known.',
  'ProvenanceSource.file': 'The file that it came in.',
  'EarlierRecording.recorded': 'When it was recorded elsewhere.',
  'EarlierRecording.reason': 'Why it was recorded elsewhere.',
  'EarlierRecording.agent': 'Who recorded it elsewhere.',
  'VisitCount.year': 'The year in which the visits began.',
  'VisitCount.class': 'The kind of visit.',
  'TrendPoint.min': 'The lowest value of the span.',
  'TrendPoint.mean': 'The mean of the values of the span.',
  'TrendPoint.max': 'The highest value of the span.',
  'TrendPoint.count': 'How many values the span has.',
  'ScreeningCount.screening': 'The kind of screening.',
  'ScreeningCount.suppressed': SUPPRESSED,
  'ConditionCount.category': 'The broad category of conditions.',
  'ConditionCount.suppressed': SUPPRESSED,
  'CohortCost.suppressed': SUPPRESSED,
  'CohortYear.suppressed': SUPPRESSED,
  'CohortSize.suppressed': SUPPRESSED,
  'CohortCell.suppressed': SUPPRESSED,
  'CohortYear.year': 'The year in which the event was.',
  'CohortTop.people': 'About how many people of the cohort.',
  'CohortBin.people': 'About how many people have their latest value in this bin.',
  'CohortComparison.first': 'The first of the two cohorts.',
  'CohortComparison.second': 'The second of the two cohorts.',
  'SavedCohort.id': 'Names it, for you only.',
  'SavedCohort.name': 'What you called it.',
  'SavedCohort.cohort': 'The cohort as it is today.',
  'AuditEventSource.type': 'The kind of system that recorded it.',
  'AuditEventAgent.requestor': 'Whether this is who asked.',
  'AuditEventEntity.type': 'The kind of thing that was shown.',
  'AuditEventEntity.role': 'The part it had in the event.',
  'AuditEventEntity.securityLabel': 'What of its labels the law wants said.',
  'Reference.type': 'The kind of what it refers to.',
  'CareGap.status': 'Whether the bills show the service.',
  'CareGap.serviceCategory': 'The kind of service.',
  'CareDue.recommendation': 'What is recommended, and by whom.',
  'CareDue.status': 'Whether it is due, done or not for this person.',
  'CareDue.because': 'What of the record says so.',
  'CareDueReason.text': 'The reason in words.',
  'BilledConditionCategory.category': 'The broad category of what was billed.',
  'AccountedDisclosure.id': 'Names the disclosure.',
  'MeasureGroupOutcome.result': 'Whether the measure counts the person, and is met.',
  'AccessReason.wall': 'The wall that decides.',
  'AccessReason.reason': 'Why it opens or closes.',
  'AccessExplanation.allowed': 'Whether the role may read it.',
  'AccessExplanation.reasons': 'Each wall with its reason.',
};

/** What a field means beside what the schema says of it; empty where its source says all. */
export function meaningOf(type: string, field: string): string {
  const known = MEANINGS[`${type}.${field}`];
  if (known !== undefined) return known;
  return /(?:Connection|Edge)$/.test(type) ? (OF_LISTS[field] ?? '') : '';
}

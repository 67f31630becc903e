/** What happened, the latest first, by year. */
import { type ClinicalRecord, day } from './record.js';

interface Happening {
  readonly date: string;
  readonly kind: string;
  readonly text: string;
}

/** How many years stand open; earlier ones unfold. */
const OPEN_YEARS = 2;

/** Part of the chart. */
export function Timeline({ record }: { readonly record: ClinicalRecord }) {
  const byYear = Map.groupBy(happenings(record), ({ date }) => date.slice(0, 4));
  return (
    <>
      {[...byYear].map(([year, entries], index) => (
        <details key={year} open={index < OPEN_YEARS}>
          <summary>
            {year} <span class="quiet">({entries.length})</span>
          </summary>
          <ol class="timeline">
            {entries.map(({ date, kind, text }, place) => (
              <li key={place}>
                <time dateTime={date}>{date.slice(5) || 'no day'}</time> <b>{kind}</b> {text}
              </li>
            ))}
          </ol>
        </details>
      ))}
    </>
  );
}

function happenings(record: ClinicalRecord): Happening[] {
  const all: Happening[] = [
    ...record.encounters.nodes.map((one) => ({
      date: day(one.period?.start),
      kind: 'Visit',
      text: [one.type?.[0]?.text ?? one.class?.display ?? one.class?.code, one.serviceProvider?.name]
        .filter((part) => part != null)
        .join(', '),
    })),
    ...record.conditions.nodes.map(({ code, onsetDateTime, recordedDate }) => ({
      date: day(onsetDateTime ?? recordedDate),
      kind: 'Condition',
      text: code?.text ?? '',
    })),
    ...record.procedures.nodes.map(({ code, performedDateTime }) => ({
      date: day(performedDateTime),
      kind: 'Procedure',
      text: code?.text ?? '',
    })),
    ...record.immunizations.nodes.map(({ vaccineCode, occurrenceDateTime }) => ({
      date: day(occurrenceDateTime),
      kind: 'Vaccination',
      text: vaccineCode?.text ?? '',
    })),
    ...record.medicationRequests.nodes.map(({ medicationCodeableConcept, authoredOn }) => ({
      date: day(authoredOn),
      kind: 'Medicine ordered',
      text: medicationCodeableConcept?.text ?? '',
    })),
  ];
  return all.filter(({ date }) => date !== '').toSorted((a, b) => b.date.localeCompare(a.date));
}

/** A patient's record as those read it who may read all of it. */
import { Table } from '../shared/parts.js';
import { ClaimsTable } from './claims-table.js';
import { type ClinicalRecord, day } from './record.js';
import { Timeline } from './timeline.js';
import { TrendPlot } from './trend-plot.js';
import { trendsOf } from './trends.js';

/** The whole chart. */
export function ClinicalChart({ record }: { readonly record: ClinicalRecord }) {
  const trends = trendsOf(record.observations.nodes);
  return (
    <>
      <Summary record={record} />
      <h2>Trends</h2>
      {trends.length === 0 && <p class="quiet">No value was measured three times or more.</p>}
      <div class="plots">
        {trends.map((trend) => (
          <TrendPlot key={`${trend.title} ${trend.unit}`} trend={trend} />
        ))}
      </div>
      <div class="halves">
        <section>
          <h2>Timeline</h2>
          <Timeline record={record} />
        </section>
        <section>
          <h2>Medications</h2>
          <Table
            caption="Medications"
            none="No medicine is recorded."
            rows={record.medicationRequests.nodes}
            columns={[
              { title: 'Medicine', of: (one) => one.medicationCodeableConcept?.text },
              { title: 'Dosage', of: (one) => one.dosageInstruction?.[0]?.text },
              { title: 'Status', of: (one) => one.status },
              { title: 'Ordered', as: 'day', of: (one) => day(one.authoredOn) },
            ]}
          />
          <h2>Claims</h2>
          <ClaimsTable claims={record.claims} />
          <h2>Notes</h2>
          <Notes record={record} />
        </section>
      </div>
    </>
  );
}

function Summary({ record }: { readonly record: ClinicalRecord }) {
  const active = record.conditions.nodes.filter(({ clinicalStatus }) =>
    clinicalStatus?.coding?.some(({ code }) => code === 'active'),
  );
  const due = record.careDue.filter(({ status }) => status === 'DUE' || status === 'OVERDUE');
  return (
    <section class="sheet" aria-labelledby="summary">
      <h2 id="summary" class="name">
        {record.displayName}{' '}
        <span class="quiet">
          {record.gender}, born {record.birthDate}, {record.age} years
        </span>
      </h2>
      <div class="facts">
        <Facts
          title="Active problems"
          entries={active.map(({ code, onsetDateTime }) => [code?.text ?? '', day(onsetDateTime)])}
        />
        <Facts
          title="Allergies"
          entries={record.allergyIntolerances.nodes.map(({ code, criticality }) => [
            code?.text ?? '',
            criticality ?? '',
          ])}
        />
        <Facts
          title="Preventive care due"
          entries={due.map(({ code, status }) => [words(code), status.toLowerCase()])}
        />
        <Facts
          title="In the record"
          entries={[
            ['visits', String(record.encounters.totalCount)],
            ['results', String(record.observations.totalCount)],
            ['claims', String(record.claims.totalCount)],
          ]}
        />
      </div>
    </section>
  );
}

function Facts({
  title,
  entries,
}: {
  readonly title: string;
  readonly entries: readonly (readonly [string, string])[];
}) {
  return (
    <div>
      <h3>{title}</h3>
      {entries.length === 0 && <p class="quiet">none</p>}
      <ul class="plain">
        {entries.map(([name, more], index) => (
          <li key={index}>
            {name} <span class="quiet">{more}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Notes({ record }: { readonly record: ClinicalRecord }) {
  const notes = record.documentReferences.nodes;
  if (notes.length === 0) return <p class="quiet">No note is recorded.</p>;
  return (
    <>
      {notes.map(({ type, date, content }, index) => (
        <details key={index}>
          <summary>
            {day(date)} {type?.text ?? 'Document'}
          </summary>
          <p class="note">{textOf(content?.[0]?.attachment) ?? 'It is no plain text.'}</p>
        </details>
      ))}
    </>
  );
}

/** The words of a plain text; other kinds of documents are not opened here. */
function textOf(attachment: { contentType: string | null; data: string | null } | null | undefined): string | null {
  if (!attachment?.data || !attachment.contentType?.startsWith('text/plain')) return null;
  return new TextDecoder().decode(Uint8Array.from(atob(attachment.data), (character) => character.charCodeAt(0)));
}

function words(code: string): string {
  return code.toLowerCase().replaceAll(/[_-]/g, ' ');
}

/** A patient as the front office knows them: who, where, when they come, how they are insured. */
import { Table } from '../shared/parts.js';
import { Coverages, type MemberRecord } from './payer-chart.js';
import { day } from './record.js';

export interface FrontOfficeRecord {
  readonly displayName: string | null;
  readonly birthDate: string | null;
  readonly gender: string | null;
  readonly telecom: readonly { readonly system: string | null; readonly value: string | null }[] | null;
  readonly address:
    | readonly {
        readonly line: readonly string[] | null;
        readonly city: string | null;
        readonly postalCode: string | null;
      }[]
    | null;
  readonly appointments: {
    readonly nodes: readonly {
      readonly start: string | null;
      readonly status: string | null;
      readonly participant:
        | readonly {
            readonly actor: { readonly practitioner: { readonly displayName: string | null } | null } | null;
          }[]
        | null;
    }[];
  };
  readonly coverages: MemberRecord['coverages'];
}

/** What the registrar sees. */
export function RegistrarChart({ record }: { readonly record: FrontOfficeRecord }) {
  return (
    <>
      <section class="sheet" aria-labelledby="identity">
        <h2 id="identity" class="name">
          {record.displayName}{' '}
          <span class="quiet">
            {record.gender}, born {record.birthDate}
          </span>
        </h2>
        <ul class="plain">
          {record.address?.map(({ line, city, postalCode }, index) => (
            <li key={index}>{[...(line ?? []), city, postalCode].filter((part) => part != null).join(', ')}</li>
          ))}
          {record.telecom?.map(({ system, value }, index) => (
            <li key={index}>
              {system} {value}
            </li>
          ))}
        </ul>
      </section>
      <h2>Appointments</h2>
      <Table
        caption="Appointments"
        none="No appointment is in reach."
        rows={record.appointments.nodes}
        columns={[
          { title: 'When', as: 'day', of: (one) => `${day(one.start)} ${one.start?.slice(11, 16) ?? ''}` },
          { title: 'With', of: (one) => practitionersOf(one.participant) },
          { title: 'Status', of: (one) => one.status },
        ]}
      />
      <h2>Coverage</h2>
      <Coverages nodes={record.coverages.nodes} />
    </>
  );
}

function practitionersOf(participants: FrontOfficeRecord['appointments']['nodes'][number]['participant']): string {
  return (participants ?? []).flatMap(({ actor }) => actor?.practitioner?.displayName ?? []).join(', ');
}

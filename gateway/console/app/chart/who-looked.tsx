/** Who was shown what of a patient, as the patient may read it. */
import { Table } from '../shared/parts.js';

export interface AccessLog {
  readonly displayName: string | null;
  readonly accessLog: {
    readonly totalCount: number;
    readonly nodes: readonly {
      readonly recorded: string | null;
      readonly breakGlass: boolean | null;
      readonly purposeOfEvent:
        | readonly { readonly coding: readonly { readonly code: string | null }[] | null }[]
        | null;
      readonly agent:
        | readonly { readonly role: string | null; readonly organization: { readonly name: string | null } | null }[]
        | null;
      readonly entity: readonly { readonly kind: string | null; readonly count: number | null }[] | null;
    }[];
  };
}

/** The log, the latest first. */
export function WhoLooked({ record: { accessLog } }: { readonly record: AccessLog }) {
  return (
    <>
      <p class="quiet">
        {accessLog.totalCount} times somebody was shown something, the latest {accessLog.nodes.length} shown. What this
        console asks is among them.
      </p>
      <Table
        caption="Who looked"
        none="Nobody has looked."
        rows={accessLog.nodes}
        columns={[
          { title: 'When', as: 'day', of: (one) => one.recorded?.replace('T', ' ').slice(0, 19) },
          { title: 'Role', of: (one) => one.agent?.[0]?.role },
          { title: 'For', of: (one) => one.agent?.[0]?.organization?.name },
          { title: 'Purpose', of: (one) => one.purposeOfEvent?.[0]?.coding?.[0]?.code },
          { title: 'Of what', of: (one) => one.entity?.map(({ kind, count }) => `${kind} ${count}`).join(', ') },
          { title: 'Emergency', of: (one) => (one.breakGlass ? 'yes' : '') },
        ]}
      />
    </>
  );
}

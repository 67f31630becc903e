/** Bills, as far as every role that may see them sees them. */
import { Table } from '../shared/parts.js';
import { type Claim, day, money } from './record.js';

/** The latest of the claims, and how many there are. */
export function ClaimsTable({
  claims,
}: {
  readonly claims: { readonly totalCount: number; readonly nodes: readonly Claim[] };
}) {
  return (
    <>
      <p class="quiet">
        {claims.totalCount} in all, the latest {claims.nodes.length} shown
      </p>
      <Table
        caption="Claims"
        none="No claim is in reach."
        rows={claims.nodes}
        columns={[
          { title: 'Service', as: 'day', of: (one) => day(one.billablePeriod?.start) },
          { title: 'Kind', of: (one) => one.serviceCategory.toLowerCase().replaceAll('_', ' ') },
          { title: 'Insurer', of: (one) => one.insurer?.name },
          { title: 'Total', as: 'number', of: (one) => money(one.total) },
        ]}
      />
    </>
  );
}

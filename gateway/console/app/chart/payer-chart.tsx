/** A member as an insurer knows them: cover, bills, sums and broad categories. */
import { Bars } from '../shared/bars.js';
import { Table } from '../shared/parts.js';
import { ClaimsTable } from './claims-table.js';
import { type Claim, day, type Money, money } from './record.js';

export interface Costs {
  readonly costSummary: readonly {
    readonly year: number | null;
    readonly claims: number;
    readonly billed: Money | null;
    readonly paid: Money | null;
    readonly patientResponsibility: Money | null;
  }[];
  readonly conditionCategories: readonly { readonly category: string; readonly claims: number }[];
}

export interface MemberRecord extends Costs {
  readonly displayName: string | null;
  readonly birthDate: string | null;
  readonly coverages: {
    readonly nodes: readonly {
      readonly subscriberId: string | null;
      readonly status: string | null;
      readonly period: { readonly start: string | null; readonly end: string | null } | null;
      readonly payor: readonly { readonly name: string | null }[] | null;
    }[];
  };
  readonly claims: { readonly totalCount: number; readonly nodes: readonly Claim[] };
}

/** What the insurer sees. */
export function PayerChart({ record }: { readonly record: MemberRecord }) {
  return (
    <>
      <section class="sheet" aria-labelledby="member">
        <h2 id="member" class="name">
          {record.displayName} <span class="quiet">born {record.birthDate}</span>
        </h2>
        <Coverages nodes={record.coverages.nodes} />
      </section>
      <CostsOf record={record} />
      <h2>Claims</h2>
      <ClaimsTable claims={record.claims} />
    </>
  );
}

/** Cover, by whom and from when. */
export function Coverages({ nodes }: { readonly nodes: MemberRecord['coverages']['nodes'] }) {
  return (
    <Table
      caption="Coverage"
      none="No coverage is in reach."
      rows={nodes}
      columns={[
        { title: 'Insurer', of: (one) => one.payor?.map(({ name }) => name).join(', ') },
        { title: 'Member number', of: (one) => one.subscriberId },
        { title: 'From', as: 'day', of: (one) => day(one.period?.start) },
        { title: 'To', as: 'day', of: (one) => day(one.period?.end) },
        { title: 'Status', of: (one) => one.status },
      ]}
    />
  );
}

/** What care came to, and for which broad categories. */
export function CostsOf({ record }: { readonly record: Costs }) {
  return (
    <div class="halves">
      <section>
        <h2>Paid by year</h2>
        <Bars
          caption="Paid by year"
          rows={record.costSummary.map(({ year, paid, claims }) => ({
            label: String(year ?? 'unknown'),
            value: paid?.value ?? 0,
            said: `${money(paid)}, ${claims} claims`,
          }))}
        />
      </section>
      <section>
        <h2>Claims by broad category</h2>
        <Bars
          caption="Claims by broad category"
          rows={record.conditionCategories.map(({ category, claims }) => ({
            label: category.toLowerCase().replaceAll('_', ' '),
            value: claims,
            said: String(claims),
          }))}
        />
      </section>
    </div>
  );
}

/** Which records a viewer sees of a world, by every way the store has: over all, by patient, by id, and by the totals. */
import type { AccessSettings } from '../../schema/policy/access-settings.js';
import type { Viewer } from '../../schema/policy/viewer.js';
import { PatientAccesses } from '../../subgraphs/shared/access/patient-access.js';
import type { ScopingRules } from '../../subgraphs/shared/access/row-scoping.js';
import type { Databases } from '../../subgraphs/shared/databases.js';
import { type SubgraphName, subgraphOf } from '../../subgraphs/shared/record-kind.js';
import { RecordStore } from '../../subgraphs/shared/record-store.js';

/** A record of the world, by what it is and whose. */
export interface Named {
  readonly kind: string;
  readonly id: string;
  readonly patient: string | null;
}

export interface Looking {
  readonly databases: Databases;
  readonly viewer: Viewer;
  readonly settings: AccessSettings;
  readonly weakened?: Partial<ScopingRules>;
}

const EVERY = {
  within: {},
  where: {},
  order: { key: null, direction: 1 as const },
  first: 1000,
  after: null,
  paths: [],
};

/** Keys (`Condition/1`) of the records that the viewer sees on any way. */
export async function seenOf(looking: Looking, records: readonly Named[]): Promise<Set<string>> {
  const seen = new Set<string>();
  for (const subgraph of ['clinical', 'administrative', 'financial'] as const) {
    const mine = records.filter(({ kind }) => subgraphOf(kind) === subgraph);
    for (const key of await seenIn(subgraph, mine, looking)) seen.add(key);
  }
  return seen;
}

async function seenIn(
  subgraph: SubgraphName,
  records: readonly Named[],
  { databases, viewer, settings, weakened }: Looking,
): Promise<string[]> {
  const accesses = new PatientAccesses(databases, viewer, settings);
  const store = new RecordStore({ viewer, subgraph, databases, accesses, ...(weakened && { weakened }) });
  const lists = new Map(records.flatMap(({ kind, patient }) => [listOf(kind, null), listOf(kind, patient)]));
  const [pages, nodes] = await Promise.all([
    Promise.all(
      [...lists.values()].map((list) =>
        store.list({ ...EVERY, ...list, withRows: true, withCursors: false, withTotal: true }),
      ),
    ),
    Promise.all(records.map(({ kind, id }) => store.one(kind, id, []))),
  ]);
  const listed = [...lists.values()].flatMap(({ kind }, at) => {
    const page = pages[at];
    if (page && page.totalCount !== page.rows.length) throw new Error(`${kind}: the total is not the number of rows`);
    return (page?.rows ?? []).map(({ node }) => `${kind}/${node.id}`);
  });
  return [...listed, ...records.flatMap(({ kind, id }, at) => (nodes[at] ? [`${kind}/${id}`] : []))];
}

function listOf(kind: string, patient: string | null): [string, { kind: string; patient: string | null }] {
  return [`${kind} ${patient ?? ''}`, { kind, patient }];
}

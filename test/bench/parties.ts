/** Whose view is measured: those with the most patients. */
import type { Relationship } from '../../schema/policy/row-scopes.js';
import type { Databases } from '../../subgraphs/shared/databases.js';

const PREFIX = 'Organization/';

export interface Parties {
  /** Ids of organisations. */
  readonly provider: string;
  readonly payer: string;
}

export async function partiesOf(databases: Databases): Promise<Parties> {
  return { provider: await largest(databases, 'treats'), payer: await largest(databases, 'insures') };
}

async function largest(databases: Databases, as: Relationship): Promise<string> {
  const [found] = await databases.relations
    .aggregate<{ _id: string }>([
      { $match: { as, party: { $regex: `^${PREFIX}` } } },
      { $group: { _id: '$party', patients: { $addToSet: '$patient' } } },
      { $set: { count: { $size: '$patients' } } },
      { $sort: { count: -1, _id: 1 } },
      { $limit: 1 },
    ])
    .toArray();
  if (!found) throw new Error(`nobody ${as} anybody in the demo data`);
  return found._id.slice(PREFIX.length);
}

/** Records of one patient over all subgraphs, of which the chart shows about 130. */
const CHART_RECORDS = 190;
const CHARTS = 4;

/** The patients whose charts are asked for: whom a provider treats, and whose records are nearest to the size that is meant. */
export async function chartsOf(databases: Databases, provider: string, count = CHARTS): Promise<string[]> {
  const patients = await databases.relations.distinct('patient', { party: `${PREFIX}${provider}`, as: 'treats' });
  const sizes = new Map<string, number>(patients.map((patient) => [patient, 0]));
  for (const subgraph of ['clinical', 'administrative', 'financial'] as const)
    for (const { _id, n } of await databases
      .of(subgraph)
      .records.aggregate<{ _id: string; n: number }>([
        // What a clinician reads at PRACTICE width: what the provider wrote, and what belongs to the person.
        { $match: { patient: { $in: patients }, $or: [{ writers: provider }, { writers: { $exists: false } }] } },
        { $group: { _id: '$patient', n: { $sum: 1 } } },
      ])
      .toArray())
      sizes.set(_id, (sizes.get(_id) ?? 0) + n);
  return [...sizes]
    .sort(([a, x], [b, y]) => Math.abs(x - CHART_RECORDS) - Math.abs(y - CHART_RECORDS) || (a < b ? -1 : 1))
    .slice(0, count)
    .map(([patient]) => patient);
}

/**
 * The number of a claim's current version: what an answer to it names, so that nobody answers a claim that was adjusted
 * meanwhile. Payers read it although the history of a bill is not theirs: that a bill was sent again is of the bill.
 */
import DataLoader from 'dataloader';
import type { SubgraphContext } from '../../shared/context.js';
import { stringOf } from '../../shared/fhir-json.js';
import { KeptWith } from '../../shared/kept-with.js';
import type { PlainResolver } from '../../shared/plain-resolvers.js';
import type { RecordStore } from '../../shared/record-store.js';

type Versions = DataLoader<string, number | null>;

/** Of one request: versions of claims that are asked for together are read together. */
const loaders = new KeptWith<RecordStore, Versions>();

function versionsFor({ store }: SubgraphContext): Versions {
  return loaders.of(store, () => new DataLoader((ids) => versionsOf(store, ids), { cache: false }));
}

async function versionsOf(store: RecordStore, ids: readonly string[]): Promise<(number | null)[]> {
  const versions = await store.versionsOf(ids.map((id) => ({ kind: 'Claim', id })));
  return ids.map((id) => versions.get(`Claim/${id}`) ?? null);
}

/** Null for a claim out of reach, which may be named by its key alone. */
export const claimVersion: PlainResolver = ({ id }, _args, context) => {
  const claim = stringOf(id);
  return claim === null ? null : versionsFor(context).load(claim);
};

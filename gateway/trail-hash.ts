/** What makes a chain of entries: each carries a hash over all that it tells and over the entry before it. */
import { createHash } from 'node:crypto';
import type { TrailEntry, TrailRecipient } from '../schema/policy/trail.js';

/** The hash of an entry over all its fields and the hash before it. */
export function entryHash(entry: Omit<TrailEntry, 'hash'>): string {
  const { _id, chain, seq, at, viewer, operation, outcome, code, disclosures, patients, accounted, noted } = entry;
  const seen = [
    viewer.subject,
    viewer.role,
    viewer.organization,
    viewer.patient,
    viewer.purpose,
    viewer.tokenId,
    viewer.width,
  ];
  const read = disclosures.map(({ kind, patient, count, part2, breakGlass }) => [
    kind,
    patient,
    count,
    part2 === true,
    breakGlass === true,
  ]);
  const heads = noted.map((head) => [head.chain, head.seq, head.hash]);
  // Only where there are any: entries from before these were told keep their hash.
  const acts = [
    ...(entry.action === undefined ? [] : [{ action: entry.action }]),
    ...(entry.recipient === undefined ? [] : [{ recipient: partsOf(entry.recipient) }]),
  ];
  const told = [
    _id,
    chain,
    seq,
    at.toISOString(),
    seen,
    operation,
    outcome,
    code,
    read,
    patients,
    accounted,
    heads,
    ...acts,
  ];
  return createHash('sha256')
    .update(JSON.stringify([...told, entry.previous]))
    .digest('hex');
}

/** In one order, whatever order a store gives them in. */
function partsOf({ name, address, organization }: TrailRecipient): readonly (string | null)[] {
  return [name, address ?? null, organization ?? null];
}

/**
 * Which of a patient's records may count for whom. A report tells of the records it rests on, and of those that are
 * missing; so it is computed from what its readers may know of, and never hidden after the fact alone:
 *
 * - OPEN_RECORDS: what bears no sensitivity label and no consent denies to anybody. Always computed, for those who treat.
 * - SENSITIVE_TOO: with those that bear labels, where there are such. It bears the labels of the records it rests on.
 * - PAYER: the open records, less what consent denies this payer and visits that were billed and not to it
 *   (45 CFR 164.522(a)(1)(vi): what the patient paid in full is hidden from the health plan).
 */
import { createHash } from 'node:crypto';
import { PURPOSES, PURPOSES_OF_ROLE, type Purpose } from '../../schema/policy/viewer.js';
import { denyPredicate } from '../shared/consent-predicate.js';
import type { Databases, RecordDocument } from '../shared/databases.js';
import { valuesAt } from '../shared/fhir-json.js';
import { kindDefinition, subgraphOf } from '../shared/record-kind.js';
import type { Predicate } from '../shared/record-store.js';
import type { Bill, PatientRecords } from './patient-records.js';

export type Basis = 'OPEN_RECORDS' | 'SENSITIVE_TOO' | 'PAYER';

export interface Variant {
  readonly basis: Basis;
  readonly payer: string | null;
  readonly records: readonly RecordDocument[];
  /** Ids of the organisations that wrote every record with a label among them. */
  readonly sensitiveBy: readonly string[];
}

/** The variants of one patient. */
export async function variantsOf(databases: Databases, known: PatientRecords, now: Date): Promise<Variant[]> {
  const everybody = [...new Set(known.rules.flatMap(({ parties }) => parties))];
  const denied = await deniedTo(databases, known, { parties: everybody, purposes: PURPOSES, organization: null, now });
  // Whom everything is denied, the store shows nothing at all: that takes nothing from the others.
  const counting = known.records.filter(({ kind, _id }) => kind === 'Patient' || !denied.records.has(_id));
  const open = counting.filter((record) => record.kind === 'Patient' || !isLabelled(record));
  const variants: Variant[] = [{ basis: 'OPEN_RECORDS', payer: null, records: open, sensitiveBy: [] }];
  const labelled = counting.filter((record) => !open.includes(record));
  if (labelled.length > 0) {
    const sensitiveBy = writersOfAll(labelled);
    variants.push({ basis: 'SENSITIVE_TOO', payer: null, records: counting, sensitiveBy });
  }
  for (const payer of known.payers) {
    const records = await recordsForPayer(databases, known, open, payer, now);
    if (records !== null) variants.push({ basis: 'PAYER', payer, records, sensitiveBy: [] });
  }
  return variants.map((variant) => ({ ...variant, records: [...variant.records, ...known.shared] }));
}

function writersOfAll([first, ...others]: readonly RecordDocument[]): string[] {
  const writers = first?.writers ?? [];
  return writers.filter((writer) => others.every((record) => record.writers?.includes(writer))).sort();
}

/** Null where the patient denies the payer everything. */
async function recordsForPayer(
  databases: Databases,
  known: PatientRecords,
  open: readonly RecordDocument[],
  payer: string,
  now: Date,
): Promise<RecordDocument[] | null> {
  const parties = [`Organization/${payer}`];
  const purposes = PURPOSES_OF_ROLE.insurer;
  const denied = await deniedTo(databases, known, { parties, purposes, organization: payer, now });
  if (denied.everything) return null;
  const elsewhere = billedElsewhere(known.bills, payer);
  return open.filter((record) => !denied.records.has(record._id) && !elsewhere.has(visitOf(record) ?? ''));
}

/** Visits that were billed, and never to this payer. */
function billedElsewhere(bills: readonly Bill[], payer: string): Set<string> {
  const billed = new Set(bills.flatMap(({ encounters }) => encounters));
  const mine = new Set(bills.filter(({ payers }) => payers.includes(payer)).flatMap(({ encounters }) => encounters));
  return new Set([...billed].filter((visit) => !mine.has(visit)));
}

function visitOf(record: RecordDocument): string | null {
  return record.kind === 'Encounter' ? record._id.slice('Encounter/'.length) : (record.encounter ?? null);
}

/** Kinds that are kept without being served have no derived labels: whatever security they came with closes them. */
function isLabelled(record: RecordDocument): boolean {
  if (kindDefinition(record.kind) === undefined) return valuesAt(record.content, 'meta.security').length > 0;
  return (record.labels ?? []).length > 0;
}

interface Asking {
  readonly parties: readonly string[];
  readonly purposes: readonly Purpose[];
  readonly organization: string | null;
  readonly now: Date;
}

interface Denied {
  readonly everything: boolean;
  readonly records: ReadonlySet<string>;
}

/** The records that the patient's consents deny to any of the parties, for any of the purposes. */
async function deniedTo(
  databases: Databases,
  { patient, records, rules }: PatientRecords,
  { parties, purposes, organization, now }: Asking,
): Promise<Denied> {
  if (rules.length === 0) return { everything: false, records: new Set() };
  const denials = purposes.map((purpose) => denyPredicate(rules, { parties, purpose, organization, now }));
  const everything = denials.includes('everything');
  const predicates = denials.filter((denial): denial is Predicate => denial !== null && denial !== 'everything');
  if (predicates.length === 0) return { everything, records: new Set() };
  const names = [...new Set(records.map(({ kind }) => subgraphOf(kind)))];
  const found = await Promise.all(
    names.map((name) =>
      databases
        .of(name)
        .records.find({ patient, $or: predicates as never }, { projection: { _id: 1 } })
        .toArray(),
    ),
  );
  return { everything, records: new Set(found.flat().map(({ _id }) => _id)) };
}

/** What a report rests on; equal inputs need not be computed again. */
export function inputDigest(records: readonly RecordDocument[], ...circumstances: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(circumstances));
  for (const { _id, version, content } of records)
    digest.update('\0').update(`${_id}/${version}`).update('\0').update(JSON.stringify(content));
  return digest.digest('base64url');
}

/**
 * The record of patients as a measure reads it: all of it, whoever wrote it, with labels, consents and bills, so that
 * variants.ts can decide what may count for whom. No viewer asks here: it is the operator's batch computation, as the
 * projector is, and nothing of what it reads is answered to anybody. Its outcome is stored as records, which are reached
 * through the viewer-bound store and its walls alone.
 */
import type { ConsentRuleDocument } from '../shared/consent-rule.js';
import { CONSENT_RULES } from '../shared/consent-rule.js';
import type { Databases, RecordDocument } from '../shared/databases.js';
import { firstString } from '../shared/fhir-json.js';
import { SUBGRAPHS, subgraphOf } from '../shared/record-kind.js';

/** A bill, as far as it tells which visits were billed to whom. */
export interface Bill {
  readonly encounters: readonly string[];
  readonly payers: readonly string[];
}

export interface PatientRecords {
  readonly patient: string;
  /** Records of the kinds the measure looks at, by `_id`. */
  readonly records: readonly RecordDocument[];
  /** Medicines that orders name; they concern no person. */
  readonly shared: readonly RecordDocument[];
  readonly rules: readonly ConsentRuleDocument[];
  readonly bills: readonly Bill[];
  /** Organisations that insure the patient, or did. */
  readonly payers: readonly string[];
}

const FIELDS = { kind: 1, patient: 1, version: 1, labels: 1, writers: 1, encounter: 1, content: 1 } as const;

/** What is known of each patient, in the order asked; patients without a Patient record are left out. */
export async function readPatients(
  databases: Databases,
  patients: readonly string[],
  kinds: readonly string[],
): Promise<PatientRecords[]> {
  const [documents, rules, bills, insured] = await Promise.all([
    recordsOf(databases, patients, kinds),
    rulesOf(databases, patients),
    billsOf(databases, patients),
    databases.relations.find({ patient: { $in: [...patients] }, as: 'insures' }).toArray(),
  ]);
  const shared = kinds.includes('Medication') ? await medicinesOf(databases, documents) : new Map();
  return patients.flatMap((patient) => {
    const records = documents.filter((document) => document.patient === patient);
    if (!records.some(({ kind }) => kind === 'Patient')) return [];
    return [
      {
        patient,
        records,
        shared: [...new Set(records.flatMap((record) => shared.get(medicineOf(record) ?? '') ?? []))],
        rules: rules.filter((rule) => rule.patient === patient),
        bills: bills.filter((bill) => bill.patient === patient),
        payers: [...new Set(insured.filter((row) => row.patient === patient).map(({ party }) => party))]
          .filter((party) => party.startsWith('Organization/'))
          .map((party) => party.slice('Organization/'.length))
          .sort(),
      },
    ];
  });
}

async function recordsOf(databases: Databases, patients: readonly string[], kinds: readonly string[]) {
  const found = await Promise.all(
    SUBGRAPHS.map((name) => {
      const wanted = kinds.filter((kind) => subgraphOf(kind) === name);
      if (wanted.length === 0) return [];
      return databases
        .of(name)
        .records.find(
          { patient: { $in: [...patients] }, kind: { $in: wanted }, version: { $gt: 0 } },
          { projection: FIELDS },
        )
        .sort({ _id: 1 })
        .toArray();
    }),
  );
  return found.flat();
}

function rulesOf(databases: Databases, patients: readonly string[]): Promise<ConsentRuleDocument[]> {
  return databases
    .of('administrative')
    .native.collection<ConsentRuleDocument>(CONSENT_RULES)
    .find({ patient: { $in: [...patients] }, rule: { $ne: null } })
    .sort({ _id: 1 })
    .toArray();
}

async function billsOf(databases: Databases, patients: readonly string[]): Promise<(Bill & { patient: string })[]> {
  const found = await databases
    .of('financial')
    .records.find(
      { patient: { $in: [...patients] }, kind: { $in: ['Claim', 'ExplanationOfBenefit'] } },
      { projection: { patient: 1, encounters: 1, payers: 1 } },
    )
    .toArray();
  return found.map((bill) => ({
    patient: bill.patient ?? '',
    encounters: (bill['encounters'] as string[] | undefined) ?? [],
    payers: (bill['payers'] as string[] | undefined) ?? [],
  }));
}

function medicineOf(record: RecordDocument): string | null {
  return firstString(record.content, 'medicationReference.reference');
}

async function medicinesOf(databases: Databases, documents: readonly RecordDocument[]) {
  const named = [...new Set(documents.flatMap((document) => medicineOf(document) ?? []))];
  const found = await databases
    .of('clinical')
    .records.find({ _id: { $in: named }, kind: 'Medication' }, { projection: FIELDS })
    .toArray();
  return new Map(found.map((document) => [document._id, document]));
}

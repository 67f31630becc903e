/**
 * What the population is made of: the one reader of the record that has no viewer. It is no second door to the record:
 * it gives its result to the builder alone, which keeps of it what row/ lets through; nothing that answers a request
 * imports it (a test reads the imports), and no argument of a request reaches it.
 */

import { type ConsentViewer, denyPredicate } from '../../shared/consent-predicate.js';
import { CONSENT_RULES, type ConsentRuleDocument } from '../../shared/consent-rule.js';
import type { Databases, RecordDocument } from '../../shared/databases.js';
import { referencesAt } from '../../shared/fhir-json.js';
import { survivorsOf } from '../../shared/merged-charts.js';
import { SUBGRAPHS, type SubgraphName } from '../../shared/record-kind.js';
import { conceptNames, type SourceRecord } from '../row/facts.js';
import type { PersonSource } from '../row/row-of.js';

const KINDS: Readonly<Record<SubgraphName, readonly string[]>> = {
  clinical: [
    ...['Condition', 'Observation', 'Procedure', 'Immunization', 'Encounter'],
    ...['MedicationRequest', 'MedicationStatement', 'MedicationDispense', 'MedicationAdministration'],
    'MeasureReport',
  ],
  administrative: ['Patient'],
  financial: ['Claim', 'ExplanationOfBenefit'],
};

/** Only what a row is made of leaves the databases of the record. */
const FIELDS = {
  ...{ kind: 1, patient: 1, at: 1, status: 1, codes: 1, class: 1, conditionCategory: 1, verificationStatus: 1 },
  ...{ use: 1, claim: 1, created: 1, serviceCategory: 1, payers: 1, amounts: 1 },
  ...{ 'content.gender': 1, 'content.birthDate': 1, 'content.link.type': 1 },
  ...{ 'content.basis': 1, 'content.measure': 1, 'content.period': 1, 'content.outcome': 1 },
  ...{ 'content.address.use': 1, 'content.address.postalCode': 1 },
  ...{
    'content.code': 1,
    'content.valueQuantity': 1,
    'content.component.code': 1,
    'content.component.valueQuantity': 1,
  },
  ...{
    'content.medicationCodeableConcept': 1,
    'content.medicationReference.reference': 1,
    'content.contained.code': 1,
  },
} as const;

/** For whom consents are asked: everybody who may read the population reads it for one of these purposes. */
const USES = ['HRESCH', 'PUBHLTH'] as const;

/** What the population may know of these people. Null for a person whose consent denies this use altogether. */
export async function readPeople(
  databases: Databases,
  patients: readonly string[],
  now: Date,
): Promise<Map<string, PersonSource | null>> {
  const rules = await consentsOf(databases, patients);
  const records = new Map(patients.map((patient) => [patient, [] as SourceRecord[]]));
  const denied = new Set<string>();
  const free: string[] = [];
  for (const patient of patients) {
    const predicate = deniedUses(rules.get(patient) ?? [], now);
    if (predicate === 'everything') denied.add(patient);
    else if (predicate === null) free.push(patient);
    // Few people restrict single records: each of them is a question of their own.
    else await collect(databases, [patient], predicate, records);
  }
  if (free.length > 0) await collect(databases, free, null, records);
  const medications = await namesOfMedications(databases, [...records.values()].flat());
  return new Map(
    patients.map((patient) => [
      patient,
      denied.has(patient) ? null : { patient, records: records.get(patient) ?? [], medications },
    ]),
  );
}

async function consentsOf(databases: Databases, patients: readonly string[]) {
  const found = await databases
    .of('administrative')
    .native.collection<ConsentRuleDocument>(CONSENT_RULES)
    .find({ patient: { $in: [...patients] } })
    .toArray();
  const byPatient = new Map<string, ConsentRuleDocument[]>();
  for (const rule of found) byPatient.set(rule.patient, [...(byPatient.get(rule.patient) ?? []), rule]);
  return byPatient;
}

type Denied = ReturnType<typeof denyPredicate>;

function deniedUses(rules: readonly ConsentRuleDocument[], now: Date): Denied {
  const denials = USES.map((purpose) => {
    const viewer: ConsentViewer = { parties: [], purpose, now, organization: null };
    return denyPredicate(rules, viewer);
  }).filter((denial) => denial !== null);
  if (denials.includes('everything')) return 'everything';
  return denials.length === 0 ? null : { $or: denials };
}

async function collect(
  databases: Databases,
  patients: readonly string[],
  denied: Exclude<Denied, 'everything'>,
  into: ReadonlyMap<string, SourceRecord[]>,
): Promise<void> {
  await Promise.all(
    SUBGRAPHS.map(async (name) => {
      const mine = { patient: { $in: [...patients] }, kind: { $in: [...KINDS[name]] } };
      const found = databases
        .of(name)
        .records.find(denied === null ? mine : { $and: [mine, { $nor: [denied] }] }, { projection: FIELDS });
      for await (const record of found as AsyncIterable<RecordDocument>)
        if (record.patient !== null) into.get(record.patient)?.push(record as unknown as SourceRecord);
    }),
  );
  for (const patient of patients) into.get(patient)?.sort((a, b) => (String(a['_id']) < String(b['_id']) ? -1 : 1));
}

/** Names of medicines that stand in records of their own. */
async function namesOfMedications(databases: Databases, records: readonly SourceRecord[]) {
  const references = new Set(records.flatMap(({ content }) => referencesAt(content, 'medicationReference')));
  const wanted = [...references].filter((reference) => reference.startsWith('Medication/'));
  if (wanted.length === 0) return new Map<string, string[]>();
  const found = await databases
    .of('clinical')
    .records.find({ _id: { $in: wanted } }, { projection: { 'content.code': 1 } })
    .toArray();
  return new Map(found.map(({ _id, content }) => [_id, conceptNames(content?.['code'])]));
}

/** Those under whom the records of these people are filed, and these: one row for each person, and none for who was replaced. */
export async function withSurvivors(databases: Databases, patients: Iterable<string>): Promise<string[]> {
  const survivors = await survivorsOf(databases, [...patients]);
  return [...new Set([...survivors].flat())];
}

/** The people whose records take something over from these records (a Medication, an Organization). */
export async function patientsBehind(databases: Databases, keys: readonly string[]): Promise<string[]> {
  const medications = keys.filter((key) => key.startsWith('Medication/'));
  const found = await Promise.all(
    SUBGRAPHS.flatMap((name) => {
      const { records } = databases.of(name);
      const waiting: Promise<(string | null)[]> = records.distinct('patient', { awaits: { $in: [...keys] } });
      const named: Promise<(string | null)[]> =
        name === 'clinical' && medications.length > 0
          ? records.distinct('patient', {
              kind: { $in: [...KINDS.clinical] },
              'content.medicationReference.reference': { $in: medications },
            })
          : Promise.resolve([]);
      return [waiting, named];
    }),
  );
  return [...new Set(found.flat().filter((patient) => patient !== null))];
}

/** Everybody the record knows, in batches, in order. */
export async function* everybody(databases: Databases, batch: number): AsyncGenerator<string[]> {
  const people = databases
    .of('administrative')
    // A range of the keys: sorting by kind and key as well is refused by engines without its executor (code 224).
    .records.find({ _id: { $gte: 'Patient/', $lt: 'Patient0' } }, { projection: { _id: 1 } })
    .sort({ _id: 1 });
  let waiting: string[] = [];
  for await (const { _id } of people) {
    waiting.push(_id.slice('Patient/'.length));
    if (waiting.length === batch) {
      yield waiting;
      waiting = [];
    }
  }
  if (waiting.length > 0) yield waiting;
}

export async function countEverybody(databases: Databases): Promise<number> {
  return databases.of('administrative').records.countDocuments({ kind: 'Patient' });
}

/** Whose rows may change although no record does: a consent begins or ends. */
export async function peopleWithConsents(databases: Databases): Promise<string[]> {
  return databases
    .of('administrative')
    .native.collection<ConsentRuleDocument>(CONSENT_RULES)
    .distinct('patient', { rule: { $ne: null } });
}

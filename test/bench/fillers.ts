/** People who are only there: a few thin records each, with all that an index holds, so that indexes are as large. */
import type { Databases, RecordDocument, RelationDocument } from '../../subgraphs/shared/databases.js';

const BATCH = 5000;
/** Of organisations that the demo data have too, so that a clinician's reach grows with the number of people. */
const PROVIDERS = ['tamarack-family-practice', 'copperleaf-health', 'larkspur-bay-hospital'];
const PAYERS = ['payer-northlight-health-plan', 'payer-juniper-mutual'];

export async function addFillers(databases: Databases, count: number): Promise<void> {
  for (let start = 0; start < count; start += BATCH) {
    const people = Array.from({ length: Math.min(BATCH, count - start) }, (_, index) => start + index);
    const unordered = { ordered: false };
    await Promise.all([
      databases.of('administrative').records.insertMany(people.map(person), unordered),
      databases.of('clinical').records.insertMany(people.flatMap(chart), unordered),
      databases.of('financial').records.insertMany(people.map(claim), unordered),
      databases.relations.insertMany(people.flatMap(relations), unordered),
    ]);
  }
}

const providerOf = (index: number) => PROVIDERS[index % PROVIDERS.length] ?? '';
const payerOf = (index: number) => PAYERS[index % PAYERS.length] ?? '';
const dayOf = (index: number) => new Date(Date.UTC(2018, 0, 1 + (index % 2500)));

function record(kind: string, id: string, index: number, keys: Record<string, unknown>): RecordDocument {
  return {
    ...{
      _id: `${kind}/${id}`,
      kind,
      patient: `filler-${index}`,
      version: 1,
      hashes: [],
      at: dayOf(index),
      content: {},
    },
    ...keys,
  };
}

function person(index: number): RecordDocument {
  const name = `filler ${index}`;
  return record('Patient', `filler-${index}`, index, {
    at: null,
    ...{ name, names: [name], birthDate: '1970-01-01', organization: providerOf(index) },
    content: { name: [{ family: name }], gender: 'female', birthDate: '1970-01-01' },
  });
}

function chart(index: number): RecordDocument[] {
  const encounter = `Encounter/filler-${index}`;
  const writers = [providerOf(index)];
  return [
    record('Encounter', `filler-${index}`, index, { writers, status: 'finished', content: { status: 'finished' } }),
    record('Observation', `filler-${index}`, index, {
      ...{ writers, encounter, status: 'final', codes: ['http://loinc.org|29463-7'] },
      content: { status: 'final', code: { text: 'Weight' }, valueQuantity: { value: 70, unit: 'kg' } },
    }),
  ];
}

function claim(index: number): RecordDocument {
  return record('Claim', `filler-${index}`, index, {
    ...{ writers: [providerOf(index)], payers: [payerOf(index)], providers: [providerOf(index)], status: 'active' },
    content: { status: 'active', total: { value: 100, currency: 'USD' } },
  });
}

function relations(index: number): RelationDocument[] {
  const patient = `filler-${index}`;
  const relation = (as: RelationDocument['as'], organization: string, kind: string): RelationDocument => ({
    ...{ _id: `${patient} ${as}`, patient, party: `Organization/${organization}`, as, record: `${kind}/${patient}` },
    ...{ version: 1, from: dayOf(index), until: null },
  });
  return [relation('treats', providerOf(index), 'Encounter'), relation('insures', payerOf(index), 'Claim')];
}

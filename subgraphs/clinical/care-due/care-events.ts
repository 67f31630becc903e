/** Reads the events that decide which care is due: one command, behind the viewer's walls like any list. */
import { type CareEvent, careEventOf, EVENT_ELEMENTS, EVENT_KINDS } from '../../shared/care-due/care-facts.js';
import { undotted } from '../../shared/care-due/code-set.js';
import * as codeSets from '../../shared/care-due/uspstf-codes.js';
import type { FhirObject } from '../../shared/fhir-json.js';
import type { Predicate, RecordStore, Stage } from '../../shared/record-store.js';

const KINDS = Object.keys(EVENT_KINDS);

/** Records with a code of the table. Codes are ours alone: nothing of a client's becomes a pattern. */
const WHERE: Predicate = { codes: { $in: codesOfTable() } };

/** What leaves the database: what an event is made from. */
const PIPELINE: readonly Stage[] = [
  { $project: { _id: 1, ...Object.fromEntries(EVENT_ELEMENTS.map((element) => [`content.${element}`, 1])) } },
];

function codesOfTable(): (string | RegExp)[] {
  const sets = Object.values(codeSets).filter((set) => typeof set !== 'string');
  const prefixes = new Set(sets.flatMap((set) => set.prefixes.flatMap((prefix) => [prefix, undotted(prefix)])));
  return [
    ...new Set(sets.flatMap(({ codes }) => [...codes])),
    ...[...prefixes].map((prefix) => new RegExp(`^${prefix.replace(/[.|/\\]/g, '\\$&')}`)),
  ];
}

/** What the viewer may read of it, and no more; noted as disclosed. */
export async function careEventsOf(store: RecordStore, patient: string): Promise<CareEvent[]> {
  const found = await store.summarise<{ _id: string; content: FhirObject }>(KINDS, patient, WHERE, PIPELINE);
  const events = found.flatMap(({ _id, content }) => careEventOf(_id, content) ?? []);
  for (const kind of KINDS) store.disclose(kind, patient, events.filter((event) => event.kind === kind).length);
  return events;
}

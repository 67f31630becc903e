import type { mongo } from 'mongoose';
import type { RecordDocument } from './databases.js';
import type { FhirObject } from './fhir-json.js';
import { type ImpliedRecord, kindDefinition } from './record-kind.js';
import type { Bulk } from './write-newer.js';

/**
 * Writes a record nobody has sent. Of several names the smallest stays, and the document is put together in one order
 * of fields each time, so that no order of arrival shows.
 */
export function implyOperation(record: ImpliedRecord): Bulk<RecordDocument> {
  const { kind, patient, person: of, name } = record;
  const person = kind === 'Patient' || kind === 'Practitioner';
  const shown: FhirObject = name === undefined ? {} : { name: person ? [{ text: name }] : name };
  const found = { ...kindDefinition(kind)?.keys?.({ ...record.content, ...shown, id: record.id }), ...record.keys };
  const sortName = name?.toLowerCase() ?? '';
  const wins = {
    $or: [{ $eq: [{ $type: '$impliedName' }, 'missing'] }, { $lt: [{ $literal: sortName }, '$impliedName'] }],
  };
  /** The value where this name is the smallest so far, else what stands there. */
  const named = (path: string, value: unknown) =>
    name === undefined ? `$${path}` : { $cond: [wins, { $literal: value }, `$${path}`] };
  const keys = Object.fromEntries(
    Object.entries(found).map(([key, value]) => [
      key,
      name === undefined ? { $ifNull: [`$${key}`, { $literal: value }] } : named(key, value),
    ]),
  );
  const document = {
    _id: '$_id',
    kind: { $literal: kind },
    patient: { $literal: patient },
    ...(of !== undefined && { person: { $literal: of } }),
    version: { $literal: 0 },
    hashes: { $literal: [] },
    at: { $literal: null },
    ...keys,
    impliedName: named('impliedName', sortName),
    content: {
      ...Object.fromEntries(Object.entries(record.content).map(([element, value]) => [element, { $literal: value }])),
      name: named('content.name', shown['name']),
      id: { $literal: record.id },
    },
  };
  const filter = { _id: `${kind}/${record.id}`, version: 0 };
  return {
    updateOne: {
      filter,
      update: [{ $replaceWith: document }] as unknown as mongo.UpdateFilter<RecordDocument>,
      upsert: true,
    },
  };
}

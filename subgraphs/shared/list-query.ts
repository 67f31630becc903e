/** How a list becomes stages of a pipeline: what is joined, projected, sorted, and where a page begins. Pure. */

import type { Position } from './cursor.js';
import type { RecordDocument } from './databases.js';
import type { Order, Predicate, Stage } from './record-store.js';
import { Remembered } from './remembered.js';

export function relationJoin(related: Predicate): Stage[] {
  return [
    {
      $lookup: {
        from: 'relations',
        localField: 'patient',
        foreignField: 'patient',
        pipeline: [{ $match: related }, { $limit: 1 }, { $project: { _id: 1 } }],
        as: 'related',
      },
    },
    { $match: { related: { $ne: [] } } },
    { $unset: 'related' },
  ];
}

/** By the paths of a selection, which stay the same array for as long as its operation is kept. */
const projections = new Remembered<Stage>();

/** What of records is read. The same object for the same paths: not to be changed. */
export function projectionOf(paths: readonly string[], order: Order | null, keys: readonly string[] = []): Stage {
  const name = `${order?.key ?? ''} ${keys.join()}`;
  return projections.of(paths, name, () => Object.freeze(writtenOut(paths, order, keys)));
}

function writtenOut(paths: readonly string[], order: Order | null, keys: readonly string[]): Stage {
  const projection: Record<string, unknown> = { _id: 1 };
  for (const key of keys) projection[key] = 1;
  // The id is read from the document's key: that of the content does not travel.
  for (const path of paths) if (path !== 'id') projection[`content.${path}`] = 1;
  if (order?.key) projection[order.key] = 1;
  return projection;
}

export function sortOf({ key, direction }: Order): Record<string, 1 | -1> {
  return key === null ? { _id: direction } : { [key]: direction, _id: direction };
}

export function keyOf(document: RecordDocument, { key }: Order): Position['key'] {
  const value = key === null ? null : document[key];
  if (value instanceof Date) return value.getTime();
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

/** Rows behind a position. MongoDB sorts null before everything: last when descending, first when ascending. */
export function beyond(position: Position, { key, direction }: Order): Predicate {
  const next = direction === 1 ? '$gt' : '$lt';
  const after = { _id: { [next]: position.id } };
  if (key === null) return after;
  const at = key === 'at' && typeof position.key === 'number' ? new Date(position.key) : position.key;
  if (at === null)
    return direction === 1 ? { $or: [{ [key]: null, ...after }, { [key]: { $ne: null } }] } : { [key]: null, ...after };
  const further: Predicate[] = [{ [key]: { [next]: at } }, { [key]: at, ...after }];
  if (direction === -1) further.push({ [key]: null });
  return { $or: further };
}

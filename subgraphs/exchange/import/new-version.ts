import mongoose from 'mongoose';
import type { NewVersion } from '../../shared/commits.js';
import { recordId, resolveInBundle } from '../normalise/references.js';
import { type Rejection, rejection } from '../read/errors.js';
import { MAX_RESOURCE_BYTES } from '../read/scan-event.js';
import type { SourceEntry } from '../read/source-entry.js';

/** Up to this many bytes of JSON, no BSON of it comes near the limit of a document (a digit may take 12 bytes). */
const SURELY_SMALL = 1_000_000;

/** What is to be recorded of an entry, or why it cannot be: stored, it would be larger than a document may be. */
export function newVersion(entry: SourceEntry, source: string): NewVersion | Rejection {
  const { resource, text } = entry;
  const references = resolveInBundle(resource, { source, urls: entry.bundleUrls, fullUrl: entry.fullUrl });
  if (entry.bytes > SURELY_SMALL) {
    const size = mongoose.mongo.BSON.calculateObjectSize({ resource });
    const committed = entry.bytes + JSON.stringify(references).length;
    if (Math.max(size, committed) > MAX_RESOURCE_BYTES) {
      return rejection(
        'TOO_LARGE',
        { file: entry.file, where: entry.where, type: resource.resourceType },
        'as it is stored',
      );
    }
  }
  return { kind: resource.resourceType, id: recordId(source, resource.id), source, text, references };
}

export function isRejection(value: NewVersion | Rejection): value is Rejection {
  return 'code' in value;
}

/** Reading replies: the same objects as the driver's reader makes, of whatever bytes. */
import { inspect } from 'node:util';
import fc from 'fast-check';
import mongoose from 'mongoose';
import { describe, expect, it } from 'vitest';
import { demoBundles } from '../../../subgraphs/exchange/demo/index.js';
import { readDocument } from '../../../subgraphs/shared/mongo/read-documents.js';

const { BSON } = mongoose.mongo;
const bytesOf = (document: object) => Buffer.from(BSON.serialize(document));

/** What the driver makes of them: an object, or the name of the error that it throws. */
function outcome(read: (bytes: Buffer) => unknown, bytes: Buffer): unknown {
  try {
    return { read: read(bytes) };
  } catch (error) {
    return { thrown: (error as Error).name };
  }
}
/** With all types and signs: to what compares values, two invalid dates differ. */
const seen = (value: unknown) => inspect(value, { depth: null, maxArrayLength: null, maxStringLength: null });
const drivers = (bytes: Buffer) => BSON.deserialize(bytes);

const name = fc.oneof(
  fc.constantFrom(
    'id',
    '_id',
    'code',
    'coding',
    'text',
    '__proto__',
    'constructor',
    'toString',
    '$ref',
    '$id',
    '0',
    '',
  ),
  fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', '')),
);
const leaf = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ maxLength: 60 }),
  fc.integer(),
  fc.double(),
  fc.maxSafeInteger(),
  fc.boolean(),
  fc.constant(null),
  fc.date(),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.uint8Array().map((bytes) => new BSON.Binary(bytes)),
  fc.constantFrom(
    new BSON.ObjectId('0123456789abcdef01234567'),
    BSON.Decimal128.fromString('1.5'),
    new BSON.MinKey(),
    /a/i,
  ),
);
const { document } = fc.letrec<{ document: object; value: unknown }>((tie) => ({
  document: fc.array(fc.tuple(name, tie('value')), { maxLength: 6 }).map((entries) => {
    const object: Record<string, unknown> = {};
    for (const [key, value] of entries)
      Object.defineProperty(object, key, { value, configurable: true, enumerable: true, writable: true });
    return object;
  }),
  value: fc.oneof({ maxDepth: 4 }, leaf, tie('document'), fc.array(tie('value'), { maxLength: 5 })),
}));

describe('a document', () => {
  it('is what the driver makes of it', () => {
    fc.assert(
      fc.property(document, (given) => {
        const bytes = bytesOf(given);
        expect(seen(readDocument(bytes))).toBe(seen(drivers(bytes)));
      }),
      { numRuns: 2000 },
    );
  });

  it('that is not whole, or says something else somewhere, is what the driver makes of it', () => {
    fc.assert(
      fc.property(document, fc.nat(), fc.nat(255), fc.boolean(), (given, at, byte, cut) => {
        const bytes = bytesOf(given);
        const place = at % bytes.length;
        bytes[place] = byte;
        const harmed = cut ? bytes.subarray(0, place) : bytes;
        expect(seen(outcome(readDocument, harmed))).toBe(seen(outcome(drivers, harmed)));
      }),
      { numRuns: 3000 },
    );
  });

  it('of the record is read here, and not by the driver', () => {
    const left = () => {
      throw new Error('left to the driver');
    };
    let records = 0;
    for (const { entry } of demoBundles({ people: 12 }))
      for (const { resource } of entry) {
        const given = { kind: 'Any', at: new Date(1_700_000_000_000), version: 1, content: resource };
        expect(readDocument(bytesOf(given), left)).toStrictEqual(given);
        records += 1;
      }
    expect(records).toBeGreaterThan(500);
  });

  it('keeps its names apart where their hashes meet', () => {
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`name${index}`, index]));
    for (let time = 0; time < 2; time++) expect(readDocument(bytesOf(many))).toEqual(many);
  });
});

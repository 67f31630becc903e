/** The examples of the FHIR R4 specification, as they bind those whom they name. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { denyPredicate, permits } from '../../subgraphs/shared/consent-predicate.js';
import { consentOf, viewerOf } from './support.js';

const data = join(resolve(process.env['CHARTLENS_SHARED_DATA'] ?? '../shared/data'), 'fhir-r4-examples');
const isThere = existsSync(data);

function example(name: string) {
  return [consentOf(JSON.parse(readFileSync(join(data, `Consent-consent-example-${name}.json`), 'utf8')) as object)];
}

describe.skipIf(!isThere)('an example of the specification', () => {
  const clinic = viewerOf('Organization/f001');
  const nurse = viewerOf('Practitioner/f204');

  it('notOrg, notThem: somebody is left out of an opt-in, and nobody else', () => {
    expect(denyPredicate(example('notOrg'), clinic)).toBe('everything');
    expect(denyPredicate(example('notOrg'), nurse)).toBeNull();
    expect(permits(example('notOrg'), nurse)).toHaveLength(1);
    expect(denyPredicate(example('notThem'), nurse)).toBe('everything');
    expect(denyPredicate(example('notThem'), clinic)).toBeNull();
  });

  it('Out, notAuthor: what the clinic wrote is left out', () => {
    for (const name of ['Out', 'notAuthor'])
      expect(denyPredicate(example(name), nurse)).toEqual({ writers: { $in: ['f001', []] } });
  });

  it('notThis: with what the record refers to, which cannot be told, so nothing is open', () => {
    expect(denyPredicate(example('notThis'), nurse)).toBe('everything');
  });

  it('basic, smartonfhir: nothing after it has ended', () => {
    for (const name of ['basic', 'smartonfhir']) expect(permits(example(name), clinic)).toEqual([]);
    expect(permits(example('basic'), { ...clinic, now: new Date('2015-06-01') })).toHaveLength(1);
  });
});

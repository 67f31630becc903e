import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalReference,
  collectReferences,
  DEFAULT_SOURCE,
  isSourceName,
  recordId,
  resolveInBundle,
} from '../../../subgraphs/exchange/normalise/references.js';

const here = { source: DEFAULT_SOURCE, references: {} };
const there = { source: 'clinic-b', references: {} };

describe('what a reference means', () => {
  it.each([
    ['Patient/123', 'Patient/123', 'Patient/clinic-b:123'],
    ['Patient/123/_history/2', 'Patient/123', 'Patient/clinic-b:123'],
    ['https://host/fhir/Patient/123', 'Patient/123', 'Patient/clinic-b:123'],
    ['https://host/fhir/Patient/123/_history/2', 'Patient/123', 'Patient/clinic-b:123'],
  ])('%s is a record of its source', (raw, ours, theirs) => {
    expect(canonicalReference(raw, here)).toEqual({ kind: 'resolved', ref: ours });
    expect(canonicalReference(raw, there)).toEqual({ kind: 'resolved', ref: theirs });
  });

  it.each([
    [
      'Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|99',
      'Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|99',
    ],
    ['Location?identifier=https%3A%2F%2Fx%7C7', 'Location?identifier=https://x|7'],
    ['https://host/fhir/Organization?identifier=s|1', 'Organization?identifier=s|1'],
    ['Patient?identifier=|7', 'Patient?identifier=|7'],
    ['Patient?identifier=s|%E0%A4%A', 'Patient?identifier=s|%E0%A4%A'],
  ])('%s is found by its identifier', (raw, key) => {
    expect(canonicalReference(raw, here)).toEqual({ kind: 'conditional', key });
  });

  it('a urn:uuid is what its bundle says, or waits for the record of that id', () => {
    expect(canonicalReference('urn:uuid:ab-1', here)).toEqual({ kind: 'pending', key: 'urn:uuid:ab-1' });
    const references = { 'urn:uuid:ab-1': 'Patient/clinic-b:9' };
    expect(canonicalReference('urn:uuid:ab-1', { ...there, references })).toEqual({
      kind: 'resolved',
      ref: 'Patient/clinic-b:9',
    });
  });

  it.each([
    ['#coverage', 'contained'],
    ['https://host/some/page', 'external'],
    ['urn:oid:1.2.3', 'external'],
    ['Patient', 'malformed'],
    ['Nonsense/1', 'malformed'],
    ['Patient/a b', 'malformed'],
    ['Patient?name=x', 'malformed'],
    ['Patient?identifier=7', 'malformed'],
    ['Patient?identifier=s|7&name=x', 'malformed'],
    ['../Patient/1', 'malformed'],
    ['__proto__', 'malformed'],
  ])('%s is no record: %s', (raw, why) => {
    expect(canonicalReference(raw, here)).toEqual({ kind: 'unknown', why });
  });

  it('a bare identifier is found by it, with its type where one is told', () => {
    const identifier = { system: 's', value: '7' };
    const key = (value: object, element?: string) => canonicalReference(value as never, { ...here, element });
    expect(key({ identifier })).toEqual({ kind: 'conditional', key: '?identifier=s|7' });
    expect(key({ identifier, type: 'Organization', display: 'x' })).toEqual({
      kind: 'conditional',
      key: 'Organization?identifier=s|7',
    });
    expect(key({ identifier }, 'location')).toEqual({ kind: 'conditional', key: 'Location?identifier=s|7' });
    expect(key({ identifier, type: 'Nonsense' })).toEqual({ kind: 'conditional', key: '?identifier=s|7' });
    expect(key({ identifier: { value: '7' }, type: 'Patient' })).toEqual({
      kind: 'conditional',
      key: 'Patient?identifier=|7',
    });
  });

  it('an object that only looks like a reference is none', () => {
    const none = (value: object) => canonicalReference(value as never, here);
    expect(none({ display: 'Dr. Who' })).toBeNull();
    expect(none({ reference: 7 })).toBeNull();
    expect(none({ reference: '' })).toBeNull();
    expect(none({ identifier: [{ system: 's', value: '7' }] })).toBeNull();
    expect(none({ identifier: { system: 's', value: '7' }, resourceType: 'Bundle' })).toBeNull();
  });

  it('any text has a meaning, and the same each time', () => {
    fc.assert(
      fc.property(fc.string(), (raw) => {
        expect(canonicalReference(raw, here)).toEqual(canonicalReference(raw, here));
      }),
    );
  });
});

describe('the references of a resource', () => {
  const resource = {
    resourceType: 'ExplanationOfBenefit',
    id: '1',
    patient: { reference: 'urn:uuid:P' },
    provider: { identifier: { system: 'npi', value: '7' } },
    facility: { identifier: { system: 's', value: '8' } },
    insurance: [{ coverage: { reference: '#coverage' } }],
    contained: [
      { resourceType: 'Coverage', id: 'coverage', payor: [{ display: 'x' }, { reference: 'Organization/o' }] },
    ],
  };

  it('are all found, with the element that holds them', () => {
    expect(collectReferences(resource)).toEqual([
      { path: 'ExplanationOfBenefit.patient', raw: 'urn:uuid:P' },
      { path: 'ExplanationOfBenefit.provider', raw: '?identifier=npi|7' },
      { path: 'ExplanationOfBenefit.facility', raw: 'Location?identifier=s|8' },
      { path: 'ExplanationOfBenefit.insurance.coverage', raw: '#coverage' },
      { path: 'ExplanationOfBenefit.contained.payor', raw: 'Organization/o' },
    ]);
  });

  it('are resolved by the bundle only where nothing else tells what they mean', () => {
    const urls = new Map([['urn:uuid:p', 'Patient/9']]);
    expect(resolveInBundle(resource, { source: DEFAULT_SOURCE, urls })).toEqual({ 'urn:uuid:P': 'Patient/9' });
    expect(resolveInBundle(resource, { source: 'b', urls })).toEqual({ 'urn:uuid:P': 'Patient/b:9' });
    expect(resolveInBundle(resource, { source: 'b', urls: new Map() })).toEqual({});
  });

  it('follow absolute urls inside the bundle, with or without a version', () => {
    const urls = new Map([['https://a/fhir/Patient/1', 'Patient/other']]);
    const subject = (reference: string) => ({ resourceType: 'Observation', id: 'o', subject: { reference } });
    const context = { source: DEFAULT_SOURCE, urls };
    expect(resolveInBundle(subject('https://a/fhir/Patient/1'), context)).toEqual({
      'https://a/fhir/Patient/1': 'Patient/other',
    });
    expect(resolveInBundle(subject('https://a/fhir/Patient/1/_history/3'), context)).toEqual({
      'https://a/fhir/Patient/1/_history/3': 'Patient/other',
    });
  });

  it('do not take a record of another server for one of ours with the same id', () => {
    const resource = {
      resourceType: 'Observation',
      id: 'o',
      subject: { reference: 'https://elsewhere/fhir/Patient/1' },
    };
    const context = { source: DEFAULT_SOURCE, urls: new Map(), fullUrl: 'https://a/fhir/Observation/o' };
    const references = resolveInBundle(resource, context);
    expect(canonicalReference('https://elsewhere/fhir/Patient/1', { source: DEFAULT_SOURCE, references })).toEqual({
      kind: 'unknown',
      why: 'external',
    });
    expect(resolveInBundle({ ...resource, subject: { reference: 'https://a/fhir/Patient/1' } }, context)).toEqual({});
  });
});

describe('sources', () => {
  it('keep the ids of senders apart; those of the default source stay as they are', () => {
    expect(recordId(DEFAULT_SOURCE, 'x')).toBe('x');
    expect(recordId('b', 'x')).toBe('b:x');
  });

  it('have short plain names', () => {
    expect(['a', 'Clinic-7', 'x'.repeat(24)].every(isSourceName)).toBe(true);
    expect(['', 'a:b', 'a b', 'a.b', 'x'.repeat(25), 'é', 'a\n'].some(isSourceName)).toBe(false);
  });
});

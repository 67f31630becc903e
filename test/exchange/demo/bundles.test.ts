import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type DemoOptions, demoBundles } from '../../../subgraphs/exchange/demo/index.js';
import { at, demoWorld, referencesIn } from './demo-world.js';

function hash(options?: DemoOptions): string {
  const sum = createHash('sha256');
  for (const bundle of demoBundles(options)) sum.update(JSON.stringify(bundle));
  return sum.digest('hex');
}

describe('demo bundles are the same wherever and whenever they are made', () => {
  it('two runs give the same bytes', () => {
    expect(hash({ people: 40 })).toBe(hash({ people: 40 }));
  });

  it('another seed gives other people with other lives, and the same stories', () => {
    const names = (seed: number) =>
      [...demoBundles({ people: 20, seed })]
        .slice(1)
        .map(({ entry }) => String(at(entry[0]?.resource, 'name', 'family')[0]));
    const lives = (seed: number) => [...demoBundles({ people: 20, seed })].map(({ entry }) => entry.length);
    expect(names(2).slice(0, 8)).toEqual(names(1).slice(0, 8));
    expect(names(2).slice(8)).not.toEqual(names(1).slice(8));
    expect(lives(2).slice(9)).not.toEqual(lives(1).slice(9));
  });

  it('a person does not depend on how many people there are', () => {
    const few = [...demoBundles({ people: 14 })];
    const more = [...demoBundles({ people: 20 })].slice(0, few.length);
    expect(JSON.stringify(more)).toBe(JSON.stringify(few));
  });

  it('streams: the first of a hundred thousand people comes at once', () => {
    const stream = demoBundles({ people: 100_000 });
    stream.next();
    expect(stream.next().value?.entry[0]?.resource.id).toBe('ana-lima');
  });

  it('nothing is dated later than the day it was made for, but appointments, slots and plans', () => {
    const ahead = new Set(['Appointment', 'Slot', 'Schedule', 'Consent', 'Goal', 'Coverage']);
    const { resources } = demoWorld({ people: 40 });
    const late = resources
      .filter(({ resourceType }) => !ahead.has(resourceType))
      .filter((resource) =>
        at(resource, 'effectiveDateTime')
          .concat(at(resource, 'period', 'start'), at(resource, 'created'))
          .some((date) => String(date) > '2026-07-01'),
      );
    expect(late.map(({ id }) => id)).toEqual([]);
  });

  it('an earlier day gives a shorter history', () => {
    const early = demoWorld({ people: 1, today: '2024-12-31' });
    const late = demoWorld({ people: 1 });
    expect(early.resources.length).toBeLessThan(late.resources.length);
    expect(at(early.resources, 'period', 'start').filter((date) => String(date) > '2025-01-01')).toEqual([]);
  });

  it.each([[-1], [1.5], [Number.NaN]])('refuses %s people', (people) => {
    expect(() => demoBundles({ people }).next()).toThrow(RangeError);
  });

  it('refuses a day that is none', () => {
    expect(() => demoBundles({ today: '2026-02-30' }).next()).toThrow('not a calendar date');
  });
});

describe('references', () => {
  const { bundles, resources, byReference } = demoWorld();
  const identifiers = new Set(
    resources.flatMap((resource) =>
      (at(resource, 'identifier') as { system?: string; value?: string }[]).map(
        ({ system, value }) => `${resource.resourceType}?identifier=${system}|${value}`,
      ),
    ),
  );

  it('each id occurs once for its type and is a FHIR id', () => {
    expect(byReference.size).toBe(resources.length);
    expect(resources.filter(({ id }) => !/^[A-Za-z0-9.-]{1,64}$/.test(id))).toEqual([]);
  });

  it('every reference resolves: by id, by address in its bundle, by identifier, or to what the resource contains', () => {
    const lost = bundles.flatMap(({ entry }) => {
      const addresses = new Set(entry.map(({ fullUrl }) => fullUrl));
      return entry.flatMap(({ resource }) => {
        const contained = new Set(at(resource, 'contained', 'id').map((id) => `#${String(id)}`));
        return referencesIn(resource).filter(
          (to) => !byReference.has(to) && !addresses.has(to) && !identifiers.has(to) && !contained.has(to),
        );
      });
    });
    expect(lost).toEqual([]);
  });

  it('all the forms of real senders occur, most bundles are plain', () => {
    const formOf = (references: string[]) => {
      if (references.some((to) => to.startsWith('urn:uuid:'))) return 'urn';
      if (references.some((to) => to.includes('?identifier='))) return 'conditional';
      return references.includes('#coverage') ? 'contained' : 'plain';
    };
    const counts: Record<string, number> = {};
    for (const bundle of bundles) {
      const form = formOf(referencesIn(bundle));
      counts[form] = (counts[form] ?? 0) + 1;
    }
    expect(counts['urn']).toBeGreaterThan(10);
    expect(counts['conditional']).toBeGreaterThan(10);
    expect(counts['contained']).toBeGreaterThan(3);
    expect(counts['plain']).toBeGreaterThan(bundles.length * 0.7);
  });

  it('addresses of entries are unique, and transactions say where each entry goes', () => {
    for (const { type, entry } of bundles) {
      expect(new Set(entry.map(({ fullUrl }) => fullUrl)).size).toBe(entry.length);
      const asked = entry.map(({ request }) => request?.url);
      const own = entry.map(({ resource }) => `${resource.resourceType}/${resource.id}`);
      expect(asked).toEqual(type === 'transaction' ? own : own.map(() => undefined));
    }
  });

  it('a bundle holds records of its own patient only', () => {
    for (const { entry } of bundles.slice(1)) {
      const address = new Set([`Patient/${entry[0]?.resource.id}`, entry[0]?.fullUrl]);
      const subjects = ['subject', 'patient', 'beneficiary'].flatMap((element) =>
        entry.flatMap(({ resource }) => at(resource, element, 'reference')),
      );
      expect(subjects.filter((subject) => !address.has(String(subject)))).toEqual([]);
    }
  });

  it('is plain JSON: nothing is lost when it is written and read again', () => {
    expect(JSON.parse(JSON.stringify(bundles.slice(0, 30)))).toStrictEqual(bundles.slice(0, 30));
  });
});

/** What the build refuses of a policy, each time saying where. */
import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import '../../subgraphs/kinds.js';
import { catalogue, type FieldPolicy, PolicyCatalogue } from '../../schema/policy/catalogue.js';
import type { Facet } from '../../schema/policy/facets.js';
import { type PolicyInput, verifyPolicy } from '../../schema/policy/verify.js';
import { unnamedElements } from '../../subgraphs/shared/searched-elements.js';

const SDL = `
  type Query { person(id: ID!, born: String): Person }
  type Person { id: ID! name: String born: String age: Int }
`;

interface Change {
  readonly sdl?: string;
  readonly grants?: Record<string, readonly string[]>;
  readonly keys?: [string, string[]][];
  readonly declare?: (catalogue: PolicyCatalogue) => void;
  readonly leaveOut?: string;
}

const plain = (facet: string, more: Partial<FieldPolicy> = {}): FieldPolicy => ({
  facet: facet as Facet,
  sources: [],
  summarises: null,
  ...more,
});

/** The problems of a small policy in which nothing is wrong but what is changed. */
function problems({ sdl = SDL, grants, keys, declare, leaveOut }: Change = {}): string[] {
  const catalogue = new PolicyCatalogue();
  catalogue.field('Query.person', plain('identity'));
  catalogue.field('Person.id', plain('key'));
  catalogue.field('Person.name', plain('identity'));
  catalogue.field('Person.born', plain('demographics'));
  catalogue.field(
    'Person.age',
    plain('identity', { sources: ['Person.born'], summarises: 'Tells whole years, never the day of birth.' }),
  );
  catalogue.argument('Query.person(born:)', { facet: 'demographics', touches: ['Person.born'] });
  if (leaveOut) catalogue.fields.delete(leaveOut);
  declare?.(catalogue);
  const roles = grants ?? { clerk: ['key', 'identity', 'demographics'], guest: ['key', 'identity'] };
  return verifyPolicy({
    schemas: { people: buildSchema(sdl) },
    catalogue,
    grants: Object.fromEntries(
      Object.entries(roles).map(([role, granted]) => [role, { title: role, purpose: '', grants: granted as Facet[] }]),
    ) as PolicyInput['grants'],
    keys: new Map(keys ?? [['Person', ['id']]]),
  });
}

describe('the policy check', () => {
  it('has nothing to say about a policy that holds together', () => {
    expect(problems()).toEqual([]);
  });

  it('refuses a field without a facet', () => {
    const sdl = SDL.replace('age: Int', 'age: Int secret: String');
    expect(problems({ sdl })).toEqual(['Person.secret (people): has no facet']);
  });

  it('refuses a field of an interface without a facet', () => {
    expect(problems({ sdl: `${SDL} interface Named { alias: String }` })).toEqual([
      'Named.alias (people): has no facet',
    ]);
  });

  it('refuses a field without a facet also when it is named like federation’s own', () => {
    const sdl = SDL.replace('age: Int', 'age: Int _secret: String');
    expect(problems({ sdl })).toEqual(['Person._secret (people): has no facet']);
  });

  it('refuses an entry point without a facet, a mutation too', () => {
    expect(problems({ sdl: `${SDL} type Mutation { rename(id: ID!): Person }` })).toEqual([
      'Mutation.rename (people): has no facet',
    ]);
  });

  it('refuses an unknown facet', () => {
    const declare = (catalogue: PolicyCatalogue) => void catalogue.fields.set('Person.name', plain('identitty'));
    expect(problems({ declare })).toEqual(["Person.name: 'identitty' is not a facet of schema/policy/facets.ts"]);
  });

  it('refuses a facet that is only a name every object has', () => {
    const declare = (catalogue: PolicyCatalogue) => void catalogue.fields.set('Person.name', plain('constructor'));
    expect(problems({ declare })).toEqual([expect.stringContaining("Person.name: 'constructor'")]);
  });

  it('refuses the grant of an unknown facet', () => {
    const grants = { clerk: ['key', 'identity', 'demographics'], guest: ['key', 'identity', 'everything'] };
    expect(problems({ grants })).toEqual([
      "role guest: grants 'everything', which is not a facet of schema/policy/facets.ts",
    ]);
  });

  it('refuses a hidden field as @key', () => {
    expect(problems({ keys: [['Person', ['born']]] })).toEqual([
      'Person.born: is a @key, but hidden (facet demographics) from guest who see Person',
    ]);
  });

  it('refuses a hidden field in a compound @key', () => {
    expect(problems({ keys: [['Person', ['id', 'born']]] })).toEqual([
      expect.stringMatching(/^Person\.born: is a @key/),
    ]);
  });

  it('refuses a @key that is not declared', () => {
    expect(problems({ leaveOut: 'Person.id' })).toEqual([expect.stringMatching(/^Person\.id .*has no facet/)]);
  });

  it('refuses an argument open to a role whose field is not', () => {
    const declare = (catalogue: PolicyCatalogue) =>
      void catalogue.arguments.set('Query.person(born:)', { facet: 'identity', touches: ['Person.born'] });
    expect(problems({ declare })).toEqual([
      'Query.person(born:): open to guest, but Person.born (facet demographics) is not',
    ]);
  });

  it('refuses an argument of which a later field is hidden', () => {
    const declare = (catalogue: PolicyCatalogue) =>
      void catalogue.arguments.set('Query.person(born:)', {
        facet: 'identity',
        touches: ['Person.name', 'Person.born'],
      });
    expect(problems({ declare })).toHaveLength(1);
  });

  it('refuses an argument that says nothing of what it looks at', () => {
    const sdl = SDL.replace('born: String)', 'born: String, like: String)');
    expect(problems({ sdl })).toEqual(['Query.person(like:) (people): has no facet and touches no declared field']);
  });

  it('refuses an argument that touches what does not exist', () => {
    const declare = (catalogue: PolicyCatalogue) =>
      void catalogue.arguments.set('Query.person(born:)', { facet: 'demographics', touches: ['Person.birth'] });
    expect(problems({ declare })).toEqual(['Query.person(born:): touches Person.birth, which does not exist']);
  });

  it('refuses a derived field that reads a hidden one', () => {
    const declare = (catalogue: PolicyCatalogue) =>
      void catalogue.fields.set('Person.age', plain('identity', { sources: ['Person.born'] }));
    expect(problems({ declare })).toEqual([
      'Person.age: computed from Person.born (facet demographics), which guest may not read',
    ]);
  });

  it('refuses a derived field that reads what does not exist, even one that summarises', () => {
    const declare = (catalogue: PolicyCatalogue) =>
      void catalogue.fields.set(
        'Person.age',
        plain('identity', { sources: ['Person.birth'], summarises: 'Tells whole years, never the day of birth.' }),
      );
    expect(problems({ declare })).toEqual(['Person.age: is computed from Person.birth, which does not exist']);
  });

  it('refuses to open a summary for a reason that is no sentence', () => {
    const declare = (catalogue: PolicyCatalogue) =>
      void catalogue.fields.set('Person.age', plain('identity', { sources: ['Person.born'], summarises: 'less' }));
    expect(problems({ declare })).toEqual([
      'Person.age: summarises, but does not say in a sentence how it tells less than its sources',
    ]);
  });

  it('follows the stored paths of a computed field to the fields that show them, and refuses hidden ones', () => {
    const declare = (catalogue: PolicyCatalogue) =>
      void catalogue.fields.set('Person.age', plain('identity', { needs: ['born'] }));
    expect(problems({ declare })).toEqual([
      'Person.age: computed from Person.born (facet demographics), which guest may not read',
    ]);
  });

  const PARTS = SDL.replace('age: Int', 'age: Int papers: [Paper]').concat(
    'type Paper { number: String seen: String }',
  );
  const papers = (catalogue: PolicyCatalogue) => {
    catalogue.field('Person.papers', plain('identity'));
    catalogue.field('Paper.number', plain('demographics'));
    catalogue.field('Paper.seen', plain('identity'));
  };

  it('follows them into the parts of a record', () => {
    const declare = (catalogue: PolicyCatalogue) => {
      papers(catalogue);
      catalogue.fields.set('Person.age', plain('identity', { needs: ['papers.number'] }));
    };
    expect(problems({ sdl: PARTS, declare })).toEqual([
      'Person.age: computed from Paper.number (facet demographics), which guest may not read',
    ]);
  });

  it('takes a field that needs a whole part as computed from all of it', () => {
    const declare = (catalogue: PolicyCatalogue) => {
      papers(catalogue);
      catalogue.fields.set('Person.age', plain('identity', { needs: ['papers'] }));
    };
    expect(problems({ sdl: PARTS, declare })).toEqual([
      'Person.age: computed from Paper.number (facet demographics), which guest may not read',
    ]);
  });

  it('lets a computed field need the open parts beside a hidden one', () => {
    const declare = (catalogue: PolicyCatalogue) => {
      papers(catalogue);
      catalogue.fields.set('Person.age', plain('identity', { needs: ['papers.seen'] }));
    };
    expect(problems({ sdl: PARTS, declare })).toEqual([]);
  });

  it('refuses a computed field whose stored path no field shows', () => {
    const declare = (catalogue: PolicyCatalogue) =>
      void catalogue.fields.set('Person.age', plain('identity', { needs: ['extension.url'] }));
    expect(problems({ declare })).toEqual([
      "Person.age: is computed from the stored path 'extension.url', but no field shows Person.extension: name its source, or say that the field owns it",
    ]);
  });

  it('lets a field own an element that no other shows, and holds others to what the owner is', () => {
    const sdl = SDL.replace('age: Int', 'age: Int race: String');
    const declare = (catalogue: PolicyCatalogue) => {
      catalogue.field('Person.race', plain('demographics', { needs: ['extension.url'], owns: ['extension'] }));
      catalogue.fields.set('Person.age', plain('identity', { needs: ['extension.url'] }));
    };
    expect(problems({ sdl, declare })).toEqual([
      'Person.age: computed from Person.race (facet demographics), which guest may not read',
    ]);
  });

  it('refuses a field that asks the store without naming what for', () => {
    const declare = (catalogue: PolicyCatalogue) =>
      void catalogue.fields.set('Person.age', plain('identity', { asksStore: true }));
    expect(problems({ declare })).toEqual([
      'Person.age: asks the store, but names neither its sources nor the records it shows',
    ]);
  });

  it('refuses a list that counts records of which a role may read nothing', () => {
    const sdl = `${SDL} type Visit { id: ID! at: String }`;
    const declare = (catalogue: PolicyCatalogue) => {
      catalogue.field('Visit.id', plain('key'));
      catalogue.field('Visit.at', plain('visit'));
      catalogue.fields.set('Person.age', plain('identity', { asksStore: true, records: ['Visit'] }));
    };
    const grants = { clerk: ['key', 'identity', 'demographics', 'visit'], guest: ['key', 'identity'] };
    expect(problems({ sdl, declare, grants })).toEqual([
      'Person.age: counts records of Visit, of which guest may read no field',
    ]);
  });

  it('refuses a list of records that have no field at all', () => {
    const declare = (catalogue: PolicyCatalogue) =>
      void catalogue.fields.set('Person.age', plain('identity', { asksStore: true, records: ['Visit'] }));
    expect(problems({ declare })).toEqual(['Person.age: shows records of Visit, which has no field']);
  });

  it('refuses declarations that contradict each other, in either order', () => {
    const declare = (catalogue: PolicyCatalogue) => {
      catalogue.field('Person.name', plain('demographics'));
      catalogue.argument('Query.person(born:)', { facet: 'identity', touches: [] });
    };
    expect(problems({ declare })).toEqual([
      'Person.name: declared as identity and as demographics',
      'Query.person(born:): declared as demographics and as identity',
    ]);
  });

  it('reports all problems together', () => {
    const sdl = SDL.replace('age: Int', 'age: Int secret: String');
    expect(problems({ sdl, keys: [['Person', ['born']]] })).toHaveLength(2);
  });
});

describe('what a list looks at', () => {
  it('is every element that the date it is sorted by may be taken from', () => {
    expect(unnamedElements('Observation', 'at', ['effectiveDateTime', 'effectivePeriod', 'issued'])).toEqual([
      'effectiveInstant',
      'effectiveTiming.event',
    ]);
  });

  it('may be shown by a field that holds the element, or by the field of a part', () => {
    const dates = ['billablePeriod', 'ClaimItem.servicedPeriod', 'ClaimItem.servicedDate', 'created'];
    expect(unnamedElements('Claim', 'at', dates)).toEqual([]);
    expect(unnamedElements('Claim', 'at', dates.slice(0, -1))).toEqual(['created']);
    expect(unnamedElements('ImagingStudy', 'at', ['started', 'series'])).toEqual([]);
  });

  it('is told by every list of every subgraph', () => {
    expect(catalogue.conflicts).toEqual([]);
  });

  it('is the code, the category, the status and the visit too', () => {
    for (const [key, element] of Object.entries({ codes: 'code', status: 'clinicalStatus', encounter: 'encounter' }))
      expect(unnamedElements('Condition', key, ['severity'])).toEqual([element]);
  });
});

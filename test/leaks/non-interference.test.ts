/**
 * Non-interference: what a role may not see makes no difference to it. Everything a role can ask is asked, then what it
 * may not see is changed, and every answer must be the same bytes: data, totals, cursors, errors.
 */
import { buildSchema } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { readRoleSdl } from '../../schema/derive/generated.js';
import { catalogue } from '../../schema/policy/catalogue.js';
import { ROLE_GRANTS } from '../../schema/policy/roles.js';
import type { Role } from '../../schema/policy/viewer.js';
import { administrative } from '../../subgraphs/administrative/subgraph.js';
import { clinical } from '../../subgraphs/clinical/subgraph.js';
import { financial } from '../../subgraphs/financial/subgraph.js';
import { population } from '../../subgraphs/population/subgraph.js';
import { buildSubgraph } from '../../subgraphs/shared/subgraph.js';
import { MARKED_ID, markedRecords } from '../support/markers.js';
import { wholeView } from '../support/whole-view.js';
import { createWorld, type OpenWorld, type Resource } from '../support/world.js';

const built = await Promise.all([administrative, clinical, financial, population].map(buildSubgraph));
const marked = markedRecords(built.map(({ schema }) => schema));
const world = await createWorld();

const WIDE = { MAX_DEPTH: '40', MAX_ALIASES: '1000', MAX_TOKENS: '100000', MAX_COST: '1000000000' };
const KNOWN_TO_ALL = ['Organization', 'Practitioner', 'PractitionerRole', 'Location', 'Schedule', 'Slot', 'Medication'];
const PERSONAL_ROLES = ['clinician', 'registrar', 'biller', 'insurer', 'patient'] as const;
const WHO = {
  organization: MARKED_ID('Organization'),
  patient: MARKED_ID('Patient'),
  subject: MARKED_ID('Practitioner'),
};

/** The marked records once more, of another patient, another organisation and another insurer. */
const others: Resource[] = marked.resources.map(
  (resource) => JSON.parse(JSON.stringify(resource).replace(/\b([a-z]+)-1"/g, '$1-2"')) as Resource,
);

function isGranted(role: Role, coordinate: string): boolean {
  const facet = catalogue.fields.get(coordinate)?.facet;
  return facet !== undefined && (ROLE_GRANTS[role].grants as readonly string[]).includes(facet);
}

/** The records with another value in every field that the role may not read. */
function altered(role: Role, salt: number): Resource[] {
  const hidden = (value: string | number) => {
    const coordinates = [...marked.coordinatesIn(String(value))];
    return coordinates.length > 0 && coordinates.every((coordinate) => !isGranted(role, coordinate));
  };
  const alter = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(alter);
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, alter(inner)]));
    if (typeof value === 'string') return hidden(value) ? `altered-${salt}` : value;
    return typeof value === 'number' && hidden(value) ? value * 2 + salt : value;
  };
  // A version that was there before is no new one: each round says which it is, in an element that is not served.
  const round = { implicitRules: `urn:round:${role}:${salt}` };
  return marked.resources.map((resource) => ({ ...(alter(resource) as Resource), ...round }));
}

let open: OpenWorld;
/** Nothing is kept, so that the trail itself, which a patient reads, stays the same. */
const forgetful = { insertMany: () => Promise.resolve() };

async function everythingOf(role: Role, without: readonly string[] = []): Promise<string[]> {
  const asker = await open.as(role, role === 'clinician' ? { ...WHO, width: 'NETWORK' } : WHO);
  const texts: string[] = [];
  for (const { name, query } of wholeView(
    buildSchema(readRoleSdl(role), { assumeValidSDL: true }),
    MARKED_ID,
    without,
  )) {
    const { status, text } = await asker.ask(query);
    texts.push(`${name} ${status} ${text}`);
  }
  return texts;
}

beforeAll(async () => {
  await world.tell(...marked.resources, ...others.filter(({ resourceType }) => KNOWN_TO_ALL.includes(resourceType)));
  open = await world.open({ env: WIDE, trail: forgetful });
});

/** Fields whose answers tell when they were given. */
const TIMED = ['changes', 'summary'];

describe('records out of scope', () => {
  it('make no difference to anybody', async () => {
    const before = new Map<Role, string[]>();
    // Feed and summary tell the time; `npm run prove` compares them by a clock that stands.
    for (const role of PERSONAL_ROLES) before.set(role, await everythingOf(role, TIMED));
    await world.tell(...others.filter(({ resourceType }) => !KNOWN_TO_ALL.includes(resourceType)));
    for (const role of PERSONAL_ROLES) expect(await everythingOf(role, TIMED)).toEqual(before.get(role));
    // They are there: whoever stands on the other side reads them.
    const there = await open.as('clinician', { organization: 'organization-2', subject: 'practitioner-2' });
    expect((await there.ask('{ patient(id: "patient-2") { id } }')).at('patient.id')).toBe('patient-2');
  }, 180_000);
});

/**
 * Fields that tell that there was a further version, by its number; what differs in it is what `npm run prove` compares.
 * Who is billed is always told that a bill replaces another (the claim frequency code of X12 837).
 */
const NUMBERED = ['history', 'Claim.version'];

describe('values of hidden fields', () => {
  it.each(['registrar', 'biller', 'insurer', 'clinician', 'auditor'] as const)(
    'make no difference to the %s',
    async (role) => {
      await world.tell(...altered(role, 1));
      const before = await everythingOf(role, [...NUMBERED, ...TIMED]);
      await world.tell(...altered(role, 2));
      expect(await everythingOf(role, [...NUMBERED, ...TIMED])).toEqual(before);
      expect(before.join()).not.toContain('altered-');
    },
  );
});

/** The feed of changes: in order, resumable, within the walls as they stand. */
import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_ACCESS } from '../../schema/policy/access-settings.js';
import { createPolicy } from '../../schema/policy/decide.js';
import type { Viewer } from '../../schema/policy/viewer.js';
import { PatientAccesses } from '../../subgraphs/shared/access/patient-access.js';
import { decodePosition, encodePosition, type FeedPosition } from '../../subgraphs/shared/changes/feed-position.js';
import { RecordChanges } from '../../subgraphs/shared/changes/record-changes.js';
import type { CommitDocument } from '../../subgraphs/shared/databases.js';
import { RecordStore } from '../../subgraphs/shared/record-store.js';
import { visit } from '../leaks/two-houses.js';
import { type Asker, createWorld, type OpenWorld, type Resource } from '../support/world.js';

const world = await createWorld();
const person = (id: string, house: string): Resource => ({
  resourceType: 'Patient',
  id,
  name: [{ family: id }],
  managingOrganization: { reference: `Organization/${house}` },
});
const problem = (id: string, patient: string, text: string): Resource => ({
  resourceType: 'Condition',
  id,
  code: { text },
  subject: { reference: `Patient/${patient}` },
  encounter: { reference: `Encounter/visit-${patient}` },
});

let open: OpenWorld;
let clinician: Asker;
beforeAll(async () => {
  await world.tell(
    { resourceType: 'Organization', id: 'north', name: 'North' },
    { resourceType: 'Organization', id: 'south', name: 'South' },
    ...['ann', 'ben'].flatMap((id) => [person(id, 'north'), visit(`visit-${id}`, id, 'north')]),
    person('cyd', 'south'),
    visit('visit-cyd', 'cyd', 'south'),
    problem('a', 'ann', 'first'),
    problem('b', 'ben', 'first'),
    problem('c', 'cyd', 'first'),
    problem('a', 'ann', 'second'),
  );
  open = await world.open();
  clinician = await open.as('clinician', { organization: 'north', subject: 'doctor' });
});

const QUERY = `query ($after: String, $since: String, $first: Int, $patient: ID) {
  changes(after: $after, since: $since, first: $first, patient: $patient) {
    cursor hasMore changes { kind record about version recorded }
  }
}`;

interface Page {
  readonly cursor: string;
  readonly hasMore: boolean;
  readonly changes: { kind: string; record: string; about: string | null; version: number; recorded: string }[];
}

async function changes(variables: Record<string, unknown>, asker = clinician): Promise<Page> {
  const answer = await asker.ask(QUERY, variables);
  expect(answer.errors).toBeUndefined();
  return answer.at('changes') as Page;
}

const named = ({ changes: all }: Pick<Page, 'changes'>) =>
  all.map(({ kind, record, version }) => `${kind}/${record}/${version}`);

/** Everything from a place on, page by page. */
async function allFrom(
  after: string | null,
  first: number,
  asker = clinician,
): Promise<{ names: string[]; cursor: string }> {
  const names: string[] = [];
  let cursor = after;
  for (;;) {
    const page = await changes({ after: cursor, first }, asker);
    names.push(...named(page));
    cursor = page.cursor;
    if (!page.hasMore) return { names, cursor };
  }
}

describe('what changed', () => {
  it('comes in order, of what the viewer reaches, each version once', async () => {
    const page = await changes({});
    expect(named(page).filter((name) => name.startsWith('Condition'))).toEqual([
      'Condition/a/1',
      'Condition/b/1',
      'Condition/a/2',
    ]);
    expect(named(page)).toContain('Patient/ann/1');
    expect(named(page)).not.toContain('Patient/cyd/1');
    expect(page.changes.map(({ recorded }) => recorded)).toEqual(page.changes.map(({ recorded }) => recorded).sort());
    expect(new Set(named(page)).size).toBe(page.changes.length);
  });

  it('is the same in pages of any size', async () => {
    const whole = named(await changes({}));
    for (const first of [1, 2, 3, 7]) expect((await allFrom(null, first)).names).toEqual(whole);
  });

  it('goes on where it ended: nothing twice, and what came meanwhile once', async () => {
    const { cursor } = await allFrom(null, 5);
    expect((await allFrom(cursor, 5)).names).toEqual([]);
    await world.tell(problem('d', 'ann', 'later'), problem('e', 'cyd', 'later'), problem('b', 'ben', 'changed'));
    const next = await allFrom(cursor, 1);
    expect(next.names).toEqual(['Condition/d/1', 'Condition/b/2']);
    expect((await allFrom(next.cursor, 5)).names).toEqual([]);
    // From the older place the same comes again: the place is the reader's, not ours.
    expect((await allFrom(cursor, 9)).names).toEqual(next.names);
  });

  it('is narrowed to a patient and begins at a date', async () => {
    expect(new Set((await changes({ patient: 'ben' })).changes.map(({ about }) => about))).toEqual(new Set(['ben']));
    expect((await changes({ patient: 'cyd' })).changes).toEqual([]);
    expect((await changes({ since: '2100-01-01' })).changes).toEqual([]);
  });

  it.each([
    ['BAD_CURSOR', { after: 'x' }],
    ['BAD_CURSOR', { after: Buffer.from('["now"]').toString('base64url') }],
    ['BAD_PAGE', { first: 0 }],
    ['BAD_ARGUMENT', { since: 'yesterday' }],
  ])('is refused as %s for %j', async (code, variables) => {
    expect((await clinician.ask(QUERY, variables)).errors?.[0]?.extensions.code).toBe(code);
  });
});

describe('the walls around changes', () => {
  it('stand as they do now, not as they did', async () => {
    const south = await open.as('clinician', { organization: 'south', subject: 'other' });
    const { cursor } = await allFrom(null, 50, south);
    // Ann comes into the care of the south: what is written from now on is told, what was before is not told again.
    await world.tell(visit('visit-south', 'ann', 'south'));
    const { names } = await allFrom(cursor, 50, south);
    expect(names).toContain('Encounter/visit-south/1');
    expect(names).not.toContain('Condition/a/2');
  });

  it('show a kind to those only who read something of it', async () => {
    const registrar = await open.as('registrar', { organization: 'north', subject: 'desk' });
    const kinds = new Set((await changes({}, registrar)).changes.map(({ kind }) => kind));
    expect(kinds).toContain('Patient');
    expect(kinds).not.toContain('Condition');
    for (const role of ['insurer', 'agency', 'analyst', 'auditor'] as const)
      expect((await (await open.as(role, { organization: 'north' })).ask(QUERY)).errors?.[0]?.extensions.code).toBe(
        'GRAPHQL_VALIDATION_FAILED',
      );
  });
});

describe('commits that turn up late', () => {
  const viewer: Viewer = {
    ...{ subject: 'doctor', role: 'clinician', organization: 'north', patient: null, purpose: 'TREAT' },
    ...{ tokenId: null, width: 'PRACTICE' },
  };
  const feed = (now: number) => {
    const { databases } = world;
    const accesses = new PatientAccesses(databases, viewer, DEFAULT_ACCESS);
    return new RecordChanges({
      ...{ viewer, policy: createPolicy(), databases, now: () => now },
      storeOf: (subgraph) => new RecordStore({ viewer, subgraph, databases, accesses }),
    });
  };
  const START: FeedPosition = { at: 0, seen: new Set() };
  const page = async (after: FeedPosition, now: number) => {
    const found = await feed(now).page({ after, first: 500, patient: null });
    // A place travels as text.
    return { ...found, position: decodePosition(encodePosition(found.position)) };
  };
  const commits = () => world.databases.of('clinical').commits;

  it('behind others that are later are handed out all the same, once', async () => {
    const now = Date.now();
    const first = await page(START, now);
    await world.tell(problem('late', 'ann', 'late'));
    await commits().updateOne({ keys: 'Condition/late/1' }, { $set: { at: new Date(now - 8000) } });
    const second = await page(first.position, now + 1000);
    expect(second.changes.map(({ id }) => id)).toEqual(['late']);
    const third = await page(second.position, now + 60_000);
    expect(third.changes).toEqual([]);
    expect(third.position.seen.size).toBe(0);
  });

  it('or are applied late hold the place back until they are', async () => {
    const now = Date.now();
    await world.tell(problem('waiting', 'ann', 'waiting'));
    const key = { keys: 'Condition/waiting/1' };
    await commits().updateOne(key, { $set: { applied: false } });
    const before = await page(START, now + 120_000);
    expect(before.changes.map(({ id }) => id)).not.toContain('waiting');
    expect(before.position.at).toBeLessThanOrEqual((await commits().findOne<CommitDocument>(key))?.at.getTime() ?? 0);
    await commits().updateOne(key, { $set: { applied: true } });
    const after = await page(before.position, now + 120_000);
    expect(after.changes.map(({ id }) => id)).toEqual(['waiting']);
  });
});

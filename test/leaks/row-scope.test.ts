/** A record out of a viewer's scope is as if it did not exist: by every path, byte for byte. */
import { buildSchema } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { readRoleSdl } from '../../schema/derive/generated.js';
import { wholeView } from '../support/whole-view.js';
import { type Answer, createWorld, type OpenWorld } from '../support/world.js';
import { BOTH, bill, NORTH, NORTHERNERS, type Northerner, pressure, SOUTH, visit } from './two-houses.js';

const WIDE = { MAX_DEPTH: '40', MAX_ALIASES: '1000', MAX_TOKENS: '100000', MAX_COST: '1000000000' };
const NORTHERN_ROLES = Object.keys(NORTHERNERS) as Northerner[];

/** Everybody may look these up. */
const DIRECTORY: ReadonlySet<string> = new Set([
  'Organization',
  'Practitioner',
  'PractitionerRole',
  'Location',
  'Schedule',
  'Slot',
]);

/** Ids of the south, of the length of the unknown ones. */
const southern = (kind: string) => SOUTH.find(({ resourceType }) => resourceType === kind)?.id ?? `no-${kind}`;
const unknown = (kind: string) => (DIRECTORY.has(kind) ? southern(kind) : southern(kind).replace(/.$/, '~'));

/** All that a client sees of an answer, but for the time of day. */
function seen({ status, headers, text }: Answer) {
  return { status, headers: [...headers].filter(([name]) => name !== 'date'), text };
}

const world = await createWorld();
let open: OpenWorld;
beforeAll(async () => {
  await world.tell(...NORTH, ...SOUTH, ...BOTH);
  open = await world.open({ env: WIDE });
});
const northern = (role: Northerner) => open.as(role, NORTHERNERS[role]);

describe.each(NORTHERN_ROLES)('to the %s of the north', (role) => {
  it('a record of the south is an unknown one, whatever is asked of it', async () => {
    const view = buildSchema(readRoleSdl(role), { assumeValidSDL: true });
    const [forbidden, absent] = [wholeView(view, southern), wholeView(view, unknown)];
    const asker = await northern(role);
    let asked = 0;
    for (const [index, { name, query }] of forbidden.entries()) {
      const other = absent[index]?.query ?? '';
      if (query === other) continue;
      asked += 1;
      expect({ name, ...seen(await asker.ask(query)) }).toEqual({ name, ...seen(await asker.ask(other)) });
    }
    expect(asked).toBeGreaterThan(2);
  });

  it('no list, total or sum holds anything of the south', async () => {
    const view = buildSchema(readRoleSdl(role), { assumeValidSDL: true });
    const asker = await northern(role);
    for (const { query } of wholeView(view, (kind) => NORTH.find((one) => one.resourceType === kind)?.id ?? 'none'))
      expect((await asker.ask(query)).text).not.toMatch(
        /-(of|for|about|ben)-?ben\b|"(visit|bill|cover|answer|booking|consent)-ben"/,
      );
  });
});

describe('what each reaches', () => {
  it.each([
    ['clinician', '{ patients { totalCount nodes { id } } }', ['ann', 'cyd']],
    ['registrar', '{ patients { totalCount nodes { id } } }', ['ann', 'cyd']],
    ['biller', '{ patients { totalCount nodes { id } } }', ['ann', 'cyd']],
    ['insurer', '{ patients { totalCount nodes { id } } }', ['ann']],
    ['biller', '{ claims { totalCount nodes { id } } }', ['bill-ann', 'bill-ann-cash', 'bill-cyd-cash']],
    ['insurer', '{ claims { totalCount nodes { id } } }', ['bill-ann']],
    ['insurer', '{ coverages { totalCount nodes { id } } }', ['cover-ann', 'coverage-ann-red']],
    ['registrar', '{ appointments { totalCount nodes { id } } }', ['booking-ann']],
    ['clinician', '{ consents { totalCount nodes { id } } }', ['consent-ann']],
    ['patient', '{ claims { totalCount nodes { id } } }', ['bill-ann', 'bill-ann-cash']],
  ] as const)('the %s by %s', async (role, query, ids) => {
    const { data } = await (await northern(role)).ask(query);
    const [list] = Object.values(data as Record<string, { totalCount: number; nodes: { id: string }[] }>);
    expect(list?.nodes.map(({ id }) => id).sort()).toEqual(ids);
    expect(list?.totalCount).toBe(ids.length);
  });

  it('the auditor reaches consents, and no patient behind them', async () => {
    const auditor = await open.as('auditor');
    const { data } = await auditor.ask('{ consents { nodes { id patient { id } } } }');
    expect(data).toEqual({
      consents: {
        nodes: expect.arrayContaining([{ id: 'consent-ben', patient: { id: 'ben' } }]) as unknown,
      },
    });
  });

  it('nobody reaches anything without what their role is bound to', async () => {
    const elsewhere = await open.as('insurer', { organization: 'payer-of-nobody' });
    const { data } = await elsewhere.ask('{ patients { totalCount } claims { totalCount } costSummary { claims } }');
    expect(data).toEqual({ patients: { totalCount: 0 }, claims: { totalCount: 0 }, costSummary: [] });
  });
});

describe('a link from a record in reach', () => {
  it('to a record out of reach is a link to nothing', async () => {
    const linking = (id: string, target: string) => [
      { ...pressure(`link-of-${id}`, 'ann', target, 1), hasMember: [{ reference: `Observation/pressure-${id}` }] },
      bill(`bill-link-${id}`, 'ann', 'north', target, { coverage: 'cover-ann', total: 1 }),
    ];
    await world.tell(...linking('ben', 'visit-ben'), ...linking('xyz', 'visit-xyz'));
    const clinician = await northern('clinician');
    const asked = (id: string) =>
      clinician.ask(`{
        observation(id: "link-of-${id}") { id encounter { id status reasonCode { text } observations { totalCount } } hasMember { id status } }
        claim(id: "bill-link-${id}") { id item { encounter { id status reasonCode { text } patient { id displayName } conditions { totalCount nodes { id } } claims { totalCount } } } }
      }`);
    const [forbidden, absent] = [await asked('ben'), await asked('xyz')];
    expect(forbidden.errors).toBeUndefined();
    expect(forbidden.text.replaceAll('ben', 'xyz')).toBe(absent.text);
    expect(forbidden.at('claim.item.0.encounter')).toEqual([null]);
  });

  it('back to the patient reaches no further than the patient does', async () => {
    // The south billed blue for Cyd: the north treats her too, and so reads the whole chart of hers, and none of Ben's.
    const biller = await northern('biller');
    const { text } = await biller.ask(
      '{ claims { nodes { patient { id displayName coverages { nodes { id } } claims { totalCount nodes { id } } } } } }',
    );
    expect(text).not.toContain('bill-cyd"');
    expect(text).toContain('bill-cyd-cash');
  });
});

describe('what a person paid alone', () => {
  it('changes no byte of what the insurer gets', async () => {
    const view = buildSchema(readRoleSdl('insurer'), { assumeValidSDL: true });
    const operations = wholeView(view, (kind) => NORTH.find((one) => one.resourceType === kind)?.id ?? 'none');
    const insurer = await northern('insurer');
    const answers = async () => {
      const texts: string[] = [];
      for (const { query } of operations) texts.push((await insurer.ask(query)).text);
      return texts;
    };
    const before = await answers();
    await world.tell(
      visit('visit-ann-3', 'ann', 'north'),
      bill('bill-ann-cash-2', 'ann', 'north', 'visit-ann-3', { total: 6666 }),
    );
    expect(await answers()).toEqual(before);
    expect(before.join()).not.toMatch(/7777|8888|cash/);
  });

  it('is an unknown claim to the insurer, and part of the sums of the patient', async () => {
    const insurer = await northern('insurer');
    const claim = async (id: string) => seen(await insurer.ask(`{ claim(id: "${id}") { id status total { value } } }`));
    expect(await claim('bill-ann-cash')).toEqual(await claim('bill-ann-none'));
    const question =
      '{ patient(id: "ann") { claims { totalCount } costSummary { claims } utilization { claims visits } } }';
    const patient = await (await northern('patient')).ask(question);
    const red = await insurer.ask(question);
    expect(Number(patient.at('patient.claims.totalCount'))).toBeGreaterThan(
      Number(red.at('patient.claims.totalCount')),
    );
    expect(Number(patient.at('patient.costSummary.0.claims'))).toBeGreaterThan(
      Number(red.at('patient.costSummary.0.claims')),
    );
  });
});

describe('a relation', () => {
  const question = '{ patient(id: "ben") { id } patients { totalCount } observation(id: "pressure-ben") { id } }';

  it('opens the chart with the visit that makes it, and closes it with the correction that ends it', async () => {
    const clinician = await open.as('clinician', { ...NORTHERNERS.clinician, width: 'NETWORK' });
    const before = await clinician.ask(question);
    expect(before.data).toEqual({ patient: null, patients: { totalCount: 2 }, observation: null });

    await world.tell(visit('visit-ben-north', 'ben', 'north'));
    expect((await clinician.ask(question)).data).toEqual({
      patient: { id: 'ben' },
      patients: { totalCount: 3 },
      observation: { id: 'pressure-ben' },
    });

    await world.tell(visit('visit-ben-north', 'ben', 'north', 'entered-in-error'));
    expect((await clinician.ask(question)).text).toBe(before.text);
  });

  it('moves with the insurer that is billed', async () => {
    const red = await northern('insurer');
    const blue = await open.as('insurer', { organization: 'blue' });
    const claims = '{ claim(id: "bill-moves") { id } }';
    await world.tell(bill('bill-moves', 'cyd', 'south', 'visit-cyd-south', { coverage: 'cover-cyd', total: 5 }));
    expect([(await red.ask(claims)).at('claim'), (await blue.ask(claims)).at('claim.id')]).toEqual([
      null,
      'bill-moves',
    ]);
    await world.tell(bill('bill-moves', 'cyd', 'south', 'visit-cyd-south', { coverage: 'cover-ann', total: 5 }));
    expect([(await red.ask(claims)).at('claim.id'), (await blue.ask(claims)).at('claim')]).toEqual([
      'bill-moves',
      null,
    ]);
  });
});

describe('a cursor', () => {
  const page = (after: string) =>
    `{ patient(id: "ann") { observations(after: "${after}") { totalCount nodes { id } pageInfo { hasNextPage endCursor } } } }`;

  it('of another viewer is a place in the order and nothing else', async () => {
    const south = await open.as('clinician', { organization: 'south', subject: 'doctor-of-south' });
    const answer = await south.ask('{ patient(id: "ben") { observations { pageInfo { endCursor } } } }');
    const cursor = String(answer.at('patient.observations.pageInfo.endCursor'));
    const [at] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [number, string];
    const madeUp = Buffer.from(JSON.stringify([at, 'Observation/pressure-bem'])).toString('base64url');
    const clinician = await northern('clinician');
    expect(seen(await clinician.ask(page(cursor)))).toEqual(seen(await clinician.ask(page(madeUp))));
  });

  it('of another list, or made of anything else, opens nothing', async () => {
    const clinician = await northern('clinician');
    const known = new Set(['pressure-ann', 'link-of-ben', 'link-of-xyz']);
    const forged = [
      ['a', 'Patient/ben'],
      [null, 'Observation/a'],
      [9e15, 'Observation/~'],
      [0, ''],
    ];
    for (const position of forged) {
      const { data, status } = await clinician.ask(page(Buffer.from(JSON.stringify(position)).toString('base64url')));
      const nodes = (data as { patient: { observations: { nodes: { id: string }[] } } }).patient.observations.nodes;
      expect([status, nodes.filter(({ id }) => !known.has(id))]).toEqual([200, []]);
    }
    for (const text of ['{"$ne":null}', '[{"$ne":null},"x"]', '[0,{"$gt":""}]', 'x', '[1e999,"x"]']) {
      const { errors } = await clinician.ask(page(Buffer.from(text).toString('base64url')));
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_CURSOR']);
    }
  });

  it('holds the place of a record that was shown, and no other word', async () => {
    const { data } = await (await northern('insurer')).ask(
      '{ claims { edges { cursor node { id } } pageInfo { endCursor } } }',
    );
    const { edges, pageInfo } = (
      data as { claims: { edges: { cursor: string; node: { id: string } }[]; pageInfo: { endCursor: string } } }
    ).claims;
    for (const { cursor, node } of edges)
      expect(JSON.parse(Buffer.from(cursor, 'base64url').toString())).toEqual([expect.any(Number), `Claim/${node.id}`]);
    expect(pageInfo.endCursor).toBe(edges.at(-1)?.cursor);
  });
});

describe('who has looked', () => {
  it('is told to the patient about themselves only, though one answer showed two people', async () => {
    const clinician = await northern('clinician');
    await clinician.ask('query BothCharts { ann: patient(id: "ann") { id } cyd: patient(id: "cyd") { id } }');
    const log = (id: string) =>
      `{ patient(id: "${id}") { accessLog { totalCount nodes { id recorded entity { patient { id } } } } } }`;
    const ann = await northern('patient');
    const own = await ann.ask(log('ann'));
    expect(Number(own.at('patient.accessLog.totalCount'))).toBeGreaterThan(0);
    expect(own.text).not.toContain('cyd');
    expect(seen(await ann.ask(log('cyd')))).toEqual(seen(await ann.ask(log('nil'))));
  });
});

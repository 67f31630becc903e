/** Attacks 3 to 6, 10 and 12 of a subgraph: somebody who reaches it past the gateway. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema, graphql } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPolicy } from '../../schema/policy/decide.js';
import { sealViewer, VIEWER_HEADER, type Viewer } from '../../schema/policy/viewer.js';
import { administrative } from '../../subgraphs/administrative/subgraph.js';
import { clinical } from '../../subgraphs/clinical/subgraph.js';
import { financial } from '../../subgraphs/financial/subgraph.js';
import { population } from '../../subgraphs/population/subgraph.js';
import { guard } from '../../subgraphs/shared/guard.js';
import { serveSubgraph } from '../../subgraphs/shared/serve.js';
import { createSubgraph } from '../../subgraphs/shared/subgraph.js';
import { NORTH, SOUTH } from '../leaks/two-houses.js';
import { createWorld } from '../support/world.js';

const SECRET = 'a-secret-that-only-the-gateway-knows';
const world = await createWorld();
const servers: Server[] = [];
const urls: Record<string, string> = {};

beforeAll(async () => {
  await world.tell(...NORTH, ...SOUTH);
  for (const definition of [administrative, clinical, financial, population]) {
    const subgraph = await createSubgraph(definition, {
      databases: world.databases,
      writer: world.writer,
      secret: SECRET,
    });
    const server = await serveSubgraph(subgraph, { port: 0, host: '127.0.0.1', ready: async () => true });
    servers.push(server);
    urls[definition.name] = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  }
});
afterAll(async () => {
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
});

const clinician: Viewer = {
  subject: 'doctor-of-north',
  role: 'clinician',
  organization: 'north',
  patient: null,
  purpose: 'TREAT',
  tokenId: null,
  width: null,
};
const insurer: Viewer = { ...clinician, role: 'insurer', organization: 'red', purpose: 'HPAYMT' };

async function ask(subgraph: string, query: string, sealed?: string, variables?: object) {
  const response = await fetch(urls[subgraph] ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(sealed !== undefined && { [VIEWER_HEADER]: sealed }) },
    body: JSON.stringify({ query, variables }),
  });
  const headers = [...response.headers].filter(([name]) => name !== 'date');
  return { status: response.status, headers, text: await response.text() };
}

const ENTITY = (type: string, id: string, fields: string) =>
  `{ _entities(representations: [{ __typename: "${type}", id: "${id}" }]) { ... on ${type} { ${fields} } } }`;

/** Header values that the gateway did not make, or not for now. */
function forgeries(): [string, string | undefined][] {
  const good = sealViewer(clinician, SECRET);
  const [payload = '', mac = ''] = good.split('.');
  const raised = Buffer.from(
    JSON.stringify({ ...(JSON.parse(Buffer.from(payload, 'base64url').toString()) as object), organization: 'south' }),
  ).toString('base64url');
  return [
    ['none', undefined],
    ['an empty one', ''],
    ['one of another secret', sealViewer(clinician, 'another secret of the same length...')],
    ['an expired one', sealViewer(clinician, SECRET, Date.now() - 61_000)],
    ['one without its signature', payload],
    ['one with an empty signature', `${payload}.`],
    ['one with half its signature', `${payload}.${mac.slice(0, 20)}`],
    ['one that was changed', `${raised}.${mac}`],
    ['one with something behind it', `${good}.x`],
    ['two in one', `${good}, ${good}`],
    ['plain JSON', JSON.stringify(clinician)],
    ['a role that is none', sealViewer({ ...clinician, role: 'root' as 'clinician' }, SECRET)],
    ['a role of every object', sealViewer({ ...clinician, role: 'constructor' as 'clinician' }, SECRET)],
    ['two roles', sealViewer({ ...clinician, role: ['clinician'] as unknown as 'clinician' }, SECRET)],
  ];
}

describe('a subgraph asked on loopback', () => {
  const questions = {
    entities: ENTITY('Patient', 'ann', '__typename'),
    service: '{ _service { sdl } }',
    introspection: '{ __schema { types { name } } }',
    nonsense: '{ nonsense',
    nothing: '',
  };

  it.each(forgeries())('3 _entities straight at a subgraph: 401 to a viewer like this: %s', async (_what, sealed) => {
    const answers = [];
    for (const name of Object.keys(urls))
      for (const question of Object.values(questions)) answers.push(await ask(name, question, sealed));
    expect([...new Set(answers.map(({ status }) => status))]).toEqual([401]);
    // One answer for all: it does not even tell a good question from a bad one.
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(JSON.parse(answers[0]?.text ?? '')).toEqual({
      errors: [{ message: expect.any(String) as string, extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  it('answers nobody by GET, nor anything that is not JSON', async () => {
    const sealed = sealViewer(clinician, SECRET);
    const url = `${urls['clinical']}?query=${encodeURIComponent(questions.service)}`;
    const got = await fetch(url, { headers: { [VIEWER_HEADER]: sealed } });
    const posted = await fetch(urls['clinical'] ?? '', {
      method: 'POST',
      headers: { [VIEWER_HEADER]: sealed },
      body: '{',
    });
    expect([got.status, posted.status]).toEqual([400, 400]);
  });

  it('4 _service{sdl}: not shown, nor a type, even to the gateway’s viewer', async () => {
    const sealed = sealViewer(clinician, SECRET);
    for (const name of Object.keys(urls)) {
      const service = await ask(name, questions.service, sealed);
      expect(service.text).toContain('FORBIDDEN');
      expect(service.text).not.toContain('type ');
      expect((await ask(name, questions.introspection, sealed)).status).toBe(400);
    }
  });
});

describe('_entities with a good signature', () => {
  it('gives the viewer of the signature what they reach', async () => {
    const { text } = await ask(
      'administrative',
      ENTITY('Patient', 'ann', 'displayName'),
      sealViewer(clinician, SECRET),
    );
    expect(text).toContain('Family-of-ann');
  });

  it.each([
    ['administrative', 'Patient', 'ben', 'id displayName'],
    ['administrative', 'Appointment', 'booking-ben', 'id status'],
    ['clinical', 'Encounter', 'visit-ben', 'id status observations { totalCount }'],
    ['clinical', 'Observation', 'pressure-ben', 'id status'],
    ['clinical', 'Patient', 'ben', 'id observations { totalCount } conditions { nodes { id } }'],
    ['financial', 'Patient', 'ben', 'id claims { totalCount } coverages { nodes { id } }'],
    ['financial', 'Encounter', 'visit-ben', 'id claims { totalCount nodes { id } }'],
    ['financial', 'Claim', 'bill-ben', 'id status'],
  ])(
    '5 __resolveReference in the %s subgraph: a %s out of scope is an unknown one',
    async (subgraph, type, id, fields) => {
      const sealed = sealViewer(clinician, SECRET);
      const unknown = id.replace(/n$/, '~');
      const forbidden = await ask(subgraph, ENTITY(type, id, fields), sealed);
      const absent = await ask(subgraph, ENTITY(type, unknown, fields), sealed);
      expect(forbidden.text.replaceAll(id, unknown)).toBe(absent.text);
      expect([forbidden.status, forbidden.headers]).toEqual([absent.status, absent.headers]);
      expect(forbidden.text).not.toMatch(/totalCount":[1-9]|"errors"/);
    },
  );

  it.each([
    ['clinical', 'Patient', 'conditions { totalCount }'],
    ['clinical', 'Encounter', 'status'],
    ['clinical', 'Observation', 'id valueQuantity { value }'],
    ['administrative', 'Patient', 'telecom { value }'],
    ['administrative', 'Patient', 'a: address { city } id'],
    ['administrative', 'Patient', '... on Patient { accessLog { totalCount } }'],
    ['financial', 'Claim', 'diagnosis { sequence }'],
    ['financial', 'Patient', 'claims(diagnosis: "38341003") { totalCount }'],
  ])('of the %s subgraph: a %s is refused to an insurer who asks for %s', async (subgraph, type, fields) => {
    const { text } = await ask(subgraph, ENTITY(type, 'ann', fields), sealViewer(insurer, SECRET));
    const { data, errors } = JSON.parse(text) as { data: unknown; errors: { extensions: { code: string } }[] };
    expect([data, errors.map(({ extensions }) => extensions.code)]).toEqual([null, ['FORBIDDEN']]);
  });

  it('takes an operator for an id of nothing', async () => {
    const query =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Patient { claims { totalCount } } } }';
    for (const id of [{ $ne: null }, { $gt: '' }, ['ann'], null, 7]) {
      const variables = { r: [{ __typename: 'Patient', id }] };
      const { text } = await ask('financial', query, sealViewer(insurer, SECRET), variables);
      expect(text).not.toMatch(/totalCount":[1-9]/);
    }
  });
});

describe('a mutation', () => {
  const schema = guard(
    buildSchema(
      'type Query { a: String } type Mutation { write(text: String): Patient } type Patient { id: ID! telecom: String }',
    ),
    createPolicy(),
  );

  it('is refused while nobody is granted it, and does nothing', async () => {
    let written = 0;
    const rootValue = { write: () => (written += 1) };
    const { data, errors } = await graphql({
      schema,
      source: 'mutation { write(text: "x") { id telecom } }',
      rootValue,
      contextValue: { viewer: insurer },
    });
    expect([data, errors?.map(({ extensions }) => extensions['code']), written]).toEqual([
      { write: null },
      ['FORBIDDEN'],
      0,
    ]);
  });
});

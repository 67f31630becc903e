/** Every stored field holds a marker. Each role asks for everything it can reach; only granted markers may turn up. */
import { buildSchema, type GraphQLSchema, isObjectType } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { readRoleSdl } from '../../schema/derive/generated.js';
import { catalogue } from '../../schema/policy/catalogue.js';
import { ROLE_GRANTS } from '../../schema/policy/roles.js';
import { ROLES, type Role } from '../../schema/policy/viewer.js';
import { administrative } from '../../subgraphs/administrative/subgraph.js';
import { clinical } from '../../subgraphs/clinical/subgraph.js';
import { financial } from '../../subgraphs/financial/subgraph.js';
import { population } from '../../subgraphs/population/subgraph.js';
import { buildSubgraph } from '../../subgraphs/shared/subgraph.js';
import { MARKED_ID, markedRecords } from '../support/markers.js';
import { wholeView } from '../support/whole-view.js';
import { createWorld, type OpenWorld } from '../support/world.js';
import { repliesDuring } from './replies.js';

const schemas = (await Promise.all([administrative, clinical, financial, population].map(buildSubgraph))).map(
  ({ schema }) => schema,
);
const marked = markedRecords(schemas);
const world = await createWorld({ monitorCommands: true });
const organization = MARKED_ID('Organization');
const patient = MARKED_ID('Patient');

/** Bounds that let a test ask for a whole view at once. */
const WIDE = { MAX_DEPTH: '40', MAX_ALIASES: '1000', MAX_TOKENS: '100000', MAX_COST: '1000000000' };

function isGranted(role: Role, coordinate: string): boolean {
  const facet = catalogue.fields.get(coordinate)?.facet;
  return facet !== undefined && (ROLE_GRANTS[role].grants as readonly string[]).includes(facet);
}

function isShown(view: GraphQLSchema, coordinate: string): boolean {
  const [type = '', field = ''] = coordinate.split('.');
  const object = view.getType(type);
  return isObjectType(object) && field in object.getFields();
}

let open: OpenWorld;
beforeAll(async () => {
  await world.tell(...marked.resources);
  open = await world.open({ env: WIDE });
});

const who = { organization, patient, subject: MARKED_ID('Practitioner') };
/** At the width at which there is most to see. */
const at = (role: Role) => (role === 'clinician' ? { ...who, width: 'NETWORK' as const } : who);

describe.each(ROLES)('the %s who asks for everything', (role) => {
  const view = buildSchema(readRoleSdl(role), { assumeValidSDL: true });
  const operations = wholeView(view, MARKED_ID);
  // A commit keeps the text of a version in one piece: earlier versions are pruned where they are read.
  const projected = wholeView(view, MARKED_ID, ['history']);
  const seen = new Set<string>();
  const left = new Set<string>();

  beforeAll(async () => {
    const asker = await open.as(role, at(role));
    const askAll = async (asked: readonly { query: string }[]) => {
      for (const { query } of asked) {
        const { text, status } = await asker.ask(query);
        expect({ status, text: status === 200 ? '' : text }).toEqual({ status: 200, text: '' });
        for (const coordinate of marked.coordinatesIn(text)) seen.add(coordinate);
      }
    };
    await askAll(operations);
    const replies = await repliesDuring(world, () => askAll(projected));
    for (const coordinate of marked.coordinatesIn(replies)) left.add(coordinate);
  });

  it('gets no value of a field that is not granted', () => {
    expect([...seen].filter((coordinate) => !isGranted(role, coordinate)).sort()).toEqual([]);
  });

  it('lets no value of a hidden field leave MongoDB', () => {
    expect([...left].filter((coordinate) => !isGranted(role, coordinate)).sort()).toEqual([]);
  });

  it('gets the values it is there for', () => {
    // Agencies and analysts see no record at all; their counts hold no marker.
    const expected = role === 'agency' || role === 'analyst' ? 0 : 5;
    expect(seen.size).toBeGreaterThanOrEqual(expected);
  });
});

describe('the clinician', () => {
  it('finds every marked field that the view has', async () => {
    const asker = await open.as('clinician', at('clinician'));
    // Emergency openings are shown to whom they are of, and of that the subject is a marker too.
    const opener = await open.as('clinician', { ...who, subject: '§BreakGlass.subject§' });
    const opening = await opener.ask('{ breakGlasses { nodes { subject reason opened until } } }');
    const seen = marked.coordinatesIn(opening.text);
    const view = buildSchema(readRoleSdl('clinician'), { assumeValidSDL: true });
    for (const { query } of wholeView(view, MARKED_ID))
      for (const coordinate of marked.coordinatesIn((await asker.ask(query)).text)) seen.add(coordinate);
    const shown = [...marked.marked].filter((coordinate) => isShown(view, coordinate));
    const missing = shown.filter((coordinate) => !seen.has(coordinate));
    expect(missing).toEqual([]);
  });
});

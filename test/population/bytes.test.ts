/** Attack 31, over the bytes of the database: every stored field holds a marker, and none is found in the population. */
import { mongo } from 'mongoose';
import { beforeAll, describe, expect, it } from 'vitest';
import { administrative } from '../../subgraphs/administrative/subgraph.js';
import { clinical } from '../../subgraphs/clinical/subgraph.js';
import { financial } from '../../subgraphs/financial/subgraph.js';
import { buildSubgraph } from '../../subgraphs/shared/subgraph.js';
import { MARKED_ID, markedRecords } from '../support/markers.js';
import { createWorld, type Resource } from '../support/world.js';

const schemas = await Promise.all([administrative, clinical, financial].map(buildSubgraph));
const marked = markedRecords(schemas.map(({ schema }) => schema));
const world = await createWorld();

/** What is known to stand in a row, beside all that must not: a scan that finds nothing of it would find nothing at all. */
const KNOWN: Resource[] = [
  { resourceType: 'Patient', id: 'ann-lee', gender: 'female', birthDate: '1970-02-03', name: [{ family: 'Zebediah' }] },
  {
    resourceType: 'Condition',
    id: 'ann-diabetes',
    subject: { reference: 'Patient/ann-lee', display: 'Zebediah' },
    code: { coding: [{ system: 'http://snomed.info/sct', code: '44054006' }], text: 'Zebediah’s' },
    recordedDate: '2021-06-17',
  },
];

/** All documents of the population: as MongoDB keeps them, and as text, in which numbers can be found. */
async function bytes(): Promise<string> {
  const database = world.databases.population;
  const collections = await database.collections();
  const found: Buffer[] = [];
  for (const collection of collections)
    for await (const document of collection.find()) {
      found.push(Buffer.from(mongo.BSON.serialize(document)));
      found.push(Buffer.from(`${mongo.BSON.EJSON.stringify(document)}\n`));
    }
  return Buffer.concat(found).toString('utf8');
}

describe('31 the bytes of the population database', () => {
  let text = '';
  beforeAll(async () => {
    await world.tell(...marked.resources, ...KNOWN);
    const open = await world.open();
    const analyst = await open.as('analyst', { organization: 'institute' });
    // What asking leaves behind (ledger, saved cohorts) is scanned too.
    const { errors } = await analyst.ask('{ cohort { size { people } top(of: CONDITION_GROUP) { value } } }');
    expect(errors).toBeUndefined();
    text = await bytes();
  });

  it('hold what a row is made of', () => {
    expect(text).toContain('DIABETES_TYPE_2');
    expect(marked.resources.length).toBeGreaterThan(20);
  });

  it('hold no value of any field of a record', () => {
    expect([...marked.coordinatesIn(text)]).toEqual([]);
  });

  it('hold no id, no name and no date', () => {
    // Organisations are no people: payers of costs are named by their ids.
    const ofPeople = [...marked.resources, ...KNOWN].filter(({ resourceType }) => resourceType !== 'Organization');
    for (const { id } of ofPeople) expect(text).not.toContain(id);
    expect(text).not.toContain(MARKED_ID('Patient'));
    expect(text).not.toMatch(/Zebediah|1970-02|2021-06-17/);
  });
});

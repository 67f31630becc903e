/** The two worlds on which mutants of scopes are tried. */
import type { GraphQLSchema } from 'graphql';
import { kindCatalogue } from '../../subgraphs/exchange/import/kind-catalogue.js';
import { patientOf } from '../../subgraphs/exchange/import/patient-of.js';
import { RecordWriter } from '../../subgraphs/shared/commits.js';
import { type Databases, openDatabases } from '../../subgraphs/shared/databases.js';
import { subgraphOf } from '../../subgraphs/shared/record-kind.js';
import { twinRecords } from '../prove/twin-records.js';
import type { Resource } from '../support/world.js';
import { LABEL_WORLD } from './label-world.js';
import type { Worlds } from './scope-mutants.js';

export interface OpenWorlds extends Worlds {
  close(): Promise<void>;
}

export async function openWorlds(uri: string, prefix: string, schemas: readonly GraphQLSchema[]): Promise<OpenWorlds> {
  const records = twinRecords(schemas, 'left');
  const kinds = await filled(
    uri,
    `${prefix}kinds`,
    records.map(({ resource }) => resource),
  );
  const labels = await filled(uri, `${prefix}labels`, LABEL_WORLD);
  return {
    kinds,
    records,
    labels,
    async close() {
      for (const databases of [kinds, labels]) {
        await databases.drop();
        await databases.close();
      }
    },
  };
}

async function filled(uri: string, prefix: string, resources: readonly Resource[]): Promise<Databases> {
  const databases = await openDatabases({ uri, prefix });
  await databases.ensureIndexes();
  const writer = new RecordWriter(databases);
  await Promise.all(resources.map((resource) => write(writer, resource)));
  return databases;
}

function write(writer: RecordWriter, resource: Resource): Promise<unknown> {
  const { resourceType: kind, id } = resource;
  const source = 'default';
  const { patient } = patientOf(resource as never, kindCatalogue.patientElement(kind), { source, references: {} });
  return writer.write({
    subgraph: subgraphOf(kind),
    agent: { name: 'mutants', source },
    reason: 'story',
    patient,
    versions: [{ kind, id, source, text: JSON.stringify(resource), references: {} }],
  });
}

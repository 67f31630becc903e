/**
 * Derives everything that follows from facets and grants and writes it to schema/generated/. Refuses, naming where,
 * when the policy does not hold together. `--check` writes nothing and fails when what stands there is stale.
 */
import 'reflect-metadata';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type GraphQLSchema, isObjectType, parse } from 'graphql';
import { administrative } from '../subgraphs/administrative/subgraph.js';
import { clinical } from '../subgraphs/clinical/subgraph.js';
import { demoBundles } from '../subgraphs/exchange/demo/index.js';
import { financial } from '../subgraphs/financial/subgraph.js';
import { population } from '../subgraphs/population/subgraph.js';
import { allKinds } from '../subgraphs/shared/record-kind.js';
import { buildSubgraph } from '../subgraphs/shared/subgraph.js';
import { accessMatrix } from './derive/access-matrix.js';
import { fingerprintOf, GENERATED } from './derive/generated.js';
import { kindsOfTypes } from './derive/kinds-of-types.js';
import { policyData } from './derive/policy-data.js';
import { roleDocs } from './derive/role-docs.js';
import { composeView, filterForRole, type SubgraphDocuments } from './derive/role-view.js';
import { catalogue } from './policy/catalogue.js';
import { createPolicy, type Policy } from './policy/decide.js';
import { deriveSources } from './policy/derivations.js';
import { type PolicyData, printPolicyData } from './policy/policy-data.js';
import { ROLE_GRANTS } from './policy/roles.js';
import { verifyPolicy } from './policy/verify.js';
import { ROLES } from './policy/viewer.js';

/** The trail's entries are records too, kept in a database of their own. */
const TRAIL_KIND = 'AuditEvent';

/** Enough people of the demo data that most elements occur. */
const EXAMPLE_PEOPLE = 40;

/** Thrown with every problem of the policy, each naming its coordinate. */
export class PolicyError extends Error {}

/** The policy of the sources as they stand, checked, and the subgraphs it belongs to. */
export interface BuiltPolicy {
  readonly policy: Policy;
  readonly data: PolicyData;
  readonly sdls: Readonly<Record<string, string>>;
}

/** Throws PolicyError. */
export async function buildPolicy(): Promise<BuiltPolicy> {
  const built = await Promise.all(
    [clinical, administrative, financial, population].map(async (definition) => ({
      definition,
      ...(await buildSubgraph(definition)),
    })),
  );
  const schemas = Object.fromEntries(built.map(({ definition, schema }) => [definition.name, schema]));
  const problems = verifyPolicy({ schemas, catalogue, grants: ROLE_GRANTS, keys: keysOf(Object.values(schemas)) });
  if (problems.length > 0) throw new PolicyError(`the policy does not hold together:\n  ${problems.join('\n  ')}`);
  const policy = createPolicy();
  const kinds = [...allKinds().map(({ kind }) => kind), TRAIL_KIND];
  const { sources } = deriveSources(Object.values(schemas), catalogue);
  return {
    policy,
    data: policyData(policy, { kinds, sources, types: kindsOfTypes(Object.values(schemas), kinds) }),
    sdls: Object.fromEntries(built.map(({ definition, sdl }) => [definition.name, sdl])),
  };
}

/** All derived files by their path below schema/generated/. Throws PolicyError or ViewError. */
export async function deriveAll(): Promise<Map<string, string>> {
  const { policy, data, sdls } = await buildPolicy();
  const documents: SubgraphDocuments = Object.fromEntries(
    Object.entries(sdls).map(([name, sdl]) => [name, parse(sdl, { noLocation: true })]),
  );
  const files = new Map<string, string>([
    ['policy.json', printPolicyData(data)],
    ['access-matrix.md', accessMatrix(data)],
    ['fingerprint.txt', `${fingerprintOf(sdls, policy)}\n`],
    ['supergraph.graphql', composeView('all fields', documents).supergraph],
  ]);
  const resources = [...demoBundles({ people: EXAMPLE_PEOPLE })].flatMap(({ entry }) =>
    entry.map(({ resource }) => resource),
  );
  for (const role of ROLES) {
    const view = composeView(role, filterForRole(documents, role, policy));
    files.set(`supergraphs/${role}.graphql`, view.supergraph);
    files.set(`roles/${role}.graphql`, view.sdl);
    files.set(
      `docs/${role}.md`,
      roleDocs(role, view.sdl, { policy, kinds: [...allKinds().map(({ kind }) => kind), TRAIL_KIND], resources }),
    );
  }
  return files;
}

/** The fields named by `@key` of each type, in any subgraph. */
function keysOf(schemas: readonly GraphQLSchema[]): Map<string, string[]> {
  const keys = new Map<string, string[]>();
  for (const type of schemas.flatMap((schema) => Object.values(schema.getTypeMap())).filter(isObjectType))
    for (const directive of type.astNode?.directives ?? [])
      for (const argument of directive.name.value === 'key' ? (directive.arguments ?? []) : [])
        if (argument.name.value === 'fields' && argument.value.kind === 'StringValue')
          keys.set(type.name, [...(keys.get(type.name) ?? []), ...argument.value.value.split(/\s+/).filter(Boolean)]);
  return keys;
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/** Paths that are missing, different or left over. */
export async function staleFiles(files: ReadonlyMap<string, string>, folder = GENERATED): Promise<string[]> {
  const present = await filesBelow(folder);
  const left = present.filter((path) => !files.has(path));
  const changed: string[] = [];
  for (const [path, text] of files)
    if ((await readFile(join(folder, path), 'utf8').catch(() => null)) !== text) changed.push(path);
  return [...changed, ...left].sort();
}

async function writeAll(files: ReadonlyMap<string, string>): Promise<void> {
  for (const path of await filesBelow(GENERATED)) if (!files.has(path)) await rm(join(GENERATED, path));
  for (const [path, text] of files) {
    await mkdir(dirname(join(GENERATED, path)), { recursive: true });
    await writeFile(join(GENERATED, path), text);
  }
}

const HELP = `Usage: npm run build:schema [-- --check]

Writes schema/generated/: each role's view, the access matrix and the per-role docs.
  --check   write nothing; fail and name the files that are stale`;

async function main(): Promise<void> {
  if (process.argv.includes('--help')) return console.log(HELP);
  const files = await deriveAll();
  const stale = await staleFiles(files);
  if (!process.argv.includes('--check')) {
    await writeAll(files);
    return console.log(`schema/generated: ${files.size} files, ${stale.length} changed`);
  }
  if (stale.length > 0)
    throw new PolicyError(`schema/generated is stale, run npm run build:schema:\n  ${stale.join('\n  ')}`);
  console.log('schema/generated is fresh');
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });

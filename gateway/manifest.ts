/** Manifests of persisted operations: reading them strictly, and making them from a client's files. */
import { createHash } from 'node:crypto';
import {
  buildSchema,
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  validate,
  visit,
} from 'graphql';
import { readRoleSdl } from '../schema/derive/generated.js';
import type { Role } from '../schema/policy/viewer.js';

export interface PersistedOperation {
  /** The SHA-256 of the body. */
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly body: string;
}

/** Apollo's format, which client tools write. */
export interface Manifest {
  readonly format: 'apollo-persisted-query-manifest';
  readonly version: 1;
  readonly operations: readonly PersistedOperation[];
}

/** The id of an operation: the SHA-256 of its text. */
export function persistedId(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}

/** The operations of a manifest; what is wrong with it goes into `problems`, all at once. */
export function readManifest(text: string, role: Role, problems: string[]): readonly PersistedOperation[] {
  const manifest = parseManifest(text);
  if (manifest === null) {
    problems.push(`${role}.json is no manifest (npm run persist writes them)`);
    return [];
  }
  const schema = buildSchema(readRoleSdl(role), { assumeValidSDL: true });
  for (const { id, name, body } of manifest.operations) {
    if (id !== persistedId(body)) problems.push(`${role}.json: the id of ${name} is not the SHA-256 of its text`);
    for (const problem of misfits(body, schema)) problems.push(`${role}.json: ${name}: ${problem}`);
  }
  return manifest.operations;
}

function parseManifest(text: string): Manifest | null {
  try {
    const value = JSON.parse(text) as Partial<Manifest> | null;
    const isOne =
      value?.format === 'apollo-persisted-query-manifest' &&
      value.version === 1 &&
      Array.isArray(value.operations) &&
      value.operations.every(isOperation);
    return isOne ? (value as Manifest) : null;
  } catch {
    return null;
  }
}

function isOperation(value: unknown): value is PersistedOperation {
  const { id, name, body } = (value ?? {}) as Partial<Record<string, unknown>>;
  return typeof id === 'string' && typeof name === 'string' && typeof body === 'string';
}

function misfits(body: string, schema: GraphQLSchema): string[] {
  try {
    return validate(schema, parse(body)).map(({ message }) => message);
  } catch (error) {
    return [error instanceof GraphQLError ? error.message : 'it cannot be read'];
  }
}

/** The manifest of a role for files of operations. @throws Error when one has no name or does not fit the role's schema. */
export function makeManifest(role: Role, files: readonly string[]): Manifest {
  const definitions = files.flatMap((file) => parse(file, { noLocation: true }).definitions);
  const operations = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION) as OperationDefinitionNode[];
  const manifest: Manifest = {
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: operations.map((operation) => persistedOf(operation, definitions)),
  };
  const problems: string[] = [];
  readManifest(JSON.stringify(manifest), role, problems);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return manifest;
}

function persistedOf(operation: OperationDefinitionNode, all: readonly DefinitionNode[]): PersistedOperation {
  const name = operation.name?.value;
  if (name === undefined) throw new Error('an operation has no name: the log could not tell it from others');
  const body = print({ kind: Kind.DOCUMENT, definitions: [operation, ...fragmentsOf(operation, all)] } as DocumentNode);
  return { id: persistedId(body), name, type: operation.operation, body };
}

/** The fragments that an operation spreads, and those that these spread. */
function fragmentsOf(operation: OperationDefinitionNode, all: readonly DefinitionNode[]): FragmentDefinitionNode[] {
  const found = new Map<string, FragmentDefinitionNode>();
  const gather = (node: DefinitionNode) => {
    visit(node, {
      FragmentSpread({ name: { value } }) {
        const fragment = all.find((other) => other.kind === Kind.FRAGMENT_DEFINITION && other.name.value === value);
        if (!fragment || found.has(value)) return;
        found.set(value, fragment as FragmentDefinitionNode);
        gather(fragment);
      },
    });
  };
  gather(operation);
  return [...found.values()];
}

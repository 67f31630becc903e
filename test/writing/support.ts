/** How tests write: a mutation's text is made from the view of the role that calls it. */
import { buildSchema, isObjectType } from 'graphql';
import { readRoleSdl } from '../../schema/derive/generated.js';
import { ROLES, type Role } from '../../schema/policy/viewer.js';
import type { Databases } from '../../subgraphs/shared/databases.js';
import { SUBGRAPHS } from '../../subgraphs/shared/record-kind.js';
import type { Answer, Asker } from '../support/world.js';

const views = new Map(ROLES.map((role) => [role, buildSchema(readRoleSdl(role), { assumeValidSDL: true })]));

/** The mutations in the view of a role. */
export function mutationsOf(role: Role): string[] {
  const type = views.get(role)?.getMutationType();
  return isObjectType(type) ? Object.keys(type.getFields()).sort() : [];
}

/** The text of a mutation with all its arguments as variables. */
export function mutationText(role: Role, name: string, selection: string): string {
  const field = views.get(role)?.getMutationType()?.getFields()[name];
  if (!field) throw new Error(`the ${role} has no mutation ${name}`);
  const variables = field.args.map((argument) => `$${argument.name}: ${String(argument.type)}`);
  const passed = field.args.map((argument) => `${argument.name}: $${argument.name}`);
  return `mutation (${variables.join(', ')}) { ${name}(${passed.join(', ')}) { ${selection} } }`;
}

let keys = 0;
/** An idempotency key that nobody had before. */
export function newKey(): string {
  keys += 1;
  return `key-${keys}`;
}

/** Calls a mutation; with a key of its own where none is given. */
export function change(
  role: Role,
  asker: Asker,
  name: string,
  variables: Readonly<Record<string, unknown>>,
  selection = 'id',
): Promise<Answer> {
  return asker.ask(mutationText(role, name, selection), { idempotencyKey: newKey(), ...variables });
}

export function codeOf({ errors }: Answer): string | undefined {
  return errors?.[0]?.extensions.code;
}

/** How many commits there are in all databases. */
export async function commits(databases: Databases): Promise<number> {
  const counts = await Promise.all(SUBGRAPHS.map((name) => databases.of(name).commits.countDocuments()));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** The text of one version, as it is stored. */
export async function textOf(databases: Databases, record: string, version = 1): Promise<string> {
  for (const subgraph of SUBGRAPHS) {
    const commit = await databases.of(subgraph).commits.findOne({ keys: `${record}/${version}` });
    const found = commit?.versions.find((each) => `${each.kind}/${each.id}` === record && each.version === version);
    if (found) return found.text;
  }
  throw new Error(`there is no ${record}/${version}`);
}

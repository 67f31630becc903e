/** Where the derived files stand, and what they were derived from. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Policy } from '../policy/decide.js';
import { type PolicyData, parsePolicyData } from '../policy/policy-data.js';
import { ROLE_GRANTS } from '../policy/roles.js';
import type { Role } from '../policy/viewer.js';

/** The project's folder, from the sources as well as from the build. */
function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

export const GENERATED = join(projectRoot(), 'schema', 'generated');

/** Tells whether derived files belong to these subgraphs and this policy. */
export function fingerprintOf(sdls: Readonly<Record<string, string>>, { catalogue }: Policy): string {
  const facts = {
    sdls: Object.entries(sdls).sort(),
    fields: [...catalogue.fields].sort(byCoordinate),
    arguments: [...catalogue.arguments].sort(byCoordinate),
    grants: ROLE_GRANTS,
  };
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

function byCoordinate([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}

export function readFingerprint(): string {
  return readFileSync(join(GENERATED, 'fingerprint.txt'), 'utf8').trim();
}

/** The committed policy, as the running gateways have it. */
export function readPolicyData(): PolicyData {
  return parsePolicyData(readPolicyText());
}

/** The same as it is written down. */
export function readPolicyText(): string {
  return readFileSync(join(GENERATED, 'policy.json'), 'utf8');
}

export function readRoleSupergraph(role: Role): string {
  return readFileSync(join(GENERATED, 'supergraphs', `${role}.graphql`), 'utf8');
}

/** The supergraph with every field: what remains of wall 1 when a test takes it away. */
export function readFullSupergraph(): string {
  return readFileSync(join(GENERATED, 'supergraph.graphql'), 'utf8');
}

export function readRoleSdl(role: Role): string {
  return readFileSync(join(GENERATED, 'roles', `${role}.graphql`), 'utf8');
}

/** Operations that are known before they are asked: a manifest for each role, and no others where so configured. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROLES, type Role } from '../schema/policy/viewer.js';
import { catalogued } from './errors.js';
import { type PersistedOperation, persistedId, readManifest } from './manifest.js';
import type { OperationRequest } from './request.js';

export interface PersistedSettings {
  /** Holds `clinician.json` and so on, in the format of Apollo's manifests; null: nothing is persisted. */
  readonly folder: string | null;
  /** Whether all else is refused. */
  readonly only: boolean;
}

/** What a request asks in the end. */
export interface ResolvedOperation {
  readonly query: string;
  /** From the manifest; null for an operation that is in none. */
  readonly name: string | null;
}

/** Gives the operation that a request of a role means: UNKNOWN_OPERATION or BAD_REQUEST where there is none. */
export type PersistedOperations = (
  role: Role,
  request: Pick<OperationRequest, 'query' | 'persisted'>,
) => ResolvedOperation;

type Manifests = ReadonlyMap<Role, ReadonlyMap<string, PersistedOperation>>;

/** Nothing is persisted, and nothing is refused for it. */
export const NOTHING_PERSISTED: PersistedOperations = persistedIn(new Map(), false);

/** The manifests of a folder. @throws Error with all that is wrong with them: a gateway with half its operations is none. */
export async function openPersisted({ folder, only }: PersistedSettings): Promise<PersistedOperations> {
  if (folder === null) return NOTHING_PERSISTED;
  const manifests = new Map<Role, ReadonlyMap<string, PersistedOperation>>();
  const problems: string[] = [];
  for (const role of ROLES) {
    const text = await readIfThere(join(folder, `${role}.json`));
    if (text === null) continue;
    manifests.set(role, new Map(readManifest(text, role, problems).map((operation) => [operation.id, operation])));
  }
  if (manifests.size === 0) problems.push(`the folder ${folder} holds no manifest: ${ROLES.join('.json, ')}.json`);
  if (problems.length > 0) throw new Error(`PERSISTED_OPERATIONS:\n${problems.map((line) => `- ${line}`).join('\n')}`);
  return persistedIn(manifests, only);
}

function persistedIn(manifests: Manifests, only: boolean): PersistedOperations {
  return (role, { query, persisted }) => {
    if (persisted !== null && query !== null && persistedId(query) !== persisted)
      throw catalogued('BAD_REQUEST', { reason: 'the query is not the one of its hash' });
    const known = manifests.get(role)?.get(persisted ?? persistedId(query ?? ''));
    if (known) return { query: known.body, name: known.name };
    if (only || query === null) throw catalogued('UNKNOWN_OPERATION');
    return { query, name: null };
  };
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

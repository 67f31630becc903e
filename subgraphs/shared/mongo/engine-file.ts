import { lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isOurs } from './data-dir.js';
import type { Holder } from './hold.js';
import type { ProcessIdentity } from './process-identity.js';

export type EngineKind = 'uri' | 'mongod' | 'embedded' | 'memory-server';

/**
 * What `DATA_DIR/engine.json` tells other processes of this user: who holds the directory, which processes serve
 * it, and (once it answers) where. Mode 0600: the address may carry a password.
 */
export interface EngineRecord {
  holder: Holder;
  processes: ProcessIdentity[];
  kind: EngineKind;
  uri: string | null;
}

/** Writes the record in one piece: a reader sees the old one or the new one. */
export function writeEngineFile(file: string, record: EngineRecord): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}

/** The record, or null when there is none, it is broken, or another user put it there. */
export function readEngineFile(file: string): EngineRecord | null {
  try {
    if (!isOurs(lstatSync(file).uid)) return null;
    const found = JSON.parse(readFileSync(file, 'utf8')) as Partial<EngineRecord>;
    return found.holder && Array.isArray(found.processes) ? (found as EngineRecord) : null;
  } catch {
    return null;
  }
}

/** Takes the record away; no record is fine. */
export function removeEngineFile(file: string): void {
  rmSync(file, { force: true });
}

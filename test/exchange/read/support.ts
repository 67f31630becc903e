import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readSources } from '../../../subgraphs/exchange/read/read-sources.js';
import type { FileResult, Rejection, SourceEntry, SourceItem } from '../../../subgraphs/exchange/read/source-entry.js';

/** A folder of files which is gone after the test. */
export interface Folder {
  readonly path: string;
  file(name: string, content: string | Uint8Array): Promise<string>;
  remove(): Promise<void>;
}

export async function folder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'chartlens-read-'));
  return {
    path,
    async file(name, content) {
      const file = join(path, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
      return file;
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

export interface Outcome {
  readonly items: SourceItem[];
  readonly entries: SourceEntry[];
  readonly rejections: Rejection[];
  readonly files: FileResult[];
  /** 'Type/id' of each entry. */
  readonly ids: string[];
  /** 'CODE where' of each rejection. */
  readonly codes: string[];
}

/** Reads all there is and sorts it by kind. */
export async function read(...paths: string[]): Promise<Outcome> {
  const items: SourceItem[] = [];
  for await (const item of readSources(paths)) items.push(item);
  const entries = items.flatMap((item) => (item.kind === 'entry' ? [item.entry] : []));
  const rejections = items.flatMap((item) => (item.kind === 'rejection' ? [item.rejection] : []));
  return {
    items,
    entries,
    rejections,
    files: items.flatMap((item) => (item.kind === 'file' ? [item.result] : [])),
    ids: entries.map(({ resource }) => `${resource.resourceType}/${resource.id}`),
    codes: rejections.map(({ code, where }) => `${code} ${where}`.trim()),
  };
}

export function patient(id: string, more: object = {}): object {
  return { resourceType: 'Patient', id, ...more };
}

export function observation(id: string, more: object = {}): object {
  return { resourceType: 'Observation', id, status: 'final', code: { text: 'made up' }, ...more };
}

export function bundle(resources: readonly object[], more: object = {}): object {
  return { resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })), ...more };
}

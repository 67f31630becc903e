import { rejection } from './errors.js';
import { type FoundFile, findFiles } from './find-files.js';
import { readFile } from './read-file.js';
import type { SourceItem } from './source-entry.js';

export interface ReadSourcesOptions {
  /** Told once, before the first file, how much there is to read: files, and their bytes as stored. */
  readonly onStart?: ((found: { files: number; bytes: number }) => void) | undefined;
  /** Told how many more bytes, as stored, were read. */
  readonly onBytes?: ((count: number) => void) | undefined;
}

/**
 * Reads files and folders, in the order given, folders in the order of names: bundles, single resources, NDJSON, each
 * gzipped or not. What is wrong comes as a rejection among the entries; reading goes on. Each file ends with its
 * summary. The next item is read when it is asked for.
 */
export async function* readSources(
  paths: readonly string[],
  options: ReadSourcesOptions = {},
): AsyncGenerator<SourceItem> {
  const { files, folders, rejections } = await findFiles(paths);
  options.onStart?.({ files: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0) });
  for (const wrong of rejections) yield { kind: 'rejection', rejection: wrong };
  const empty = new Set(folders);
  for (const wrong of rejections) for (const folder of folders) if (wrong.file.startsWith(folder)) empty.delete(folder);
  let bundles = 0;
  const nextKey = () => ++bundles;
  for (const found of files) {
    for await (const item of readFile(found.file, { nextKey, onBytes: options.onBytes, named: isNamed(found) })) {
      if (item.kind === 'entry' || item.kind === 'rejection') empty.delete(found.from);
      yield item;
    }
  }
  for (const folder of empty)
    yield { kind: 'rejection', rejection: rejection('EMPTY_FOLDER', { file: folder, where: '' }) };
}

function isNamed({ file, from }: FoundFile): boolean {
  return file === from;
}

import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Rejection, rejection } from './errors.js';

export interface FoundFile {
  readonly file: string;
  /** Bytes as stored, packed or not. */
  readonly size: number;
  /** The path of the user's that led to it: the file itself, or a folder above it. */
  readonly from: string;
}

export interface FoundFiles {
  readonly files: readonly FoundFile[];
  /** The folders among the paths, but for those that overlap with others. */
  readonly folders: readonly string[];
  readonly rejections: readonly Rejection[];
}

/** All files of the given files and folders, folders with all below them in the order of names; each file once. */
export async function findFiles(paths: readonly string[]): Promise<FoundFiles> {
  const search = new Search();
  for (const path of paths) await search.visit(path, path);
  return { files: search.files, folders: [...search.folders], rejections: search.rejections };
}

class Search {
  readonly files: FoundFile[] = [];
  readonly folders = new Set<string>();
  readonly rejections: Rejection[] = [];
  /** Links may lead into a circle, and paths may overlap. */
  readonly #seen = new Set<string>();

  async visit(path: string, from: string): Promise<void> {
    try {
      const real = await realpath(path);
      if (this.#seen.has(real)) {
        this.folders.delete(from);
        return;
      }
      this.#seen.add(real);
      const found = await stat(real);
      if (found.isDirectory()) await this.#visitFolder(path, from);
      else if (found.isFile()) this.files.push({ file: path, size: found.size, from });
      // Reading a pipe or a device may never end.
      else this.rejections.push(rejection('UNREADABLE', { file: path, where: '' }, 'it is no ordinary file'));
    } catch (error) {
      this.rejections.push(rejection(isMissing(error) ? 'PATH_NOT_FOUND' : 'UNREADABLE', { file: path, where: '' }));
    }
  }

  async #visitFolder(folder: string, from: string): Promise<void> {
    if (folder === from) this.folders.add(folder);
    const names = await readdir(folder);
    for (const name of names.sort()) await this.visit(join(folder, name), from);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

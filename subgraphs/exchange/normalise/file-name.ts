import { basename } from 'node:path';

/** What is told of a file that records came from: its folder tells of a machine, not of the record. */
export function fileName(file: string): string {
  return basename(file);
}

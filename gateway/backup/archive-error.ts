/** What can be wrong with an archive: codes that scripts of an operator may look for. gateway/operations/README.md lists them. */
export const ARCHIVE_CODES = [
  'ARCHIVE_NOT_EMPTY',
  'ARCHIVE_UNFINISHED',
  'ARCHIVE_UNKNOWN',
  'ARCHIVE_DAMAGED',
  'ARCHIVE_KEY_MISSING',
  'ARCHIVE_KEY_WRONG',
  'ARCHIVE_KEY_UNUSABLE',
  'ARCHIVE_NOT_SEALED',
  'RECORD_NOT_EMPTY',
] as const;

export type ArchiveCode = (typeof ARCHIVE_CODES)[number];

/** Says what is wrong with an archive, for whoever restores it. */
export class ArchiveError extends Error {
  readonly code: ArchiveCode;

  constructor(code: ArchiveCode, words: string) {
    super(`${words} [${code}]`);
    this.name = 'ArchiveError';
    this.code = code;
  }
}

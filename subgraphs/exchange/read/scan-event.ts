/** The largest text of one resource, in bytes: what fits into one document of the database (16 MiB) beside its envelope. */
export const MAX_RESOURCE_BYTES = 16_000_000;
/** FHIR's deepest structures (nested questionnaire items, extensions) stay far below; walking deeper may exhaust the stack. */
export const MAX_DEPTH = 128;

export const ENTRY_MEMBERS = ['fullUrl', 'resource', 'request', 'response', 'search'] as const;
export type EntryMember = (typeof ENTRY_MEMBERS)[number];

export type ScanErrorCode = 'TRUNCATED_JSON' | 'INVALID_JSON' | 'LINE_NOT_JSON';

interface Place {
  /** The line it begins on, from 1. */
  readonly line: number;
  /** The byte it begins at, from 0. */
  readonly offset: number;
}

/** A JSON value which is no bundle, or too large to tell. */
export interface ScannedValue extends Place {
  readonly kind: 'value';
  /** Verbatim; null when over MAX_RESOURCE_BYTES. */
  readonly bytes: Buffer | null;
  readonly tooDeep: boolean;
}

/** One element of a bundle's `entry`. */
export interface ScannedEntry extends Place {
  readonly kind: 'entry';
  /** Its number in the bundle, from 1. */
  readonly number: number;
  /** The members' values, verbatim; a member that is over MAX_RESOURCE_BYTES is missing. */
  readonly members: Readonly<Partial<Record<EntryMember, Buffer>>>;
  readonly tooLarge: boolean;
  readonly tooDeep: boolean;
  /** False when something else than an object stands there. */
  readonly isObject: boolean;
}

export interface ScannedBundleStart extends Place {
  readonly kind: 'bundle';
}

export interface ScannedBundleEnd extends Place {
  readonly kind: 'bundle-end';
  readonly resourceType: string | null;
  /** Bundle.type: 'transaction', 'history', ... */
  readonly type: string | null;
  /** False when `entry` is something else than an array. */
  readonly entriesAreList: boolean;
}

/** The line cannot be read further (NDJSON), or the file. It also ends the bundle that was open. */
export interface ScanError extends Place {
  readonly kind: 'error';
  readonly code: ScanErrorCode;
}

export type ScanEvent = ScannedValue | ScannedEntry | ScannedBundleStart | ScannedBundleEnd | ScanError;

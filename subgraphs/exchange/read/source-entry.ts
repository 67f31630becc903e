import type { FhirResource } from '../normalise/fhir-resource.js';
import type { Rejection } from './errors.js';

export type { FhirResource } from '../normalise/fhir-resource.js';
export type { Rejection } from './errors.js';

/** One resource as it stands in a file. */
export interface SourceEntry {
  readonly file: string;
  /** 'entry 12', 'line 40', 'line 3, entry 12', or '' when the file is one resource. */
  readonly where: string;
  /** The JSON text of the resource, verbatim: 1.50 stays 1.50. */
  readonly text: string;
  /** Bytes of the text in UTF-8. */
  readonly bytes: number;
  readonly resource: FhirResource;
  readonly fullUrl?: string;
  /** The same for the entries of one bundle, another for every other bundle, line and file of the run. */
  readonly bundleKey: number;
  /** What the bundle's fullUrls stand for: fullUrl (urn:uuid in lower case) to 'Type/id'. Complete at the first entry. */
  readonly bundleUrls: ReadonlyMap<string, string>;
}

/** Why an entry without anything to keep is no mistake. */
export type SkipReason = 'delete request' | 'operation outcome' | 'no resource' | 'provenance of a transfer';

/** `what` names the kind of file for the closing table: 'FHIR bundle', 'CSV table'. */
export interface FileOutcome {
  /** 'not FHIR': known to be something else. 'rejected': nothing of it could be used; a rejection says why. */
  readonly status: 'read' | 'not FHIR' | 'rejected';
  readonly what: string;
}

export interface FileResult {
  readonly file: string;
  readonly outcome: FileOutcome;
  readonly entries: number;
  readonly rejected: number;
}

export type SourceItem =
  | { readonly kind: 'entry'; readonly entry: SourceEntry }
  | { readonly kind: 'rejection'; readonly rejection: Rejection }
  | { readonly kind: 'skipped'; readonly file: string; readonly where: string; readonly reason: SkipReason }
  | { readonly kind: 'file'; readonly result: FileResult };

/** What is asked of the record's writer, by imports, transfers and mutations alike, and what it answers. */
import type { SubgraphName } from './record-kind.js';

/** How a version came into this record: FHIR's Provenance tells it as entity and agent. */
export type Origin =
  /** Somebody wrote it here. */
  | { readonly from: 'typed' }
  /** It stood in a file. */
  | { readonly from: 'import'; readonly file: string }
  /** Another holder of the record handed it over. */
  | { readonly from: 'transfer'; readonly organization: string; readonly file?: string };

/** Who writes. */
export interface WritingAgent {
  /** The subject of the viewer (`sub` of the token), or the name of a program. */
  readonly name: string;
  /** Whose ids the versions have (see `recordId`). */
  readonly source: string;
  /** The practitioner, person or program as a record (`Practitioner/1`), where there is one. */
  readonly who?: string;
  /** The organisation for which it is written (`Organization/1`). */
  readonly onBehalfOf?: string;
  /** The viewer's role, for a person. */
  readonly role?: string;
  readonly file?: string;
  /** Left out: `import` where there is a file, else `typed`. */
  readonly origin?: Origin;
}

/** What another holder of the record noted of a version that is handed over. */
export interface EarlierProvenance {
  /** The number the version has there. */
  readonly version: number;
  /** An instant as FHIR writes it. */
  readonly recorded: string;
  readonly agent: { readonly name: string; readonly who?: string; readonly onBehalfOf?: string };
  readonly reason: string;
  /** The hash of the version that is current there: whoever has it has gone beyond this one. */
  readonly current: string;
  /** A digest of the versions before it (`historyDigest`): whoever has just these takes it up next. */
  readonly after: string;
}

/** A resource to be recorded: `text` verbatim, `references` what only its bundle knew. */
export interface NewVersion {
  readonly kind: string;
  readonly id: string;
  readonly source: string;
  readonly text: string;
  readonly references: Readonly<Record<string, string>>;
  /**
   * The version that this one changes; 0 where there must be none yet. Makes the write deliberate: it becomes a version
   * also when the record had this content long ago. Left out by imports, which record each content once.
   */
  readonly expectedVersion?: number;
  readonly earlier?: EarlierProvenance;
}

/** Makes repeating a commit safe. */
export interface IdempotencyKey {
  /** As the client chose it; it means something only together with who writes. */
  readonly key: string;
  /** A digest of all that was asked. The same key with another one is a mistake. */
  readonly request: string;
}

export interface CommitRequest {
  readonly subgraph: SubgraphName;
  readonly agent: WritingAgent;
  readonly reason: string;
  /** The one patient the commit concerns, or none. */
  readonly patient: string | null;
  readonly versions: readonly NewVersion[];
  readonly idempotency?: IdempotencyKey;
}

export type Verdict = 'new' | 'changed' | 'unchanged';

/** What became of one version of a request. */
export interface Outcome {
  /** `Condition/1` */
  readonly record: string;
  readonly verdict: Verdict;
  /** The number it has; of an unchanged one, the record's current number. */
  readonly version: number;
}

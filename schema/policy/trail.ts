/** The audit trail as it is stored: one entry for each operation that disclosed something, or was refused. */
import type { Viewer } from './viewer.js';

export const TRAIL_OUTCOMES = ['disclosed', 'refused', 'failed'] as const;
export type TrailOutcome = (typeof TRAIL_OUTCOMES)[number];

/** How many records of a kind were shown; `patient` is null for records that concern no person. */
export interface TrailDisclosure {
  readonly kind: string;
  readonly patient: string | null;
  readonly count: number;
  /** Among them are records under 42 CFR Part 2 (2.25: accounted for three years, whatever the purpose). */
  readonly part2?: true;
  /** The viewer had broken the glass for this patient. */
  readonly breakGlass?: true;
}

/**
 * What an operation did to the record (FHIR AuditEventAction): recorded something new, a further version, or took something
 * away that is no record. An operation without one read, or came to nothing.
 */
export const TRAIL_ACTIONS = ['C', 'U', 'D'] as const;
export type TrailAction = (typeof TRAIL_ACTIONS)[number];

/** Who received what was handed over, where it is not who asked: in words, as they stood then (45 CFR 164.528(b)(2)(ii)). */
export interface TrailRecipient {
  readonly name: string;
  readonly address?: string;
  /** The id of an organisation of the directory. */
  readonly organization?: string;
}

/** What of an operation is told beside what it disclosed. */
export interface TrailActs {
  readonly action?: TrailAction;
  readonly recipient?: TrailRecipient;
}

/** The last entry of a chain that somebody has seen. */
export interface ChainHead {
  readonly chain: string;
  readonly seq: number;
  readonly hash: string;
}

/** A document of `entries` in the trail's database. Each gateway process appends to a chain of its own. */
export interface TrailEntry extends TrailActs {
  /** `<chain>:<seq>`, the number padded so that ids of a chain sort as they were written. */
  readonly _id: string;
  readonly chain: string;
  readonly seq: number;
  readonly at: Date;
  readonly viewer: Viewer;
  /** The name the client gave the operation. */
  readonly operation: string | null;
  readonly outcome: TrailOutcome;
  /** Why it was refused or failed: a code of the error catalogue; null where something was disclosed. */
  readonly code: string | null;
  readonly disclosures: readonly TrailDisclosure[];
  /** The patients of the disclosures, each once: what an access log is found by. */
  readonly patients: readonly string[];
  /** Those of them to whom 45 CFR 164.528 may owe an account of it (accounting.ts): what the account is found by. */
  readonly accounted: readonly string[];
  /** Heads of other chains as this process saw them: a chain that was cut behind one of them shows. */
  readonly noted: readonly ChainHead[];
  /** The hash of the entry before this one in its chain. */
  readonly previous: string;
  readonly hash: string;
}

/** The digits of a sequence number in an id. */
const SEQ_DIGITS = 10;

/** The id of an entry. Ids sort by chain, and within a chain as they were written. */
export function entryId(chain: string, seq: number): string {
  return `${chain}:${String(seq).padStart(SEQ_DIGITS, '0')}`;
}

/** The collection of entries in the trail's database. */
export const TRAIL_COLLECTION = 'entries';

export interface TrailIndex {
  readonly keys: Readonly<Record<string, 1 | -1>>;
  /** Entries that the index leaves out cost it nothing. */
  readonly partial?: Readonly<Record<string, unknown>>;
}

/** Entries that were refused or failed: they carry a code. */
export const WITH_CODE = { code: { $type: 'string' } } as const;

/** Indexes of the entries: an access log, the trail by time and by person, and the few entries that are asked for apart. */
export const TRAIL_INDEXES: readonly TrailIndex[] = [
  { keys: { patients: 1, at: -1, _id: -1 } },
  { keys: { at: -1, _id: -1 } },
  { keys: { 'viewer.subject': 1, at: -1, _id: -1 } },
  { keys: { accounted: 1, at: -1, _id: -1 }, partial: { 'accounted.0': { $exists: true } } },
  { keys: { 'disclosures.breakGlass': 1, at: -1, _id: -1 }, partial: { 'disclosures.breakGlass': true } },
  { keys: { outcome: 1, at: -1, _id: -1 }, partial: WITH_CODE },
];

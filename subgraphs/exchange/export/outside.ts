/** What a patient's record refers to: what comes along with it, and what stays outside and is named. */
import { type CommittedVersion, type Databases, type RecordDocument } from '../../shared/databases.js';
import { type FhirObject, splitReference } from '../../shared/fhir-json.js';
import { resourceOf } from '../../shared/projection.js';
import { kindDefinition, SUBGRAPHS, subgraphOf } from '../../shared/record-kind.js';
import { RecordLookups } from '../../shared/record-lookups.js';
import { canonicalReference, collectReferences } from '../normalise/references.js';
import type { RecordHead } from './committed-parts.js';

/** Types that nobody mapped and that concern no person. */
const IMPERSONAL: ReadonlySet<string> = new Set(
  (
    'ActivityDefinition CodeSystem ConceptMap Endpoint HealthcareService Library Measure NamingSystem ' +
    'OrganizationAffiliation PlanDefinition Questionnaire StructureDefinition Substance ValueSet'
  ).split(' '),
);

export type Outside =
  /** This record does not hold it. */
  | 'not-found'
  /** It is of another person, or of nobody knows whom. */
  | 'suppressed'
  /** It is not handed over; whether it is here is not told. */
  | 'processing';

/** A reference and where it stands. */
interface Pointing {
  /** `Type/id`, or as it came where nobody answers to it. */
  readonly target: string;
  readonly path: string;
}

export interface NamedOutside {
  readonly why: Outside;
  /** Where it is referred to: `Coverage.subscriber`. */
  readonly paths: Set<string>;
}

type Found = Pick<RecordDocument, '_id' | 'kind' | 'patient' | 'version' | 'hashes'>;

/** What is referred to by the versions it was shown, and is not among the records they belong to. */
export class ReferredTo {
  readonly #databases: Databases;
  readonly #lookups: RecordLookups;
  readonly #inside: Set<string>;
  readonly #tellsWhy: boolean;
  readonly outside = new Map<string, NamedOutside>();
  #open = new Map<string, Set<string>>();
  /** Where the records that come along are referred to. */
  readonly #pointedAt = new Map<string, ReadonlySet<string>>();

  /** @param tellsWhy whether what stays outside may be told from what was never here. */
  constructor(databases: Databases, inside: Iterable<string>, tellsWhy: boolean) {
    this.#databases = databases;
    this.#lookups = new RecordLookups(databases);
    this.#inside = new Set(inside);
    this.#tellsWhy = tellsWhy;
  }

  /** Notes what versions refer to. */
  async note(versions: readonly CommittedVersion[]): Promise<void> {
    const aliases = new Map<string, string>();
    const pointings = versions.flatMap((version) => this.#pointings(version, aliases));
    const answers = await this.#lookups.aliased(new Set(aliases.keys()));
    for (const { target, path } of pointings) {
      const raw = aliases.get(target);
      const record = raw === undefined ? target : (answers.get(target) ?? raw);
      if (this.#inside.has(record)) continue;
      const paths = this.#open.get(record) ?? new Set();
      this.#open.set(record, paths.add(path));
    }
  }

  /** The records that come along because of what was noted since the last time; they may refer to others. */
  async next(): Promise<RecordHead[]> {
    const open = this.#open;
    this.#open = new Map();
    const found = await this.#find([...open.keys()]);
    const along: RecordHead[] = [];
    for (const [target, paths] of open) {
      const document = found.get(target);
      if (document && document.version > 0 && concernsNobody(document)) {
        this.#inside.add(target);
        this.#pointedAt.set(target, paths);
        along.push(headOf(document));
      } else this.#name(target, this.#why(document), paths);
    }
    return along;
  }

  #why(document: Found | undefined): Outside {
    if (!this.#tellsWhy) return 'processing';
    return document && document.version > 0 ? 'suppressed' : 'not-found';
  }

  /** Records that do not come along after all. */
  leave(records: readonly string[]): void {
    for (const record of records) this.#name(record, 'processing', this.#pointedAt.get(record) ?? new Set());
  }

  #name(target: string, why: Outside, paths: ReadonlySet<string>): void {
    const named = this.outside.get(target) ?? { why, paths: new Set<string>() };
    for (const path of paths) named.paths.add(path);
    this.outside.set(target, named);
  }

  #pointings(version: CommittedVersion, aliases: Map<string, string>): Pointing[] {
    const { source, references } = version;
    return collectReferences(resourceOf(version)).flatMap(({ path, raw }): Pointing[] => {
      const found = canonicalReference(raw, { source, references });
      if (found.kind === 'resolved') return [{ target: found.ref, path }];
      if (found.kind === 'unknown') return found.why === 'contained' ? [] : [{ target: raw, path }];
      const key = `${source}|${found.key}`;
      aliases.set(key, raw);
      return [{ target: key, path }];
    });
  }

  async #find(references: readonly string[]): Promise<Map<string, Found>> {
    const found = new Map<string, Found>();
    for (const name of SUBGRAPHS) {
      const mine = references.filter((reference) => subgraphOf(splitReference(reference)?.type ?? '') === name);
      const projection = { kind: 1, patient: 1, version: 1, hashes: { $slice: -1 } } as const;
      const cursor = this.#databases.of(name).records.find<Found>({ _id: { $in: mine } }, { projection });
      for await (const document of cursor) found.set(document._id, document);
    }
    return found;
  }
}

function concernsNobody({ kind, patient }: Found): boolean {
  const definition = kindDefinition(kind);
  return patient === null && (definition ? definition.patient === undefined : IMPERSONAL.has(kind));
}

export function headOf({ _id, version, hashes }: Pick<Found, '_id' | 'version' | 'hashes'>): RecordHead {
  return { record: _id, version, current: hashes.at(-1) ?? '' };
}

const WORDS: Readonly<Record<Outside, string>> = {
  'not-found': 'is referred to, but was never sent here',
  suppressed: 'is referred to, but concerns another person, and stays outside this transfer',
  processing: 'is referred to, and stays outside this transfer',
};

/** What stays outside, and what must be said with the rest, as a resource that no system takes for a record. */
export function manifest(outside: ReadonlyMap<string, NamedOutside>, notices: readonly string[] = []): FhirObject {
  const said = notices.map((text) => ({ severity: 'information', code: 'informational', details: { text } }));
  const issue = [...outside]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([target, { why, paths }]) => ({
      severity: 'information',
      code: why,
      details: { text: `${target} ${WORDS[why]}` },
      diagnostics: target,
      expression: [...paths].sort(),
    }));
  const none = {
    severity: 'information',
    code: 'informational',
    details: { text: 'All that is referred to is inside.' },
  };
  return { resourceType: 'OperationOutcome', issue: [...said, ...(issue.length > 0 ? issue : [none])] };
}

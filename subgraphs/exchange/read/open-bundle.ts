import { isObject } from '../../shared/fhir-json.js';
import { parseJson } from '../normalise/fhir-resource.js';
import { urlKey } from '../normalise/references.js';
import { type ParsedResource, parseResource, refusal } from './check-resource.js';
import { rejection } from './errors.js';
import type { OtherVersion } from './fhir-version.js';
import { JsonScanner } from './json-scanner.js';
import type { ScannedBundleEnd, ScannedEntry } from './scan-event.js';
import type { SkipReason, SourceItem } from './source-entry.js';

/** Up to this many bytes of resources a bundle is held as a whole; a larger one is read twice. */
export const HELD_BYTES = 8_000_000;
/** The fullUrls remembered of one bundle (about 150 bytes each); those beyond are resolved by their bare id later. */
const MAX_URLS = 500_000;

/** What has to be known of the whole bundle before its first entry can be handed out. */
export class BundleSurvey {
  readonly urls = new Map<string, string>();
  type: string | null = null;
  #other: OtherVersion | null = null;
  #r4 = false;

  note(parsed: ParsedResource, fullUrl: string | undefined): void {
    const { resource, signs } = parsed;
    this.#other ??= signs.other;
    this.#r4 ||= signs.r4;
    if (fullUrl === undefined || this.urls.size >= MAX_URLS || typeof resource.id !== 'string') return;
    this.urls.set(urlKey(fullUrl), `${resource.resourceType}/${resource.id}`);
  }

  /** The version all of the bundle is taken for, if not R4: one resource tells, unless another one tells of R4. */
  get version(): OtherVersion | null {
    return this.#r4 ? null : this.#other;
  }
}

type Held =
  | { readonly kind: 'item'; readonly item: SourceItem }
  | { readonly kind: 'resource'; readonly where: string; readonly fullUrl?: string; readonly parsed: ParsedResource };

export interface BundlePlace {
  readonly file: string;
  /** Before the number of an entry: '', 'line 3, ', 'entry 4, '. */
  readonly prefix: string;
  /** Gives the next bundle its key. */
  readonly nextKey: () => number;
}

/** The bundle that is being read: holds what cannot be handed out yet. */
export class OpenBundle {
  readonly #key: number;
  #held: Held[] = [];
  #heldBytes = 0;
  #survey = new BundleSurvey();
  #settled = false;
  /** The number of the last entry that could be read. */
  lastEntry = 0;

  constructor(private readonly place: BundlePlace) {
    this.#key = place.nextKey();
  }

  /** Too large to be held as a whole: somebody has to survey it. */
  get outgrown(): boolean {
    return !this.#settled && this.#heldBytes > HELD_BYTES;
  }

  take(entry: ScannedEntry): void {
    const where = `${this.place.prefix}entry ${entry.number}`;
    const { file } = this.place;
    if (!entry.isObject) {
      const shape = { file, where, path: 'Bundle.entry' };
      this.#holdItem({ kind: 'rejection', rejection: rejection('WRONG_SHAPE', shape, 'an object is expected') });
      return;
    }
    const skipped = skipReason(entry);
    if (skipped !== null) this.#holdItem({ kind: 'skipped', file, where, reason: skipped });
    else this.#takeResource(entry, where);
  }

  /** All that may be handed out now; nothing before the bundle is settled. */
  *release(): Generator<SourceItem> {
    if (!this.#settled) return;
    const held = this.#held;
    this.#held = [];
    this.#heldBytes = 0;
    for (const one of held) yield one.kind === 'item' ? one.item : this.#judge(one);
  }

  /** The survey of the whole bundle, made by reading ahead; entries leave as they come from now on. */
  settle(survey: BundleSurvey): void {
    this.#survey = survey;
    this.#settled = true;
  }

  /** The bundle ended, or cannot be read further (`end` is missing): what was held can leave. */
  finish(end?: ScannedBundleEnd): void {
    const place = { file: this.place.file, where: this.place.prefix.replace(/, $/, '') };
    if (end?.entriesAreList === false) {
      const wrong = rejection('WRONG_SHAPE', { ...place, path: 'Bundle.entry' }, 'an array is expected');
      this.#holdItem({ kind: 'rejection', rejection: wrong });
    }
    // It was taken for a bundle because of its size alone.
    if (end && end.resourceType !== 'Bundle')
      this.#holdItem({ kind: 'rejection', rejection: rejection('TOO_LARGE', place) });
    if (this.#settled) return;
    // A history tells the newest version first; records are to be written oldest first.
    if (end?.type === 'history') this.#held.reverse();
    this.#settled = true;
  }

  #takeResource(entry: ScannedEntry, where: string): void {
    const { file } = this.place;
    const bytes = entry.tooLarge ? null : (entry.members.resource ?? null);
    const result = parseResource({ file, where, bytes, tooDeep: entry.tooDeep, notJson: 'ENTRY_NOT_JSON' });
    if ('rejection' in result) {
      this.#holdItem({ kind: 'rejection', rejection: result.rejection });
      return;
    }
    this.lastEntry = entry.number;
    const { parsed } = result;
    if (parsed.resource.resourceType === 'Bundle' && bytes !== null) this.#takeBundle(bytes, `${where}, `);
    else if (isOutcome(entry, parsed)) this.#holdItem({ kind: 'skipped', file, where, reason: 'operation outcome' });
    else this.#holdResource(entry, where, parsed);
  }

  #takeBundle(bytes: Buffer, prefix: string): void {
    for (const item of bundleItems(bytes, { ...this.place, prefix })) this.#holdItem(item);
    this.#heldBytes += bytes.length;
  }

  #holdItem(item: SourceItem): void {
    this.#held.push({ kind: 'item', item });
  }

  #holdResource(entry: ScannedEntry, where: string, parsed: ParsedResource): void {
    const fullUrl = stringMember(entry.members.fullUrl);
    if (!this.#settled) this.#survey.note(parsed, fullUrl);
    this.#held.push({ kind: 'resource', where, parsed, ...(fullUrl === undefined ? {} : { fullUrl }) });
    this.#heldBytes += parsed.bytes;
  }

  #judge({ where, fullUrl, parsed }: Held & { kind: 'resource' }): SourceItem {
    const { file } = this.place;
    const { resource, text, bytes, signs } = parsed;
    if (this.#survey.type === 'history') {
      const place = { file, where, type: resource.resourceType };
      return { kind: 'rejection', rejection: rejection('HISTORY_TOO_LARGE', place) };
    }
    const refused = refusal(resource, this.#survey.version ?? signs.other, { file, where });
    if (refused !== null) return { kind: 'rejection', rejection: refused };
    const bundle = { bundleKey: this.#key, bundleUrls: this.#survey.urls };
    const entry = { file, where, text, bytes, resource, ...bundle, ...(fullUrl === undefined ? {} : { fullUrl }) };
    return { kind: 'entry', entry };
  }
}

/** The items of a bundle which is at hand as a whole (a bundle in a bundle). */
export function* bundleItems(bytes: Buffer, place: BundlePlace): Generator<SourceItem> {
  const scanner = new JsonScanner({ bundle: true });
  const bundle = new OpenBundle(place);
  for (const event of [...scanner.push(bytes), ...scanner.end()]) {
    if (event.kind === 'entry') bundle.take(event);
    if (event.kind === 'bundle-end') bundle.finish(event);
  }
  yield* bundle.release();
}

/**
 * Reads a bundle once more, ahead of its entries, for what has to be known first. Ends early where the bundle does.
 *
 * @param which the number of the bundle in its file, from 1.
 */
export async function surveyBundle(
  chunks: AsyncIterable<Buffer>,
  which: number,
  lines: boolean,
): Promise<BundleSurvey> {
  const scanner = new JsonScanner({ lines });
  const survey = new BundleSurvey();
  let bundles = 0;
  try {
    for await (const chunk of chunks) {
      for (const event of scanner.push(chunk)) {
        if (event.kind === 'bundle') bundles++;
        if (bundles !== which) continue;
        if (event.kind === 'entry') surveyEntry(survey, event);
        if (event.kind === 'bundle-end') survey.type = event.type;
        if (event.kind === 'bundle-end' || event.kind === 'error') return survey;
      }
    }
  } catch {
    // Whoever reads the entries meets the same failure and says so.
  }
  return survey;
}

function surveyEntry(survey: BundleSurvey, entry: ScannedEntry): void {
  const bytes = entry.members.resource;
  if (bytes === undefined || entry.tooLarge) return;
  const result = parseResource({ file: '', where: '', bytes, tooDeep: entry.tooDeep, notJson: 'ENTRY_NOT_JSON' });
  if ('parsed' in result) survey.note(result.parsed, stringMember(entry.members.fullUrl));
}

/** Why there is nothing to keep in an entry; null when it has a resource. */
function skipReason({ members, tooLarge }: ScannedEntry): SkipReason | null {
  if (tooLarge || (members.resource !== undefined && members.resource.toString('latin1') !== 'null')) return null;
  if (member(members.request, 'method') === 'DELETE') return 'delete request';
  const outcome = member(members.search, 'mode') === 'outcome' || member(members.response, 'outcome') !== undefined;
  return outcome ? 'operation outcome' : 'no resource';
}

/** What a server says about a search or a request is no record. */
function isOutcome(entry: ScannedEntry, { resource }: ParsedResource): boolean {
  if (member(entry.members.search, 'mode') === 'outcome') return true;
  return resource.resourceType === 'OperationOutcome' && (resource as { id?: unknown }).id === undefined;
}

function member(bytes: Buffer | undefined, name: string): unknown {
  const value = bytes === undefined ? undefined : quietly(bytes);
  return isObject(value) ? value[name] : undefined;
}

function stringMember(bytes: Buffer | undefined): string | undefined {
  const value = bytes === undefined ? undefined : quietly(bytes);
  return typeof value === 'string' ? value : undefined;
}

function quietly(bytes: Buffer): unknown {
  try {
    return parseJson(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** A comparison of two policies in the words of those who sign one. */
import type { PolicyData } from '../policy/policy-data.js';
import type { Role } from '../policy/viewer.js';
import {
  type FacetChange,
  nothingChanges,
  type PolicyChanges,
  type ReachChange,
  type RoleChange,
  type SummaryChange,
} from './compare.js';

export interface WordsOptions {
  /** Lists every field instead of the first few. */
  readonly all?: boolean;
}

/** How many fields of a facet are named before only their number is. */
const NAMED = 6;

/** Lines to print, for example: `Insurers gain` and below it what, of which fields, and for which stated reason. */
export function changesInWords(
  changes: PolicyChanges,
  before: PolicyData,
  after: PolicyData,
  options: WordsOptions = {},
): string[] {
  const notes = changes.unsaid.length > 0 ? [unsaidNote(changes), ''] : [];
  if (nothingChanges(changes)) return [...notes, 'Nothing changes for anybody.'];
  const words = new Words(before, after, options);
  const sections = [
    ...changes.roles.flatMap((change) => [words.gains(change), words.loses(change)]),
    words.parts(changes),
    words.summaries(changes.summaries),
    words.moved(changes),
    words.listed('New fields and arguments', changes.added),
    words.listed('Removed fields and arguments', changes.removed),
    reworded(changes),
  ].filter((lines) => lines.length > 0);
  const nobody = changes.roles.length === 0 ? ['No role gains or loses anything.', ''] : [];
  return [...notes, ...nobody, ...sections.flatMap((lines) => [...lines, ''])].slice(0, -1);
}

class Words {
  readonly #before: PolicyData;
  readonly #after: PolicyData;
  readonly #options: WordsOptions;

  constructor(before: PolicyData, after: PolicyData, options: WordsOptions) {
    this.#before = before;
    this.#after = after;
    this.#options = options;
  }

  gains({ role, gains, reach, clearances }: RoleChange): string[] {
    const reason = this.#after.roles[role]?.purpose;
    const lines = [
      ...gains.map((change) => this.#facet(change, this.#after)),
      ...reach.filter(({ after }) => after !== null).map(reachGained),
      ...clearances.filter(({ more }) => more).map(({ what }) => what),
    ];
    if (lines.length === 0) return [];
    return [
      `${this.#plural(role)} gain`,
      ...lines.map((line) => `  - ${line}`),
      ...(reason ? [`  Reason stated in the policy: ${reason}`] : []),
    ];
  }

  loses({ role, loses, reach, clearances }: RoleChange): string[] {
    const lines = [
      ...loses.map((change) => this.#facet(change, this.#before)),
      ...reach.filter(({ after }) => after === null).map(({ kind, before }) => `records of ${kind}. Before: ${before}`),
      ...clearances.filter(({ more }) => !more).map(({ what }) => what),
    ];
    return lines.length === 0 ? [] : [`${this.#plural(role)} lose`, ...lines.map((line) => `  - ${line}`)];
  }

  parts({ newParts }: PolicyChanges): string[] {
    return newParts.length === 0
      ? []
      : ['Whoever sees what holds them gains these parts of values, keys and pages', `  ${this.#names(newParts)}`];
  }

  summaries(changes: readonly SummaryChange[]): string[] {
    if (changes.length === 0) return [];
    const lines = changes.flatMap(({ coordinate, after }) =>
      after === null
        ? [`  - ${coordinate}: no longer`]
        : [
            `  - ${coordinate}: made from ${this.#names(after.from ?? [])}`,
            `    Reason stated in the policy: ${after.summarises}`,
          ],
    );
    return ['Open to roles which may not read all that they are made from', ...lines];
  }

  moved({ moved }: PolicyChanges): string[] {
    const lines = moved.map(({ coordinate, from, to }) => `  - ${coordinate}: was ${from}, is ${to}`);
    return lines.length === 0 ? [] : ['Are another kind of information now', ...lines];
  }

  listed(title: string, coordinates: readonly string[]): string[] {
    return coordinates.length === 0 ? [] : [title, `  ${this.#names(coordinates)}`];
  }

  #facet({ grant, facet, coordinates }: FacetChange, policy: PolicyData): string {
    const meaning = (policy.facets[facet] ?? facet).replace(/\.$/, '');
    const what = grant === 'writes' ? `to change: ${lowered(meaning)}` : lowered(meaning);
    return `${what} (${facet}): ${this.#names(coordinates)}`;
  }

  #names(coordinates: readonly string[]): string {
    if (coordinates.length <= NAMED || this.#options.all) return `${coordinates.join(', ')}.`;
    return `${coordinates.slice(0, NAMED).join(', ')}, ... ${coordinates.length} in all.`;
  }

  #plural(role: Role): string {
    const title = this.#after.roles[role]?.title ?? this.#before.roles[role]?.title ?? role;
    return title.endsWith('y') ? `${title.slice(0, -1)}ies` : `${title}s`;
  }
}

function reachGained({ kind, before, after }: ReachChange): string {
  return before === null
    ? `records of ${kind}: ${after}`
    : `another reach of ${kind} records. Before: ${before} Now: ${after}`;
}

function reworded({ reworded: changed }: PolicyChanges): string[] {
  const lines = changed.flatMap(({ what, before, after }) => [
    `  - ${what}`,
    `    before: ${before}`,
    `    now: ${after}`,
  ]);
  return lines.length === 0 ? [] : ['Are worded otherwise', ...lines];
}

function unsaidNote({ unsaid }: PolicyChanges): string {
  return `That revision has no policy.json: its access matrix is compared, which does not tell ${unsaid.join(', ')}.`;
}

/** The beginning of a sentence in the middle of one; abbreviations stay as they are. */
function lowered(sentence: string): string {
  return /^[A-Z][a-z ]/.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;
}

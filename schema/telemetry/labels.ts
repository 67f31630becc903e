/** What a measure or a span may be labelled with: the one gate between a request and what leaves by telemetry. */

const NAMES = ['role', 'step', 'subgraph', 'database', 'command', 'code', 'status', 'outcome'] as const;

export type Labels = Readonly<Partial<Record<(typeof NAMES)[number], string>>>;

/** Words of our own lists look like this; dates, names with spaces, ids with colons and sentences do not. */
const WORD = /^(?:[A-Za-z][A-Za-z_-]{0,39}|[1-5]\d\d)$/;

/** The labels that may leave. What does not look like a word of ours is replaced, not shortened. */
export function safeLabels(labels: Labels): Record<string, string> {
  const kept = NAMES.filter((name) => labels[name] !== undefined);
  return Object.fromEntries(kept.map((name) => [name, WORD.test(labels[name] ?? '') ? (labels[name] ?? '') : 'other']));
}

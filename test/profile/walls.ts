/**
 * Whose work a function is. What is not said of a file (streams, buffers, promises, caches) is the work of whoever called
 * it; the deepest function that belongs somewhere decides.
 */
import '../../subgraphs/kinds.js';
import { allKinds } from '../../subgraphs/shared/record-kind.js';
import { type Call, callsBelow, type Frame } from './frames.js';

export const WALLS = {
  http: 'HTTP: sockets, express, reading the request',
  admission: 'admission: whose turn it is',
  token: 'token: sign-in, and viewers sealed for subgraphs',
  limits: 'limits of the operation',
  apollo: 'Apollo: finding, validating and planning the operation, plugins',
  steps: 'running the plan: calls to subgraphs, merge and shape of the answer',
  stringify: 'the answer as JSON',
  guard: 'guard: the selection is judged',
  administrative: 'execution in the administrative subgraph',
  clinical: 'execution in the clinical subgraph',
  financial: 'execution in the financial subgraph',
  execution: 'execution that all subgraphs share',
  projection: 'projection: what of a record is asked for',
  scope: 'row scope: relations, consents, labels',
  store: 'store: lists, entities, pages',
  driver: 'driver: commands, sessions, sockets to MongoDB',
  bson: 'BSON: to and from documents',
  trail: 'trail',
  telemetry: 'telemetry',
  gc: 'collecting garbage',
  promises: 'promises and timers that nobody in particular waits for',
  program: 'outside JavaScript',
} as const;
export type Wall = keyof typeof WALLS;

const FILES: readonly (readonly [RegExp, Wall])[] = [
  [/^gateway\/(trail|record-operation|plugins\/audit-trail)|^schema\/policy\/(trail|accounting)/, 'trail'],
  [/^subgraphs\/shared\/disclosures/, 'trail'],
  [/^gateway\/(viewer|claims|keys|sign-in|issuer|context|width)\.|^schema\/policy\/viewer\.|\/jose\//, 'token'],
  [/^gateway\/(admission\/|drain)/, 'admission'],
  [/^gateway\/limits\//, 'limits'],
  [/^(gateway|schema)\/telemetry\/|\/@opentelemetry\//, 'telemetry'],
  [
    /^gateway\/(compiled\/|subgraph-link|one-process)|@apollo\/gateway\/dist\/(resultShaping|executeQueryPlan)/,
    'steps',
  ],
  [/^gateway\/(plugins\/|role-views|operation-type-rule|persisted|apollo)/, 'apollo'],
  [/@apollo\/server\/dist\/.*(runHttpQuery|httpBatching|HeaderMap)|\/@as-integrations\//, 'http'],
  [/\/(express|router|finalhandler|send|body-parser|accepts|negotiator|path-to-regexp|qs|on-finished)\//, 'http'],
  [/^gateway\/|^node:(_http|http)/, 'http'],
  [/\/@apollo\//, 'apollo'],
  [/^subgraphs\/shared\/guard|\/graphql-(shield|middleware)\//, 'guard'],
  [/^subgraphs\/shared\/(access|consent|sensitivity)\/|^subgraphs\/shared\/(predicate|consent-)/, 'scope'],
  [/^schema\/policy\//, 'scope'],
  [/^subgraphs\/shared\/(selection|projection)\./, 'projection'],
  [
    /^subgraphs\/shared\/(record-store|record-list|list-query|cursor|databases|gathered|store-wall|thought-of)/,
    'store',
  ],
  [/\/dataloader\//, 'store'],
  [/^subgraphs\/shared\/mongo\/read-documents|\/bson\/|\/mongodb\/lib\/(bson|cmap\/wire_protocol\/on_demand)/, 'bson'],
  [/\/(mongodb|mongoose|mongodb-connection-string-url)\//, 'driver'],
  [/^subgraphs\/administrative\//, 'administrative'],
  [/^subgraphs\/clinical\//, 'clinical'],
  [/^subgraphs\/financial\//, 'financial'],
  [/^subgraphs\/|\/(graphql-jit|type-graphql|graphql-scalars|class-validator)\//, 'execution'],
];

/** Which subgraph made which script: code compiled for an operation bears the names of the types it reads. */
type Scripts = ReadonlyMap<string, Wall>;

/** Null for the idle: that is no work. */
export function wallOf(call: Call, scripts: Scripts): Wall | null {
  if (call.frame.name === '(idle)' || call.frame.name === '(root)') return null;
  if (call.frame.name === '(garbage collector)') return 'gc';
  if (call.frame.name === '(program)') return 'program';
  let stringifies = false;
  for (let at: Call | null = call; at !== null; at = at.parent) {
    stringifies ||= /^(prettyJSONS|s)tringify$/.test(at.frame.name);
    const wall = wallOfFrame(at.frame, scripts);
    if (wall) return wall === 'http' && stringifies ? 'stringify' : wall;
  }
  return 'promises';
}

const byFile = new Map<string, Wall | null>();

function wallOfFrame({ file, script }: Frame, scripts: Scripts): Wall | null {
  if (file === '') return scripts.get(script) ?? null;
  const known = byFile.get(file);
  if (known !== undefined) return known;
  const wall = FILES.find(([pattern]) => pattern.test(file))?.[1] ?? null;
  byFile.set(file, wall);
  return wall;
}

export function scriptsOf(root: Call): Scripts {
  const subgraphs = new Map<string, Wall>(
    allKinds().flatMap(({ kind, subgraph }) => (kind === 'Patient' ? [] : [[kind, subgraph as Wall] as const])),
  );
  const votes = new Map<string, Wall[]>();
  for (const { frame } of callsBelow(root)) {
    if (frame.file !== '' || frame.script === '0') continue;
    const kind = /^(\w+?)(?:Connection|Edge)?__/.exec(frame.name)?.[1] ?? '';
    const vote = subgraphs.get(kind) ?? null;
    votes.set(frame.script, [...(votes.get(frame.script) ?? []), ...(vote ? [vote] : [])]);
  }
  return new Map([...votes].map(([script, cast]) => [script, mostFrequent(cast) ?? 'execution']));
}

function mostFrequent(walls: readonly Wall[]): Wall | undefined {
  const counts = new Map<Wall, number>();
  for (const wall of walls) counts.set(wall, (counts.get(wall) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

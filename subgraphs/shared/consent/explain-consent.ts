/**
 * Which provision of which consent decides about a record, and why, in words: for whoever must account for an answer.
 * Judged provision by provision under the same conditions that the predicates are made of.
 */
import sift from 'sift';
import type { Label } from '../../../schema/policy/labels.js';
import type { ConsentProvisionRule, ConsentRuleDocument } from '../consent-rule.js';
import type { RecordDocument } from '../databases.js';
import type { Predicate } from '../record-store.js';
import { bearingOnly, type ConsentViewer, type Reading, recordCondition, viewerMismatch } from './provision-match.js';

export interface ConsentReason {
  /** Id of the Consent. */
  readonly consent: string;
  /** The provision that decided, as FHIRPath goes from the Consent: `provision.provision[1]`, `policyRule`. */
  readonly path: string;
  readonly verdict: 'permit' | 'deny' | 'silent';
  /** Labels that a permit names, and so opens. */
  readonly names: readonly Label[];
  readonly words: string;
}

type Record = Partial<RecordDocument>;
type Asked = { readonly viewer: ConsentViewer; readonly record: Record };
type Finding = Pick<ConsentReason, 'path' | 'words'>;
type Permit = Finding & { readonly names: readonly Label[] };

interface Judged {
  readonly deny: Finding | null;
  readonly permits: readonly Permit[];
  /** Why it may say nothing. */
  readonly silence: Finding;
}

/** One reason for each consent, those that deny first: any of them decides; else any that permits does. */
export function explainConsent(
  rules: readonly ConsentRuleDocument[],
  viewer: ConsentViewer,
  record: Record,
): readonly ConsentReason[] {
  const order = ['deny', 'permit', 'silent'];
  return rules
    .map(({ _id, rule }) => ({ consent: _id, ...reasonOf(rule, { viewer, record }) }))
    .sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
}

function reasonOf(rule: ConsentProvisionRule | null, asked: Asked): Omit<ConsentReason, 'consent'> {
  const silent = { verdict: 'silent', names: [] } as const;
  if (rule === null) return { ...silent, path: 'Consent', words: 'says nothing: not in force, or about other things' };
  const { deny, permits, silence } = judge(rule, rule.base ? 'policyRule' : 'provision', [], asked);
  if (deny) return { ...deny, verdict: 'deny', names: [] };
  const open = permits.filter(({ names }) => holds(bearingOnly(names), asked.record));
  const [widest] = [...open].sort((a, b) => b.names.length - a.names.length);
  if (widest) return { ...widest, verdict: 'permit' };
  const [closed] = permits;
  const words = closed && `${closed.words}, but the record bears other labels too: ${asked.record.labels?.join(', ')}`;
  return { ...silent, ...(closed && words ? { path: closed.path, words } : silence) };
}

function judge(rule: ConsentProvisionRule, path: string, named: readonly Label[], asked: Asked): Judged {
  const silence = (words: string) => ({ path, words: `says nothing here: ${words}` });
  const beside = mismatch(rule, asked, 'wide');
  if (beside !== null) return { deny: null, permits: [], silence: silence(beside) };
  const names = [...new Set([...named, ...(rule.labels ?? [])])].sort();
  const inner = rule.except.map((exception, index) => judge(exception, pathTo(rule, path, index), names, asked));
  const denied = inner.find(({ deny }) => deny !== null)?.deny ?? null;
  const excepted = inner.flatMap(({ permits }) => permits);
  const own = { path, words: inWords(rule), names };
  const doubt = mismatch(rule, asked, 'narrow');
  return {
    deny: denied ?? (rule.type === 'deny' && excepted.length === 0 ? own : null),
    permits: denied || doubt !== null ? [] : [...(rule.type === 'permit' ? [own] : []), ...excepted],
    silence: silence(doubt ?? 'its exceptions leave it out'),
  };
}

/** Exceptions that the policy brings along are no provisions of the consent. */
function pathTo({ base, except }: ConsentProvisionRule, path: string, index: number): string {
  if (except[index]?.base) return 'policyRule';
  const before = except.slice(0, index).filter((other) => other.base).length;
  return base ? 'provision' : `${path}.provision[${index - before}]`;
}

function mismatch(rule: ConsentProvisionRule, { viewer, record }: Asked, reading: Reading): string | null {
  const reason = viewerMismatch(rule, viewer, reading);
  if (reason !== null) return reason;
  return holds(recordCondition(rule, reading), record) ? null : 'it is about other records';
}

/** The predicate as the database would have it. */
function holds(predicate: Predicate, record: Record): boolean {
  return sift.default(predicate)(record);
}

function inWords(rule: ConsentProvisionRule): string {
  const { type, recipients, purposes, labels, kinds, codes, records, writers, from, until } = rule;
  const day = (date: Date) => date.toISOString().slice(0, 10);
  return [
    `${type === 'permit' ? 'permits' : 'denies'} ${recipients?.join(', ') ?? 'everybody'}`,
    kinds ? `kinds ${kinds.join(', ')}` : '',
    labels ? `what is labelled ${labels.join(', ')}` : '',
    codes ? `what is coded ${codes.join(', ')}` : '',
    records ? `${records.join(', ')}${type === 'deny' ? ' and what refers to it' : ''}` : '',
    writers ? `what ${writers.join(', ')} wrote` : '',
    rule.dataFrom || rule.dataUntil ? 'of a certain time' : '',
    purposes ? `for ${purposes.join(', ')}` : '',
    from ? `from ${day(from)}` : '',
    until ? `until ${day(until)}` : '',
    rule.unclear ? '(it could not be understood in full, and is taken to deny more rather than less)' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** Width and labels in words: whose writing was asked for, and what a record must not bear. */
import { CLEARANCES } from '../../../schema/policy/clearances.js';
import { closed, opened, type WallReason } from '../../../schema/policy/explain.js';
import { AUTHOR_ONLY, type Label } from '../../../schema/policy/labels.js';
import { belongsToPractice } from '../record-kind.js';
import type { AccessFacts } from './explain-access.js';

export function widthReason({ viewer, kind, record, audience }: AccessFacts): WallReason {
  const { width, organization } = viewer;
  if (width === null) return opened('WIDTH', `The role ${viewer.role} has no choice of width.`, kind);
  if (!belongsToPractice(kind))
    return opened('WIDTH', `Records of ${kind} belong to the person, at either width.`, kind);
  if (width === 'NETWORK') return opened('WIDTH', 'NETWORK: what all organisations wrote.', kind);
  const own = `PRACTICE: what ${organization === null ? 'their own organisation' : `Organization/${organization}`} wrote.`;
  if (record === null || (organization !== null && record.writers?.includes(organization)))
    return opened('WIDTH', own, kind);
  const writers =
    audience === 'operator' ? ` This was written by ${record.writers?.join(', ') || 'nobody known'}.` : '';
  // A narrower question than could be asked is no refusal.
  return { ...closed('WIDTH', `${own}${writers} Ask at the width NETWORK.`, kind), basis: null };
}

export function labelsReason(facts: AccessFacts): WallReason {
  return facts.record === null ? labelsOfAll(facts) : labelsOfRecord(facts);
}

/** Of a patient's records in general: what is held. Only an operator is told how many that leaves. */
function labelsOfAll({ viewer, kind, access, audience, counted }: AccessFacts): WallReason {
  const held = access.breakGlass
    ? `A broken glass opens all labels but ${AUTHOR_ONLY.join(', ')}.`
    : `On what their own organisation wrote they hold ${list(CLEARANCES[viewer.role].own)}; on what others wrote ${list(CLEARANCES[viewer.role].others)}. Records that bear another sensitivity label stay closed unless a consent opens them.`;
  if (audience === 'auditor' || counted.all === 0) return opened('LABELS', held, kind);
  const left = `Of ${counted.all} records of ${kind} of this patient ${counted.open} are open.`;
  return counted.open === 0 ? closed('LABELS', `${held} ${left}`, kind) : opened('LABELS', `${held} ${left}`, kind);
}

/** Judged last: a record that scope, width and consents leave open, and that is not shown, is closed by its labels. */
function labelsOfRecord({ viewer, kind, access, record, counted }: AccessFacts): WallReason {
  const labels = (record?.labels ?? []) as Label[];
  const bears = labels.length === 0 ? 'It bears no sensitivity label.' : `It bears ${labels.join(', ')}.`;
  const lacking = labels.filter(
    (label) => !heldOn(viewer.organization, record?.writers, viewer.role, kind).includes(label),
  );
  if (lacking.length === 0) return opened('LABELS', `${bears} The viewer holds all of them.`, kind);
  if (counted.open > 0)
    return opened('LABELS', `${bears} ${openedBy(viewer, access.breakGlass !== null, record?.authors)}`, kind);
  return closed('LABELS', `${bears} The viewer does not hold ${lacking.join(', ')}, and nothing opens it.`, kind);
}

function heldOn(
  organization: string | null,
  writers: readonly string[] = [],
  role: AccessFacts['viewer']['role'],
  kind: string,
): readonly Label[] {
  const { own, others } = CLEARANCES[role];
  const theirs = organization !== null && writers.includes(organization);
  return !belongsToPractice(kind) || theirs ? own : others;
}

function openedBy({ subject, role }: AccessFacts['viewer'], broken: boolean, authors: readonly string[] = []): string {
  if (broken) return 'The broken glass opens it.';
  if (role === 'clinician' && authors.includes(subject)) return 'The viewer wrote it.';
  return 'A consent opens it by naming its labels.';
}

function list(labels: readonly Label[]): string {
  return labels.length === 0 ? 'none' : labels.join(', ');
}

/**
 * Whether one provision of a consent is about a viewer and about a record. What may be meant and what surely is are two
 * things: a deny reaches as far as it may be meant, a permit no further than it surely is.
 */
import type { Label } from '../../../schema/policy/labels.js';
import type { Purpose } from '../../../schema/policy/viewer.js';
import type { ConsentProvisionRule } from '../consent-rule.js';
import { allOf } from '../predicate.js';
import type { Predicate } from '../record-store.js';
import { recordsAndDependents } from './dependents.js';
import { coversPurpose, mayMeanPurpose } from './purpose-of-use.js';

/** Who asks, as consents name people: the parties they stand for (`Organization/1`, `Practitioner/2`, `CareTeam/3`). */
export interface ConsentViewer {
  readonly parties: readonly string[];
  readonly purpose: Purpose;
  readonly now: Date;
  readonly organization: string | null;
}

/** `wide` for what denies, `narrow` for what permits. */
export type Reading = 'wide' | 'narrow';

/** Why a provision is not about this viewer and this moment; null when it is. */
export function viewerMismatch(rule: ConsentProvisionRule, viewer: ConsentViewer, reading: Reading): string | null {
  const { from, until, recipients, purposes } = rule;
  if (reading === 'narrow' && rule.unclear) return 'it says something that could not be understood';
  if (!rule.reads) return 'it is about other actions than reading';
  if (from && viewer.now < from) return `it begins ${from.toISOString()}`;
  if (until && viewer.now > until) return `it ended ${until.toISOString()}`;
  if (recipients && !recipients.some((recipient) => isRecipient(recipient, viewer, reading)))
    return `it is about ${recipients.join(', ')}`;
  const covers = reading === 'wide' ? mayMeanPurpose : coversPurpose;
  if (purposes && !purposes.some((purpose) => covers(purpose, viewer.purpose)))
    return `it is about the purposes ${purposes.join(', ')}`;
  return null;
}

/** Kinds of recipients that may stand for a viewer without their being told: whoever holds the role, whoever is in the group. */
const MAY_BE_ANYBODY = /^(PractitionerRole|Group|HealthcareService|Location|OrganizationAffiliation)\//;

/** Whether it cannot be told whom a recipient stands for. */
export function mayBeAnybody(recipient: string): boolean {
  return MAY_BE_ANYBODY.test(recipient);
}

function isRecipient(recipient: string, { parties }: ConsentViewer, reading: Reading): boolean {
  return parties.includes(recipient) || (reading === 'wide' && mayBeAnybody(recipient));
}

/** The records that a provision is about. */
export function recordCondition(rule: ConsentProvisionRule, reading: Reading): Predicate {
  const { writers, labels, kinds, codes, records } = rule;
  return allOf(
    kinds ? { kind: { $in: [...kinds] } } : {},
    labels ? { labels: { $in: [...labels] } } : {},
    writers ? writtenBy(writers, reading) : {},
    codes ? coded(codes, reading) : {},
    datedWithin(rule, reading),
    records ? (reading === 'wide' ? recordsAndDependents(records) : { _id: { $in: [...records] } }) : {},
  );
}

/** Wide: one of them had a hand in it, or nobody knows who wrote it. Narrow: nobody else had. */
function writtenBy(writers: readonly string[], reading: Reading): Predicate {
  return reading === 'wide'
    ? { writers: { $in: [...writers, []] } }
    : { writers: { $in: [...writers], $not: { $elemMatch: { $nin: [...writers] } } } };
}

/** A bill holds codes of its own (what was done and why) beside the code it goes by. */
function coded(codes: readonly string[], reading: Reading): Predicate {
  const among = { $in: [...codes] };
  if (reading === 'narrow') return { codes: among };
  return { $or: [{ codes: among }, { categories: among }, { diagnoses: among }, { services: among }] };
}

/** A record without a date may be of any. */
function datedWithin({ dataFrom, dataUntil }: ConsentProvisionRule, reading: Reading): Predicate {
  if (!dataFrom && !dataUntil) return {};
  const within = { at: { ...(dataFrom && { $gte: dataFrom }), ...(dataUntil && { $lte: dataUntil }) } };
  return reading === 'wide' ? { $or: [{ at: null }, within] } : within;
}

/** Records that bear no labels but these and R, which says how closely a record is kept and not what it is about. */
export function bearingOnly(names: readonly Label[]): Predicate {
  return names.length === 0 ? {} : { labels: { $not: { $elemMatch: { $nin: [...new Set([...names, 'R'])] } } } };
}

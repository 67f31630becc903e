/**
 * Which records of a patient in reach a viewer may read: width, labels, consent and notes that stay with their author, as
 * one predicate of the database query. Pure; whatever is not opened here is closed.
 */
import { LRUCache } from 'lru-cache';
import type { AccessSettings } from '../../../schema/policy/access-settings.js';
import { CLEARANCES, type Clearance } from '../../../schema/policy/clearances.js';
import { ALL_LABELS, AUTHOR_ONLY, type Label } from '../../../schema/policy/labels.js';
import { partiesOf } from '../../../schema/policy/row-scopes.js';
import type { Viewer } from '../../../schema/policy/viewer.js';
import { consentsDigest } from '../consent/consents-stand.js';
import { type ConsentViewer, denyPredicate, permits } from '../consent-predicate.js';
import { allOf, anyOf } from '../predicate.js';
import { belongsToPractice, kindDefinition } from '../record-kind.js';
import type { Predicate } from '../record-store.js';
import type { PatientAccess } from './patient-access.js';

/** Of patients whose consents say nothing, by all that is then looked at. */
const usual = new LRUCache<string, { readonly predicate: Predicate | null }>({ max: 2000 });

/** The predicate over record documents of one kind; null where nothing of it may be read. */
export function recordPredicate(
  viewer: Viewer,
  kind: string,
  access: PatientAccess,
  settings: AccessSettings,
  clearances: typeof CLEARANCES = CLEARANCES,
): Predicate | null {
  if (access.rules.length > 0 || access.breakGlass || clearances !== CLEARANCES)
    return predicateOf(viewer, kind, access, settings, clearances);
  const { role, organization, width, subject } = viewer;
  const key = JSON.stringify([kind, role, organization, width, subject, settings.consentModel]);
  const known = usual.get(key);
  if (known) return known.predicate;
  const predicate = predicateOf(viewer, kind, access, settings, clearances);
  usual.set(key, { predicate });
  return predicate;
}

function predicateOf(
  viewer: Viewer,
  kind: string,
  access: PatientAccess,
  settings: AccessSettings,
  clearances: typeof CLEARANCES,
): Predicate | null {
  const clearance = clearances[viewer.role];
  const consent = clearance.boundByConsent && !access.breakGlass ? consentOf(viewer, access, settings) : SILENT;
  if (consent.deny === 'everything') return null;
  const opened = access.breakGlass
    ? [without(AUTHOR_ONLY)]
    : openings(viewer, kind, clearance, consent.permits, settings);
  const author = authorOpening(viewer);
  const conditions = [
    ...widthConditions(viewer, kind),
    anyOf(author ? [...opened, author] : opened),
    ...(consent.deny === null ? [] : [{ $nor: [consent.deny] }, ...consentsStand(kind, access)]),
  ];
  return conditions.every((condition) => condition !== null) ? allOf(...(conditions as Predicate[])) : null;
}

interface ConsentSays {
  readonly deny: Predicate | 'everything' | null;
  readonly permits: readonly { readonly predicate: Predicate; readonly names: ReadonlySet<Label> }[];
}

const SILENT: ConsentSays = { deny: null, permits: [] };

/** The viewer as a patient's consents see them. */
export function consentViewer(viewer: Viewer, { teams }: PatientAccess, { now }: AccessSettings): ConsentViewer {
  const { purpose, organization } = viewer;
  return { parties: [...partiesOf(viewer), ...teams], purpose, organization, now: now() };
}

function consentOf(viewer: Viewer, access: PatientAccess, settings: AccessSettings): ConsentSays {
  const { rules } = access;
  if (rules.length === 0) return SILENT;
  const asking = consentViewer(viewer, access, settings);
  return { deny: denyPredicate(rules, asking), permits: permits(rules, asking) };
}

/** Whom something is denied waits until what was computed under other consents than stand now is computed anew. */
function consentsStand(kind: string, { rules }: PatientAccess): Predicate[] {
  return kindDefinition(kind)?.underConsents ? [{ consents: consentsDigest(rules) }] : [];
}

/** PRACTICE: what the viewer's organisation wrote. Kinds that belong to the person have no writer and stay. */
function widthConditions(viewer: Viewer, kind: string): (Predicate | null)[] {
  if (viewer.width !== 'PRACTICE' || !belongsToPractice(kind)) return [];
  return [viewer.organization === null ? null : { writers: viewer.organization }];
}

/** The ways in which a record may be open to the viewer; one of them must hold. */
function openings(
  viewer: Viewer,
  kind: string,
  clearance: Clearance,
  permitted: ConsentSays['permits'],
  settings: AccessSettings,
): Predicate[] {
  const { own, others, named } = clearance;
  if (kindDefinition(kind)?.underConsents) return derivedOpenings(viewer, clearance);
  if (!belongsToPractice(kind)) return [holding(own)];
  const mine: Predicate[] = viewer.organization === null ? [] : [{ writers: viewer.organization, ...holding(own) }];
  if (viewer.width === 'PRACTICE') return mine;
  const general = ALL_LABELS.filter((label) => !named.includes(label) && !APART.has(label));
  const consented = permitted.map(({ predicate, names }) =>
    allOf(predicate, holding([...others, ...general, ...names].filter((label) => label !== 'PSYTHPN'))),
  );
  return [...mine, ...(othersAreOpen(viewer, settings) ? [holding(others)] : []), ...consented];
}

/** What rests on many records is one's own where one wrote all that are sensitive of them. */
function derivedOpenings({ organization }: Viewer, { own, others }: Clearance): Predicate[] {
  return [holding(others), ...(organization === null ? [] : [{ sensitiveBy: organization, ...holding(own) }])];
}

/** Payment and operations do not wait for consent (45 CFR 164.506(c)); care across organisations may. */
function othersAreOpen(viewer: Viewer, { consentModel }: AccessSettings): boolean {
  return viewer.role !== 'clinician' || consentModel === 'opt-out';
}

/** What a clinician wrote stays open to them, whatever it is labelled. */
function authorOpening(viewer: Viewer): Predicate | null {
  return viewer.role === 'clinician' ? { authors: viewer.subject } : null;
}

const APART: ReadonlySet<Label> = new Set(AUTHOR_ONLY);

/** Records all of whose labels are held: none of them is one of the others. */
function holding(held: readonly Label[]): Predicate {
  return without(ALL_LABELS.filter((label) => !held.includes(label)));
}

function without(labels: readonly Label[]): Predicate {
  return labels.length === 0 ? {} : { labels: { $nin: [...labels] } };
}

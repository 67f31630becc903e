/** The consents of a patient in words: which of them bind a viewer, and what they decide. */
import { CLEARANCES } from '../../../schema/policy/clearances.js';
import { closed, opened, type WallReason } from '../../../schema/policy/explain.js';
import { type ConsentReason, explainConsent } from '../consent/explain-consent.js';
import { denyPredicate } from '../consent-predicate.js';
import { belongsToPractice } from '../record-kind.js';
import type { AccessFacts } from './explain-access.js';
import { consentViewer } from './record-predicate.js';

export function consentReason(facts: AccessFacts): WallReason {
  const { viewer, kind, access } = facts;
  if (!CLEARANCES[viewer.role].boundByConsent)
    return opened('CONSENT', `Consents of the patient do not bind the role ${viewer.role}.`, kind);
  if (access.breakGlass) return opened('CONSENT', 'Consents of the patient do not bind under a broken glass.', kind);
  return facts.record === null ? consentsOfPatient(facts) : consentsOnRecord(facts);
}

/** What the consents say of this viewer at all; which records they concern is seen at each record. */
function consentsOfPatient(facts: AccessFacts): WallReason {
  const { viewer, kind, access, settings } = facts;
  const { rules } = access;
  if (rules.length === 0) return withoutConsent(facts);
  const ids = `Consents in force: ${rules.map(({ _id }) => _id).join(', ')}.`;
  const denied = denyPredicate(rules, consentViewer(viewer, access, settings));
  return denied === 'everything'
    ? closed('CONSENT', `${ids} What they say denies this viewer everything.`, kind)
    : opened(
        'CONSENT',
        `${ids} ${denied === null ? 'None denies' : 'Some of what is recorded is denied to'} this viewer.`,
        kind,
      );
}

function consentsOnRecord(facts: AccessFacts): WallReason {
  const { viewer, kind, access, settings, record } = facts;
  if (record === null || access.rules.length === 0) return withoutConsent(facts);
  const reasons = explainConsent(access.rules, consentViewer(viewer, access, settings), record);
  const words = reasons.map(inWords).join(' ');
  const [first] = reasons;
  if (first?.verdict === 'deny') return closed('CONSENT', words, kind);
  const needed = first?.verdict === 'permit' ? null : neededConsent(facts);
  return needed === null ? opened('CONSENT', words, kind) : closed('CONSENT', `${words} ${needed}`, kind);
}

function withoutConsent(facts: AccessFacts): WallReason {
  const needed = facts.record === null ? null : neededConsent(facts);
  const none = 'No consent of the patient says anything of this viewer.';
  return needed === null ? opened('CONSENT', none, facts.kind) : closed('CONSENT', `${none} ${needed}`, facts.kind);
}

/** Care across organisations may need a consent; whether it does is the deployment's to decide. */
function neededConsent({ viewer, kind, record, settings, counted }: AccessFacts): string | null {
  const { role, organization } = viewer;
  const own = organization !== null && record?.writers?.includes(organization);
  if (
    counted.open > 0 ||
    own ||
    role !== 'clinician' ||
    settings.consentModel === 'opt-out' ||
    !belongsToPractice(kind)
  )
    return null;
  return 'What other organisations wrote needs a consent that permits it here (CONSENT_MODEL is opt-in).';
}

function inWords({ consent, path, words }: ConsentReason): string {
  return `Consent/${consent} (${path}) ${words}.`;
}

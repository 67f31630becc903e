/** Consents in few words, and the documents they are about in a collection of their own. */
import { afterAll, beforeAll } from 'vitest';
import { consentRuleOf } from '../../subgraphs/administrative/consent/consent-rule-of.js';
import type { ConsentViewer } from '../../subgraphs/shared/consent-predicate.js';
import type { ConsentRuleDocument } from '../../subgraphs/shared/consent-rule.js';
import type { FhirObject } from '../../subgraphs/shared/fhir-json.js';

/** The day on which the tests ask, unless they say otherwise. */
export const TODAY = new Date('2026-06-30T12:00:00Z');

export function consentOf(consent: object): ConsentRuleDocument {
  const content = consent as FhirObject;
  return { _id: String(content['id'] ?? 'consent'), version: 1, patient: 'p', ...consentRuleOf(content) };
}

export function viewerOf(party: string, more: Partial<ConsentViewer> = {}): ConsentViewer {
  const organization = party.startsWith('Organization/') ? party.slice('Organization/'.length) : null;
  return { parties: [party], purpose: 'TREAT', now: TODAY, organization, ...more };
}

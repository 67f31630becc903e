/** Consents in few words, and MongoDB's own verdict about the documents in question. */
import mongoose from 'mongoose';
import { afterAll, beforeAll } from 'vitest';
import type { Label } from '../../schema/policy/labels.js';
import { consentRuleOf } from '../../subgraphs/administrative/consent/consent-rule-of.js';
import { type ConsentViewer, denyPredicate, permits } from '../../subgraphs/shared/consent-predicate.js';
import type { ConsentProvisionRule, ConsentRuleDocument } from '../../subgraphs/shared/consent-rule.js';
import type { RecordDocument } from '../../subgraphs/shared/databases.js';
import type { FhirObject } from '../../subgraphs/shared/fhir-json.js';
import type { Predicate } from '../../subgraphs/shared/record-store.js';
import { freshPrefix, mongoUri } from '../support/engine.js';

/** The moment in which the tests ask, unless they say otherwise. */
export const NOW = new Date('2026-06-30T12:00:00Z');

/** The rule of a Consent as it comes: active and about privacy, unless it says otherwise. */
export function consentOf(consent: object): ConsentRuleDocument {
  const content: FhirObject = { status: 'active', scope: coded('patient-privacy'), ...consent };
  return { _id: String(content['id'] ?? 'consent'), version: 1, patient: 'p', ...consentRuleOf(content) };
}

/** A consent with the given root provision. */
export function provides(provision: object, more: object = {}): ConsentRuleDocument {
  return consentOf({ provision, ...more });
}

export function ruleOf(provision: object, more: object = {}): ConsentProvisionRule {
  const { rule } = provides(provision, more);
  if (rule === null) throw new Error('the consent says nothing');
  return rule;
}

export const coded = (...codes: string[]) => ({ coding: codes.map((code) => ({ code })) });
export const actor = (reference: string, role = 'IRCP') => ({ role: coded(role), reference: { reference } });

export function viewerOf(party: string, more: Partial<ConsentViewer> = {}): ConsentViewer {
  const organization = party.startsWith('Organization/') ? party.slice('Organization/'.length) : null;
  return { parties: [party], purpose: 'TREAT', now: NOW, organization, ...more };
}

export type Verdict = 'permit' | 'deny' | 'silent';
type Document = Partial<RecordDocument> & { _id: string };

export interface Shelf {
  /** By id: what the rules say to the viewer about each document. */
  verdicts(rules: readonly ConsentRuleDocument[], viewer: ConsentViewer): Promise<Record<string, Verdict>>;
  /** Ids of the documents which the rules open by naming their labels. */
  namedOn(rules: readonly ConsentRuleDocument[], viewer: ConsentViewer, label: Label): Promise<string[]>;
  denied(rules: readonly ConsentRuleDocument[], viewer: ConsentViewer): Promise<string[]>;
}

/** A collection of documents to ask; to be called while a file or a `describe` is set up. */
export function shelf(documents: readonly Document[]): Shelf {
  const name = freshPrefix();
  const client = new mongoose.mongo.MongoClient(mongoUri());
  const collection = client.db(name).collection<Document>('records');
  beforeAll(async () => {
    await collection.insertMany([...documents]);
  });
  afterAll(() => client.close());
  const found = async (predicate: Predicate | null): Promise<string[]> => {
    if (predicate === null) return [];
    const ids = await collection
      .find(predicate, { projection: { _id: 1 } })
      .sort({ _id: 1 })
      .toArray();
    return ids.map(({ _id }) => _id);
  };
  const denied = (rules: readonly ConsentRuleDocument[], viewer: ConsentViewer) => {
    const predicate = denyPredicate(rules, viewer);
    return found(predicate === 'everything' ? {} : predicate);
  };
  return {
    denied,
    async verdicts(rules, viewer) {
      const no = new Set(await denied(rules, viewer));
      const yes = new Set((await Promise.all(permits(rules, viewer).map(({ predicate }) => found(predicate)))).flat());
      const verdict = (id: string): Verdict => (no.has(id) ? 'deny' : yes.has(id) ? 'permit' : 'silent');
      return Object.fromEntries(documents.map(({ _id }) => [_id, verdict(_id)]));
    },
    async namedOn(rules, viewer, label) {
      const naming = permits(rules, viewer).filter(({ names }) => names.has(label));
      return (await Promise.all(naming.map(({ predicate }) => found(predicate)))).flat().sort();
    },
  };
}

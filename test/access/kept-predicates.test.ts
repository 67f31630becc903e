/** What is kept of earlier questions is what would be worked out anew, for each viewer, kind and setting apart. */
import { expect, it } from 'vitest';
import { DEFAULT_ACCESS } from '../../schema/policy/access-settings.js';
import { CLEARANCES } from '../../schema/policy/clearances.js';
import { ROLES, type Viewer } from '../../schema/policy/viewer.js';
import '../../subgraphs/kinds.js';
import { NO_ACCESS, type PatientAccess } from '../../subgraphs/shared/access/patient-access.js';
import { recordPredicate } from '../../subgraphs/shared/access/record-predicate.js';
import type { ConsentRuleDocument } from '../../subgraphs/shared/consent-rule.js';
import { allKinds } from '../../subgraphs/shared/record-kind.js';

const VIEWERS: readonly Viewer[] = ROLES.flatMap((role) =>
  [null, 'north', 'south'].flatMap((organization) =>
    (['PRACTICE', 'NETWORK', null] as const).flatMap((width) =>
      ['ada', 'bob'].map((subject): Viewer => {
        return { ...{ role, organization, width, subject }, patient: null, purpose: 'TREAT', tokenId: null };
      }),
    ),
  ),
);
const KINDS = allKinds().map(({ kind }) => kind);
const MODELS = ['opt-in', 'opt-out'] as const;

function everyPredicate(access: PatientAccess, clearances?: typeof CLEARANCES): (object | null)[] {
  return MODELS.flatMap((consentModel) =>
    VIEWERS.flatMap((viewer) =>
      KINDS.map((kind) => recordPredicate(viewer, kind, access, { ...DEFAULT_ACCESS, consentModel }, clearances)),
    ),
  );
}

it('the predicate of every viewer, kind and consent model, asked for again and by turns', () => {
  // Clearances that are equal but not the same are worked out anew.
  const anew = everyPredicate(NO_ACCESS, { ...CLEARANCES });
  expect(everyPredicate(NO_ACCESS)).toEqual(anew);
  expect(everyPredicate(NO_ACCESS)).toEqual(anew);
  expect(new Set(anew.map((predicate) => JSON.stringify(predicate))).size).toBeGreaterThan(10);
});

it('nothing is kept of whose consents say something, nor of a broken glass', () => {
  const viewer = VIEWERS.find(({ role, organization }) => role === 'clinician' && organization === 'north') as Viewer;
  const asked = (access: PatientAccess) => recordPredicate(viewer, 'Condition', access, DEFAULT_ACCESS);
  const usual = asked(NO_ACCESS);
  const denied: ConsentRuleDocument = {
    ...{ _id: 'Consent/1', version: 1, patient: 'ann', parties: ['any'] },
    rule: { type: 'deny', reads: true, unclear: false, except: [] },
  };
  expect(asked({ ...NO_ACCESS, rules: [denied] })).toBeNull();
  const opened = asked({ ...NO_ACCESS, breakGlass: { patient: 'ann', until: new Date(0) } });
  expect(opened).not.toEqual(usual);
  expect(asked(NO_ACCESS)).toEqual(usual);
  expect(usual).not.toBeNull();
});

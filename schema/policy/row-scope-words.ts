/**
 * Row scopes in words, for those who sign a policy. The words are made from the rule itself, so they cannot say what the
 * rule does not: another relation, another condition or another reach gives another sentence, and one that has no words
 * yet fails the build.
 */
import { type Relationship, type RowScope, rowScope } from './row-scopes.js';
import { PURPOSES_OF_ROLE, type Role, type Viewer } from './viewer.js';

/** What a relation is, of a patient to the viewer. */
export const RELATIONSHIP_WORDS: Readonly<Record<Relationship, string>> = {
  treats: 'treated by them or their organisation',
  cares: 'on whose care team they or their organisation are',
  appointment: 'with an appointment with them, their organisation or one of its places',
  manages: 'managed by their organisation',
  bills: 'for whom their organisation has billed',
  insures: 'whom their organisation insures',
  'break-glass': 'whose record they opened in an emergency',
};

/** What a record must hold, by the search key that says it. */
const CONDITION_WORDS: Readonly<Record<string, string>> = {
  patient: 'about the patient who asks',
  payers: 'that name their organisation as payer',
  providers: 'that their organisation billed',
  party: 'of their own making',
};

/** Stands for every viewer of a role: what a rule makes of its claims shows in the scope. */
function anyViewer(role: Role): Viewer {
  return {
    subject: 'subject',
    role,
    organization: 'organization',
    patient: 'patient',
    purpose: PURPOSES_OF_ROLE[role][0],
    tokenId: null,
    width: null,
  };
}

/**
 * Which records of a kind a role reaches, in a sentence; null where it reaches none.
 * Throws for a relation or condition that has no words.
 */
export function rowScopeWords(role: Role, kind: string, ruleOf: typeof rowScope = rowScope): string | null {
  const scope = ruleOf(anyViewer(role), kind);
  return scope.reach === 'none' ? null : `${sentence(scope, kind)}${emergency(role, scope)}`;
}

function sentence(scope: Exclude<RowScope, { reach: 'none' }>, kind: string): string {
  if (scope.reach === 'all') return 'All.';
  const conditions = Object.keys(scope.where).map((key) => wordsOf(CONDITION_WORDS, key, kind));
  if (scope.reach === 'where') return `Those ${joined(conditions, 'and')}.`;
  const relations = scope.as.map((way) => wordsOf(RELATIONSHIP_WORDS, way, kind));
  const records = conditions.length > 0 ? ` ${joined(conditions, 'and')}` : '';
  return `Those of patients ${joined(relations, 'or')}${records}.`;
}

/** Breaking the glass is no relation of a rule: it opens what the rule of a clinician's patients would close. */
function emergency(role: Role, { reach }: RowScope): string {
  return role === 'clinician' && reach === 'patients' ? ' Those of others by breaking the glass, for its time.' : '';
}

function wordsOf(words: Readonly<Record<string, string>>, key: string, kind: string): string {
  const found = words[key];
  if (found === undefined) throw new Error(`the row scope of ${kind} has a rule without words: ${key}`);
  return found;
}

function joined(parts: readonly string[], word: 'and' | 'or'): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join('; ')}; ${word} ${parts.at(-1)}`;
}

/** Row scopes in words: made from the rules, so that the words change with the rules and with nothing else. */
import { describe, expect, it } from 'vitest';
import '../../subgraphs/kinds.js';
import { rowScopeWords } from '../../schema/policy/row-scope-words.js';
import { type RowScope, rowScope } from '../../schema/policy/row-scopes.js';
import { ROLES, type Role, type Viewer } from '../../schema/policy/viewer.js';
import { allKinds } from '../../subgraphs/shared/record-kind.js';

const KINDS = [...allKinds().map(({ kind }) => kind), 'AuditEvent'];
const PAIRS = ROLES.flatMap((role) => KINDS.map((kind) => [role, kind] as const));

/** What a rule says apart from who asks. */
function shape(role: Role, kind: string, ruleOf = rowScope): string {
  const viewer: Viewer = {
    subject: 's',
    role,
    organization: 'o',
    patient: 'p',
    purpose: 'TREAT',
    tokenId: null,
    width: null,
  };
  const scope = ruleOf(viewer, kind);
  if (scope.reach === 'all' || scope.reach === 'none') return scope.reach;
  const where = Object.keys(scope.where);
  return JSON.stringify(scope.reach === 'patients' ? [scope.reach, scope.as, where] : [scope.reach, where]);
}

describe('a row scope in words', () => {
  it('stands for every rule of every role and kind, and is silent where nothing is in reach', () => {
    for (const [role, kind] of PAIRS)
      expect([role, kind, rowScopeWords(role, kind) === null]).toEqual([role, kind, shape(role, kind) === 'none']);
  });

  it('is the same for the same rule and another for another', () => {
    for (const role of ROLES) {
      const byWords = new Map<string, Set<string>>();
      for (const kind of KINDS) {
        const words = rowScopeWords(role, kind) ?? 'none';
        byWords.set(words, (byWords.get(words) ?? new Set()).add(shape(role, kind)));
      }
      const shapes = KINDS.map((kind) => shape(role, kind));
      expect([...byWords.values()].every((rules) => rules.size === 1)).toBe(true);
      expect(byWords.size).toBe(new Set(shapes).size);
    }
  });

  it.each([
    ['a relation more', { as: ['insures', 'treats'], where: {} }],
    ['a condition more', { as: ['insures'], where: { payers: 'o' } }],
    ['a relation in place of another', { as: ['bills'], where: {} }],
  ] as const)('changes with %s', (_, change) => {
    const changed = (): RowScope => ({ reach: 'patients', parties: ['Organization/o'], ...change });
    expect(rowScopeWords('insurer', 'Patient', changed)).not.toBe(rowScopeWords('insurer', 'Patient'));
  });

  it('fails the build where a rule has no words yet', () => {
    const unheard = (): RowScope => ({ reach: 'where', where: { moonPhase: 'full' } });
    expect(() => rowScopeWords('insurer', 'Claim', unheard)).toThrow('a rule without words: moonPhase');
  });

  it('reads as a sentence', () => {
    expect(rowScopeWords('insurer', 'Claim')).toBe('Those that name their organisation as payer.');
    expect(rowScopeWords('biller', 'Patient')).toBe('Those of patients for whom their organisation has billed.');
    expect(rowScopeWords('patient', 'Condition')).toBe('Those about the patient who asks.');
    expect(rowScopeWords('analyst', 'Condition')).toBeNull();
    expect(rowScopeWords('clinician', 'Condition')).toMatch(/ Those of others by breaking the glass, for its time\.$/);
  });
});

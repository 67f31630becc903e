/** The predicates against the rules read one by one, over consents drawn at random. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LABELS, type Label } from '../../schema/policy/labels.js';
import { PURPOSES, type Purpose } from '../../schema/policy/viewer.js';
import { explainConsent } from '../../subgraphs/shared/consent/explain-consent.js';
import { type ConsentViewer, denyPredicate, permits } from '../../subgraphs/shared/consent-predicate.js';
import type { ConsentProvisionRule, ConsentRuleDocument } from '../../subgraphs/shared/consent-rule.js';
import { shelf } from './support.js';

type Doc = {
  _id: string;
  kind: string;
  labels?: string[];
  writers?: string[];
  codes?: string[];
  at: Date | null;
  encounter?: string;
};

const year = (n: number) => new Date(Date.UTC(n, 0, 1));
const NAMES = ['R', 'SUD', 'PSY', 'HIV'] as const satisfies readonly (keyof typeof LABELS)[];
const some = <T>(...values: T[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });

const kindly = fc.record(
  {
    kind: fc.constantFrom('Encounter', 'Observation', 'Claim'),
    labels: fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 3 }),
    writers: fc.uniqueArray(fc.constantFrom('a', 'b'), { maxLength: 2 }),
    codes: some('s|1', 's|2'),
    at: fc.constantFrom(null, year(2020), year(2022), year(2024)),
    encounter: fc.constantFrom('1', '2'),
  },
  { requiredKeys: ['kind', 'at'] },
);
const documents: Doc[] = fc
  .sample(kindly, { numRuns: 60, seed: 7 })
  .map((doc, index) => ({ _id: `${doc.kind}/${index % 20 === 0 ? 1 + index / 20 : `x${index}`}`, ...doc }))
  .filter((doc, index, all) => all.findIndex(({ _id }) => _id === doc._id) === index);

const PLACES = ['Organization/a', 'Organization/b', 'Practitioner/p', 'CareTeam/t', 'Group/g', 'RelatedPerson/r'];
const CODES = ['TREAT', 'ETREAT', 'HPAYMT', 'HOPERAT', 'HQUALIMP', 'BTG', 'PurposeOfUse', 'HMARKT', 'NOVEL'];

/** What a rule may be restricted by; one rule bears few of them, so that it often matches. */
const restrictions: fc.Arbitrary<Partial<ConsentProvisionRule>> = fc
  .array(
    fc.oneof(
      fc.record({ from: fc.constantFrom(year(2019), year(2025), year(2027)) }),
      fc.record({ until: fc.constantFrom(year(2025), year(2030), year(2031)) }),
      fc.record({ recipients: some(...PLACES) }),
      fc.record({ purposes: some(...CODES) }),
      fc.record({ writers: some('a', 'b') }),
      fc.record({ labels: some(...NAMES) }),
      fc.record({ kinds: some('Encounter', 'Observation', 'Claim') }),
      fc.record({ codes: some('s|1', 's|2') }),
      fc.record({ records: some('Encounter/1', 'Encounter/2', 'Observation/x3') }),
      fc.record({ dataFrom: fc.constantFrom(year(2021), year(2023)) }),
      fc.record({ dataUntil: fc.constantFrom(year(2023), year(2024)) }),
    ),
    { maxLength: 3 },
  )
  .map((list) => Object.assign({}, ...list) as Partial<ConsentProvisionRule>);

const seldom = (usual: boolean) =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constant(!usual) });

const { provision } = fc.letrec<{ provision: ConsentProvisionRule }>((tie) => ({
  provision: fc
    .tuple(
      fc.record({
        type: fc.constantFrom('permit' as const, 'deny' as const),
        reads: seldom(true),
        unclear: seldom(false),
        except: fc.oneof({ maxDepth: 3 }, fc.constant([]), fc.array(tie('provision'), { maxLength: 3 })),
      }),
      restrictions,
    )
    .map(([rule, restricted]) => ({ ...rule, ...restricted })),
}));

const asking: fc.Arbitrary<ConsentViewer> = fc.record({
  parties: fc.constantFrom(['Organization/a'], ['Organization/b', 'Practitioner/p'], ['Organization/c', 'CareTeam/t']),
  purpose: fc.constantFrom<Purpose>('TREAT', 'ETREAT', 'HPAYMT', 'HOPERAT'),
  now: fc.constant(year(2026)),
  organization: fc.constant(null),
});

/** Which purposes of a consent cover which stated ones, and which only may, written out. */
const COVERED: Record<string, Purpose[]> = {
  TREAT: ['TREAT', 'ETREAT'],
  ETREAT: ['ETREAT'],
  HPAYMT: ['HPAYMT'],
  HOPERAT: ['HOPERAT', 'HCOMPL'],
  PurposeOfUse: [...PURPOSES],
};
const PERHAPS: Record<string, Purpose[]> = { HQUALIMP: ['HOPERAT'], BTG: ['ETREAT'], NOVEL: [...PURPOSES] };

type Match = 'no' | 'perhaps' | 'surely';
const worst = (...matches: Match[]): Match =>
  matches.includes('no') ? 'no' : matches.includes('perhaps') ? 'perhaps' : 'surely';
const when = (surely: boolean, perhaps = surely): Match => (surely ? 'surely' : perhaps ? 'perhaps' : 'no');

function matchOf(rule: ConsentProvisionRule, doc: Doc, viewer: ConsentViewer): Match {
  const { purpose, parties } = viewer;
  const { recipients, purposes, writers, labels, kinds, codes, records } = rule;
  const wrote = doc.writers ?? ['nobody can have'];
  return worst(
    rule.unclear ? 'perhaps' : 'surely',
    when(rule.reads && !(rule.from && rule.from > viewer.now) && !(rule.until && rule.until < viewer.now)),
    !recipients
      ? 'surely'
      : when(
          recipients.some((one) => parties.includes(one)),
          recipients.includes('Group/g'),
        ),
    !purposes
      ? 'surely'
      : when(
          purposes.some((one) => COVERED[one]?.includes(purpose)),
          purposes.some((one) => PERHAPS[one]?.includes(purpose)),
        ),
    !writers
      ? 'surely'
      : when(
          wrote.length > 0 && wrote.every((one) => writers.includes(one)),
          wrote.length === 0 || wrote.some((one) => writers.includes(one)),
        ),
    !labels ? 'surely' : when(labels.some((one) => doc.labels?.includes(one))),
    !kinds ? 'surely' : when(kinds.includes(doc.kind)),
    !codes ? 'surely' : when(codes.some((one) => doc.codes?.includes(one))),
    !records
      ? 'surely'
      : when(records.includes(doc._id), doc.encounter !== undefined && records.includes(`Encounter/${doc.encounter}`)),
    !rule.dataFrom && !rule.dataUntil
      ? 'surely'
      : doc.at === null
        ? 'perhaps'
        : when(!(rule.dataFrom && doc.at < rule.dataFrom) && !(rule.dataUntil && doc.at > rule.dataUntil)),
  );
}

interface Says {
  denies: boolean;
  /** Sets of labels named by each way in which it permits. */
  permits: Label[][];
}

/** Silent where it does not match; else an exception that denies, then one that permits, then the rule itself. */
function says(rule: ConsentProvisionRule, doc: Doc, viewer: ConsentViewer, named: readonly Label[]): Says {
  const match = matchOf(rule, doc, viewer);
  if (match === 'no') return { denies: false, permits: [] };
  const names = [...named, ...(rule.labels ?? [])];
  const inner = rule.except.map((exception) => says(exception, doc, viewer, names));
  if (inner.some(({ denies }) => denies)) return { denies: true, permits: [] };
  const granted = inner.flatMap((one) => one.permits);
  if (rule.type === 'deny' && granted.length === 0) return { denies: true, permits: [] };
  if (match === 'perhaps') return { denies: false, permits: [] };
  return { denies: false, permits: rule.type === 'permit' ? [names, ...granted] : granted };
}

function verdictOf(rules: readonly ConsentRuleDocument[], doc: Doc, viewer: ConsentViewer) {
  const all = rules.map(({ rule }) => (rule ? says(rule, doc, viewer, []) : { denies: false, permits: [] }));
  if (all.some(({ denies }) => denies)) return 'deny';
  const open = all
    .flatMap((one) => one.permits)
    .filter((names) => names.length === 0 || (doc.labels ?? []).every((one) => [...names, 'R'].includes(one)));
  return open.length > 0 ? 'permit' : 'silent';
}

const stored = shelf(documents);
const consents = fc
  .array(provision, { minLength: 1, maxLength: 3 })
  .map((rules) => rules.map((rule, index) => ({ _id: `c${index}`, version: 1, patient: 'p', parties: [], rule })));

it('says of every document what the rules say of it, read one by one', { timeout: 120_000 }, async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(consents, asking, async (rules, viewer) => {
      const expected = Object.fromEntries(documents.map((doc) => [doc._id, verdictOf(rules, doc, viewer)]));
      for (const verdict of Object.values(expected)) seen.add(verdict);
      expect(await stored.verdicts(rules, viewer)).toEqual(expected);
    }),
    { numRuns: 1500 },
  );
  expect([...seen].sort()).toEqual(['deny', 'permit', 'silent']);
});

it('is explained as it is decided', () => {
  fc.assert(
    fc.property(consents, asking, fc.constantFrom(...documents), (rules, viewer, doc) => {
      const reasons = explainConsent(rules, viewer, doc);
      expect(reasons[0]?.verdict).toBe(verdictOf(rules, doc, viewer));
    }),
    { numRuns: 500 },
  );
});

it('gives equal JSON whatever order the consents come in', () => {
  fc.assert(
    fc.property(consents, asking, (rules, viewer) => {
      const other = [...rules].reverse().map((rule, index) => ({ ...rule, _id: `other${index}` }));
      expect(JSON.stringify(denyPredicate(other, viewer))).toBe(JSON.stringify(denyPredicate(rules, viewer)));
      const [mine, theirs] = [permits(rules, viewer), permits(other, viewer)];
      expect(JSON.stringify(theirs.map(({ predicate }) => predicate))).toBe(
        JSON.stringify(mine.map(({ predicate }) => predicate)),
      );
    }),
  );
});

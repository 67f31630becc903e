/** What changed in the policy, told to those who sign it: from real git history, and from two made-up revisions. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diffCommand } from '../../gateway/commands/policy-diff.js';
import { buildPolicy } from '../../schema/build.js';
import { matrixMarkdown } from '../../schema/derive/access-matrix.js';
import { comparePolicies, nothingChanges, somebodyGains } from '../../schema/diff/compare.js';
import { policyOfMatrix } from '../../schema/diff/matrix-page.js';
import { policyAt } from '../../schema/diff/revision.js';
import { changesInWords } from '../../schema/diff/words.js';
import { mayUse, type PolicyData, parsePolicyData, printPolicyData } from '../../schema/policy/policy-data.js';

let today: PolicyData;
beforeAll(async () => {
  today = (await buildPolicy()).data;
});

/** Today's policy, changed. */
function changed(change: (data: Writable) => void): PolicyData {
  // Not structuredClone(): roles share lists, and it would keep them shared.
  const copy = JSON.parse(JSON.stringify(today)) as Writable;
  change(copy);
  return copy as unknown as PolicyData;
}

interface Writable {
  facets: Record<string, string>;
  roles: Record<string, { purpose: string; reads: string[]; writes: string[] }>;
  clearances: Record<string, { own: string[]; others: string[]; named: string[]; boundByConsent: boolean }>;
  rowScopes: Record<string, Record<string, string>>;
  fields: Record<string, { facet: string; from?: string[]; summarises?: string }>;
  arguments: Record<string, { facet: string; touches: string[] }>;
}

const from = (before: PolicyData, after: PolicyData = today) => {
  const changes = comparePolicies(before, after);
  return { gain: somebodyGains(changes), text: changesInWords(changes, before, after, { all: true }).join('\n') };
};

const without = (list: string[], ...entries: string[]) => list.filter((entry) => !entries.includes(entry));

describe('a policy as data', () => {
  it('is read as it was written, one line for each fact', () => {
    const text = printPolicyData(today);
    expect(parsePolicyData(text)).toEqual(today);
    expect(text).toContain('\n    "Patient.birthDate": {"facet":"identity"},\n');
  });

  it('is not taken from another file', () => {
    expect(() => parsePolicyData('{"facets":{}}')).toThrow('a policy has the parts facets, roles, fields');
  });

  it('is read from before it had all of its parts', () => {
    const { types: _, ...older } = today;
    expect(parsePolicyData(printPolicyData(older as PolicyData))).toEqual({ ...today, types: {} });
  });

  it('names what derived fields are computed from, and why a summary may tell', () => {
    expect(today.fields['Patient.displayName']?.from).toEqual(['Patient.name']);
    expect(today.fields['Query.conditionCounts']).toMatchObject({
      from: expect.arrayContaining(['Condition.code', 'Patient.birthDate']) as string[],
      summarises: expect.stringMatching(/^Tells numbers of people only/) as string,
    });
    expect(today.fields['Patient.conditions']?.records).toEqual(['Condition']);
  });

  it('grants what the policy grants, mutations apart', () => {
    expect(mayUse(today, 'insurer', 'Claim.total')).toBe(true);
    expect(mayUse(today, 'insurer', 'ClaimItem.productOrService')).toBe(false);
    expect(mayUse(today, 'clinician', 'Mutation.breakGlass')).toBe(true);
    expect(mayUse(today, 'patient', 'Mutation.breakGlass')).toBe(false);
    expect(mayUse(today, 'clinician', 'Patient.madeUp')).toBe(false);
  });
});

describe('what changes between two policies', () => {
  it('is nothing between equal ones', () => {
    expect(from(today)).toEqual({ gain: false, text: 'Nothing changes for anybody.' });
    expect(nothingChanges(comparePolicies(today, today))).toBe(true);
  });

  it('is a facet that a role is granted, with its meaning, its fields and the stated reason', () => {
    const before = changed(({ roles }) => {
      const insurer = roles['insurer'];
      if (insurer) insurer.reads = without(insurer.reads, 'condition-category');
    });
    const { gain, text } = from(before);
    expect(gain).toBe(true);
    expect(text).toMatch(
      /^Insurers gain\n {2}- broad groups of what was billed, without code or date \(condition-category\): .*Patient\.conditionCategories/,
    );
    expect(text).toContain('\n  Reason stated in the policy: Pays for its members');
  });

  it('is a facet that a role loses, and nobody gains by that', () => {
    const before = changed(({ roles }) => void roles['insurer']?.reads.push('billed-service'));
    const { gain, text } = from(before);
    expect(gain).toBe(false);
    expect(text).toMatch(/^Insurers lose\n {2}- which service exactly was billed.*ClaimItem\.productOrService/);
    expect(text).not.toContain('gain');
  });

  it('is a field that is another kind of information now, for those who gain and those who lose by it', () => {
    const before = changed(({ fields }) => {
      fields['Patient.maritalStatus'] = { facet: 'access-log' };
    });
    const { text } = from(before);
    expect(text).toContain('Clinicians gain\n  - race, ethnicity, marital status');
    expect(text).toContain('Auditors lose\n  - who looked at one’s own record');
    expect(text).toContain(
      'Are another kind of information now\n  - Patient.maritalStatus: was access-log, is demographics',
    );
  });

  it('is a mutation that a role may call', () => {
    const before = changed(({ roles }) => {
      const clinician = roles['clinician'];
      if (clinician) clinician.writes = [];
    });
    expect(from(before)).toMatchObject({ gain: true, text: expect.stringContaining('- to change: that a clinician') });
  });

  it('is a new field, a removed one, and a part of a value that whoever sees the value gains', () => {
    const before = changed(({ fields }) => {
      delete fields['Patient.birthDate'];
      delete fields['Identifier.value'];
      fields['Patient.shoeSize'] = { facet: 'demographics' };
    });
    const { gain, text } = from(before);
    expect(gain).toBe(true);
    expect(text).toContain('New fields and arguments\n  Patient.birthDate.');
    expect(text).toContain('Removed fields and arguments\n  Patient.shoeSize.');
    expect(text).toContain('gains these parts of values, keys and pages\n  Identifier.value.');
  });

  it('is another reach: new, other and lost', () => {
    const before = changed(({ rowScopes }) => {
      const insurer = rowScopes['insurer'];
      if (!insurer) return;
      delete insurer['Claim'];
      insurer['Patient'] = 'Those of patients who once asked for an offer.';
      insurer['Condition'] = 'All.';
    });
    const { gain, text } = from(before);
    expect(gain).toBe(true);
    expect(text).toContain('- records of Claim: Those that name their organisation as payer.');
    expect(text).toContain(
      '- another reach of Patient records. Before: Those of patients who once asked for an offer. Now: ',
    );
    expect(text).toContain('Insurers lose\n  - records of Condition. Before: All.');
  });

  it.each<[string, (clearance: Writable['clearances'][string]) => void, boolean, string]>([
    [
      'a label held',
      (c) => Object.assign(c, { own: without(c.own, 'HIV') }),
      true,
      'labels held on what their own organisation wrote: HIV',
    ],
    ['a label lost', (c) => void c.others.push('PSYTHPN'), false, 'labels held on what others wrote: PSYTHPN'],
    ['a label that needs no naming', (c) => void c.named.push('SDV'), true, 'a consent need not name the label SDV'],
    ['a label that needs naming', (c) => Object.assign(c, { named: [] }), false, 'a consent must name the label SUD'],
    ['being bound by consents', (c) => Object.assign(c, { boundByConsent: false }), false, 'consents bind them'],
  ])('is %s', (_, change, gains, words) => {
    const before = changed(({ clearances }) => {
      const insurer = clearances['insurer'];
      if (insurer) change(insurer);
    });
    const { gain, text } = from(before);
    expect(gain).toBe(gains);
    expect(text).toMatch(gains ? /^Insurers gain/ : /^Insurers lose/);
    expect(text).toContain(`- ${words}`);
  });

  it('is a field that is opened as a summary, with the reason that is signed', () => {
    const before = changed(({ fields }) => {
      fields['Patient.costSummary'] = { facet: 'cost-summary' };
    });
    const { gain, text } = from(before);
    expect(gain).toBe(true);
    expect(text).toContain('- Patient.costSummary: made from Claim.billablePeriod');
    expect(text).toContain('Reason stated in the policy: Sums over many bills');
  });

  it('is another wording, by which nobody gains', () => {
    const before = changed(({ facets, roles }) => {
      facets['claim'] = 'Bills.';
      if (roles['biller']) roles['biller'].purpose = 'Bills.';
    });
    const { gain, text } = from(before);
    expect(gain).toBe(false);
    expect(text).toContain('No role gains or loses anything.');
    expect(text).toMatch(/the facet claim\n {4}before: Bills\.\n {4}now: That a service was billed/);
    expect(text).toContain('the purpose of the role biller');
  });
});

describe('the access matrix of revisions from before policy.json', () => {
  it('tells grants and facets, and says what it does not tell', () => {
    const page = policyOfMatrix(matrixMarkdown(today));
    const changes = comparePolicies(page, today);
    expect(changes).toMatchObject({ roles: [], added: [], removed: [], moved: [], summaries: [] });
    expect(changesInWords(changes, page, today).join('\n')).toBe(
      'That revision has no policy.json: its access matrix is compared, which does not tell row scopes, clearances, summaries, purposes.\n\nNothing changes for anybody.',
    );
  });
});

describe('policies of a git repository', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chartlens-policy-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd: folder });
  const commit = (tag: string, files: Record<string, string>) => {
    mkdirSync(join(folder, 'schema/generated'), { recursive: true });
    for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
    git('add', '-A');
    git('commit', '-q', '--allow-empty', '-m', tag);
    git('tag', tag);
  };
  const MATRIX = 'schema/generated/access-matrix.md';
  const DATA = 'schema/generated/policy.json';

  beforeAll(() => {
    git('init', '-q');
    commit('empty', {});
    commit('matrix', { [MATRIX]: matrixMarkdown(today) });
    commit('wider', { [DATA]: printPolicyData(changed(({ roles }) => void roles['agency']?.reads.push('diagnosis'))) });
    commit('today', { [DATA]: printPolicyData(today) });
    commit('broken', { [DATA]: '{' });
  });

  it('are compared with each other', async () => {
    const { text, exitCode } = await diffCommand(['today', 'wider'], folder);
    expect(text).toMatch(
      /^Government agencies gain\n {2}- conditions and problems \(diagnosis\): .*, \.\.\. \d+ in all\./,
    );
    expect(exitCode).toBe(0);
  });

  it('are compared with the sources as they stand', async () => {
    expect(await diffCommand(['today', '--check'], folder)).toEqual({
      text: 'Nothing changes for anybody.',
      exitCode: 0,
    });
    expect((await diffCommand(['wider'], folder)).text).toMatch(/^Government agencies lose/);
  });

  it('fail a check only when somebody gains', async () => {
    expect((await diffCommand(['today', 'wider', '--check'], folder)).exitCode).toBe(1);
    expect((await diffCommand(['wider', 'today', '--check'], folder)).exitCode).toBe(0);
  });

  it('are read from the access matrix where there is nothing else', async () => {
    expect((await policyAt('matrix', folder)).unsaid).toContain('row scopes');
  });

  it.each([
    ['nowhere', 'git knows no revision "nowhere"'],
    ['--output=/tmp/x', 'git knows no revision'],
    ['empty', 'The revision empty has neither schema/generated/policy.json nor'],
    ['broken', 'The policy of the revision broken cannot be read'],
  ])('are not found at %s, and it is said why', async (revision, words) => {
    await expect(policyAt(revision, folder)).rejects.toThrow(words);
  });

  it('are not looked for outside a repository', async () => {
    await expect(policyAt('HEAD', tmpdir())).rejects.toThrow('is no git repository');
  });

  // A copy without its history, or with the newest commit alone, has nothing to compare.
  const root = new URL('../..', import.meta.url).pathname;
  const hasHistory =
    spawnSync('git', ['rev-parse', '--verify', '--quiet', 'HEAD~3^{commit}'], { cwd: root }).status === 0;

  it.skipIf(!hasHistory)('are those of this project’s own history', async () => {
    const policy = await policyAt('HEAD~3', root);
    expect(Object.keys(policy.fields).length).toBeGreaterThan(1000);
    expect((await diffCommand(['HEAD~3'], root)).exitCode).toBe(0);
  });
});

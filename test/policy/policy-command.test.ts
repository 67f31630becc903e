/** `npm run policy` as a process: what it prints where, and how it ends. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const COMMAND = fileURLToPath(new URL('../../dist/gateway/commands/policy.js', import.meta.url));

function policy(...args: string[]) {
  const { PATH } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], {
    env: { PATH },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('the policy command', () => {
  it('explains itself and each of its commands', () => {
    for (const args of [[], ['--help'], ['matrix', '--help'], ['diff', '--help'], ['explain', '--help']]) {
      const { status, stdout, stderr } = policy(...args);
      expect([args, status, stderr]).toEqual([args, 0, '']);
      expect(stdout).toMatch(/^Usage: npm run -s policy -- /);
    }
  });

  it('answers about a field without any database', () => {
    const { status, stdout } = policy('explain', '--role', 'insurer', '--field', 'Condition.code');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^No: the role insurer may not read Condition\.code\.\n\n {2}view {5}closed /);
  });

  it.each([
    [['undo'], 'policy knows matrix, diff and explain, not "undo"'],
    [['diff', 'no-such-revision'], 'no-such-revision'],
    [['explain', '--role', 'king', '--field', 'Patient.id'], '--role takes one of'],
    [['explain', '--role', 'insurer'], '--field takes Type.field'],
    [['explain', '--role', 'insurer', '--field', 'Claim.total', '--record', 'Claim/1'], 'say whose with --patient'],
  ])('ends %j with 2 and one line of what is wrong', (args, words) => {
    const { status, stdout, stderr } = policy(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

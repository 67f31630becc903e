/** What `npm start` offers each role to try: it must answer, and with something to look at. */
import { describe, expect, it } from 'vitest';
import { FIRST_QUESTIONS } from '../../gateway/first-questions.js';
import { ROLES, type Role } from '../../schema/policy/viewer.js';
import { openDemoWorld } from './demo-world.js';

/** So many that some counts are over 10 and others are not. */
const PEOPLE = 60;

const world = await openDemoWorld(PEOPLE);
/** For who counts: so many that no noise, of whatever key, leaves a list of counts empty. */
const crowd = await openDemoWorld(160);
const worldOf = (role: Role) => (role === 'agency' || role === 'analyst' ? crowd : world);

/** Paths at which an answer is empty: no data, null, or a list without anything. */
function emptyPaths(value: unknown, path = 'data', depth = 0): string[] {
  if (value === null || value === undefined) return [path];
  if (Array.isArray(value)) return value.length === 0 ? [path] : [];
  if (typeof value !== 'object' || depth > 1) return [];
  return Object.entries(value).flatMap(([key, below]) => emptyPaths(below, `${path}.${key}`, depth + 1));
}

interface Count {
  readonly people: number | null;
  readonly suppressed: boolean;
}

describe('the first question', () => {
  it.each(ROLES)('of the %s is answered without errors, and every part of it holds something', async (role) => {
    // Somebody must have looked before there is anything in the trail.
    await (await world.first('patient')).ask('{ patients { nodes { displayName } } }');
    const { query } = FIRST_QUESTIONS[role];
    const answer = await (await worldOf(role).first(role)).ask(query);
    expect(answer.errors).toBeUndefined();
    expect(answer.status).toBe(200);
    expect(emptyPaths(answer.data)).toEqual([]);
  });

  it.each(ROLES)('of the %s fits between the single quotes of a shell command', (role) => {
    expect(FIRST_QUESTIONS[role].query).not.toMatch(/['\n]/);
  });

  it.each(['agency', 'analyst'] as const)('of the %s shows counts, and no small one', async (role) => {
    const { data } = await (await worldOf(role).first(role)).ask(FIRST_QUESTIONS[role].query);
    const counts = Object.values(data as Record<string, Count[]>).flat();
    expect(counts.filter(({ people }) => people !== null && people > 10)).not.toEqual([]);
    expect(counts.filter(({ suppressed }) => suppressed)).not.toEqual([]);
    for (const { people, suppressed } of counts) expect(people === null).toBe(suppressed);
    expect(counts.filter(({ people }) => people !== null && people >= 1 && people <= 10)).toEqual([]);
  });

  it('of the clinician shows charts with problems, results and visits', async () => {
    const answer = await (await world.first('clinician')).ask(FIRST_QUESTIONS.clinician.query);
    for (const list of ['conditions', 'observations', 'encounters', 'claims'])
      expect(answer.at(`patients.nodes.1.${list}.nodes.0`), list).toBeDefined();
    expect(answer.at('patients.nodes.0.trend.0.points.0.mean')).toBeTypeOf('number');
  });
});

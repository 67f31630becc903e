/** The summary by its address: the page of the field, behind the same token, walls and trail, and nothing runs in it. */
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { NORTH, NORTHERNERS, SOUTH } from '../leaks/two-houses.js';
import { createWorld, type OpenWorld } from '../support/world.js';

const world = await createWorld();
let open: OpenWorld;
let trailWorks = true;
const kept: { readonly operation: string; readonly outcome: string; readonly patients: readonly string[] }[] = [];
beforeAll(async () => {
  await world.tell(...NORTH, ...SOUTH);
  open = await world.open({
    trail: {
      insertMany: async (entries) => {
        if (!trailWorks) throw new Error('the trail is down');
        kept.push(...(entries as never as typeof kept));
      },
    },
  });
});

async function page(patient: string, role: 'clinician' | 'insurer' | null = 'clinician', headers = {}) {
  const token = role && (await open.as(role, NORTHERNERS[role])).token;
  return fetch(new URL(`/summary/${patient}`, open.url), {
    headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers },
  });
}

describe('the page of a summary', () => {
  it('is that of the field, of what the viewer reaches, and in the trail', async () => {
    const response = await page('ann');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const text = await response.text();
    expect(text).toContain('problem-of-ann');
    const made = /<p>Made [^<]*<\/p>/;
    const clinician = await open.as('clinician', NORTHERNERS.clinician);
    const field = (await clinician.ask('{ patient(id: "ann") { summary { page } } }')).at('patient.summary.page');
    expect(text.replace(made, '')).toBe(String(field).replace(made, ''));
    expect(kept[0]).toMatchObject({ operation: 'PatientSummaryPage', outcome: 'disclosed', patients: ['ann'] });
  });

  it('may run nothing and fetch nothing: its policy allows its own style alone', async () => {
    const response = await page('ann');
    const text = await response.text();
    const style = /<style>([^<]*)<\/style>/.exec(text)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    const policy = (response.headers.get('content-security-policy') ?? '').split('; ');
    expect(policy).toEqual([
      "default-src 'none'",
      `style-src 'sha256-${hash}'`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      'sandbox',
    ]);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(text).not.toMatch(/<script|<img|<link|style=|\son[a-z]+=/);
  });

  it('is no other for who is out of reach than for who is not there, and for a role without it no address', async () => {
    const answers = await Promise.all([page('ben'), page('nobody'), page('ann', 'insurer')]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    const [forbidden, unknown] = await Promise.all(answers.map((response) => response.text()));
    expect(forbidden).toBe(unknown);
  });

  it.each([
    ['without a token', 401, 'ann', null, {}],
    ['with anything asked besides', 404, 'ann?x=1', 'clinician', {}],
    ['at a width that is none', 400, 'ann', 'clinician', { 'chartlens-width': 'WIDE' }],
  ] as const)('is refused %s', async (_why, status, patient, role, headers) => {
    expect((await page(patient, role, headers)).status).toBe(status);
  });

  it('is not shown where the trail cannot keep it', async () => {
    trailWorks = false;
    const response = await page('ann');
    trailWorks = true;
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain('problem-of-ann');
  });
});

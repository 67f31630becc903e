import { describe, expect, it } from 'vitest';
import { ROLES, type Viewer } from '../../../schema/policy/viewer.js';
import { trailScope } from '../../../subgraphs/administrative/audit-event/trail-reader.js';

const viewer = (role: Viewer['role'], patient: string | null = null): Viewer => ({
  subject: 's',
  role,
  organization: 'harbor',
  patient,
  purpose: 'HOPERAT',
  tokenId: null,
  width: null,
});

describe('who reads the trail', () => {
  it('an auditor reads all of it, or what concerns one patient', () => {
    expect(trailScope(viewer('auditor'), null, [])).toEqual({ people: null });
    expect(trailScope(viewer('auditor'), ['p1'], [])).toEqual({ people: ['p1'] });
  });

  it('a patient reads what concerns them, whatever they ask for', () => {
    expect(trailScope(viewer('patient', 'p1'), ['p1'], ['p1'])).toEqual({ people: ['p1'] });
    expect(trailScope(viewer('patient', 'p1'), null, ['p1', 'old'])).toEqual({ people: ['p1', 'old'] });
    expect(trailScope(viewer('patient', 'p1'), ['p2'], ['p1'])).toBe('nobody');
    expect(trailScope(viewer('patient'), ['p1'], [])).toBe('nobody');
  });

  it('nobody else reads any, a patient id in their token or not', () => {
    for (const role of ROLES.filter((role) => role !== 'auditor' && role !== 'patient'))
      for (const asked of [null, ['p1']]) expect(trailScope(viewer(role, 'p1'), asked, ['p1'])).toBe('nobody');
  });
});

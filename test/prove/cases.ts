/** Whose view is proved: each role once, a clinician at both widths. */
import { ROLES, type Role } from '../../schema/policy/viewer.js';
import type { Who } from '../support/world.js';
import { type Eyes, VIEWERS } from './visible.js';

export interface Case {
  readonly name: string;
  readonly eyes: Eyes;
  readonly role: Role;
  readonly who: Who;
}

export const CASES: readonly Case[] = ROLES.flatMap((role): Case[] => {
  const who = VIEWERS[role];
  if (role !== 'clinician') return [{ name: role, eyes: role, role, who }];
  return [
    { name: 'clinician, practice', eyes: 'practice', role, who: { ...who, width: 'PRACTICE' } },
    { name: 'clinician, network', eyes: 'clinician', role, who: { ...who, width: 'NETWORK' } },
  ];
});

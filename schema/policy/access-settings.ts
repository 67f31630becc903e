/** What a deployment decides about who reaches which record, and which clock tells when something has ended. */
import type { EnvironmentReader } from '../environment-reader.js';

export interface AccessSettings {
  /** Days for which care, cover or an appointment that has ended still opens the record. */
  readonly reachDays: number;
  /**
   * What care across organisations needs (NETWORK width): `opt-in`, a consent that permits it; `opt-out`, none that
   * denies it. Sensitive labels need a consent in both (clearances.ts).
   */
  readonly consentModel: 'opt-in' | 'opt-out';
  /** The longest that a broken glass stays open. */
  readonly breakGlassMinutes: number;
  readonly now: () => Date;
}

/**
 * Ten years: the longest that states commonly ask providers to keep the records of adults. HIPAA lets providers share
 * for treatment without consent (45 CFR 164.506(c)), hence opt-out. An hour is one emergency.
 */
export const DEFAULT_ACCESS: AccessSettings = {
  reachDays: 3650,
  consentModel: 'opt-out',
  breakGlassMinutes: 60,
  now: () => new Date(),
};

/** Reads REACH_DAYS, CONSENT_MODEL and BREAK_GLASS_MINUTES; the gateway's process and each subgraph's read the same. */
export function readAccess(reader: EnvironmentReader): AccessSettings {
  return {
    reachDays: reader.integer('REACH_DAYS', DEFAULT_ACCESS.reachDays, { min: 0, max: 36_500 }),
    consentModel: reader.choice('CONSENT_MODEL', ['opt-in', 'opt-out'], DEFAULT_ACCESS.consentModel),
    breakGlassMinutes: reader.integer('BREAK_GLASS_MINUTES', DEFAULT_ACCESS.breakGlassMinutes, { min: 1, max: 1440 }),
    now: DEFAULT_ACCESS.now,
  };
}

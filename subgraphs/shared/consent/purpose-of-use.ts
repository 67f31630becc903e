/**
 * The hierarchy of HL7 v3 PurposeOfUse (code system v3-ActReason, HL7 Terminology 5.x): a purpose covers those below it.
 * Consents name purposes at any level, a viewer states one of PURPOSES.
 */
import { PURPOSES, type Purpose } from '../../../schema/policy/viewer.js';

const BELOW: Readonly<Record<string, readonly string[]>> = {
  PurposeOfUse: ['HMARKT', 'HOPERAT', 'HPAYMT', 'HRESCH', 'PATRQT', 'PUBHLTH', 'TREAT'],
  HOPERAT: [
    ...['CAREMGT', 'DONAT', 'FRAUD', 'GOV', 'HACCRED', 'HCOMPL', 'HDECD', 'HDIRECT', 'HDM', 'HLEGAL', 'HOUTCOMS'],
    ...['HPRGRP', 'HQUALIMP', 'HSYSADMIN', 'LABELING', 'METAMGT', 'MEMADMIN', 'MILCDM', 'PATADMIN', 'PATSFTY'],
    ...['PERFMSR', 'RECORDMGT', 'SYSDEV', 'TRAIN'],
  ],
  SYSDEV: ['HTEST'],
  HPAYMT: ['CLMATTCH', 'COVAUTH', 'COVERAGE', 'REMITADV'],
  COVERAGE: ['ELIGDTRM', 'ELIGVER', 'ENROLLM', 'MILDCRG'],
  HRESCH: ['BIORCH', 'CLINTRCH', 'DSRCH', 'POARCH', 'PRECLINTRCH', 'TRANSRCH'],
  CLINTRCH: ['CLINTRCHNPC', 'CLINTRCHPC'],
  PATRQT: ['FAMRQT', 'PWATRNY', 'SUPNWK'],
  PUBHLTH: ['DISASTER', 'THREAT'],
  TREAT: ['CLINTRL', 'COC', 'ETREAT', 'POPHLTH'],
  ETREAT: ['BTG', 'ERTREAT'],
};

const ABOVE: ReadonlyMap<string, string> = new Map(
  Object.entries(BELOW).flatMap(([above, below]) => below.map((purpose) => [purpose, above] as const)),
);

const ROOT = 'PurposeOfUse';

const STATABLE: ReadonlySet<string> = new Set(PURPOSES);

/** A purpose and all that cover it, from the narrowest. */
function upwards(purpose: string): string[] {
  const above = ABOVE.get(purpose);
  return above === undefined ? [purpose] : [purpose, ...upwards(above)];
}

/** Whether a purpose is the other, or one of those it covers. */
export function isBelow(purpose: string, other: string): boolean {
  return upwards(purpose).includes(other);
}

/** Whether a purpose named in a consent surely covers the one a viewer states: itself or one above it. */
export function coversPurpose(named: string, stated: Purpose): boolean {
  return isBelow(stated, named);
}

/**
 * Whether a purpose named in a consent may mean what the viewer is about: it covers what they state, it is finer than
 * anything they could state (CLINTRCH of one who states HRESCH), or nobody knows it.
 */
export function mayMeanPurpose(named: string, stated: Purpose): boolean {
  if (coversPurpose(named, stated)) return true;
  if (named !== ROOT && !ABOVE.has(named)) return true;
  return upwards(named).find((purpose) => STATABLE.has(purpose)) === stated && named !== stated;
}

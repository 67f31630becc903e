/**
 * Sensitivity labels: what the law or custom guards more closely, whoever may read the kind. A record bears a set of
 * them, from `meta.security` or derived from its codes; a viewer must hold every one of them (not one of them: R and PSY
 * is not opened by holding R). Which labels a role holds stands in clearances.ts.
 */
export const LABELS = {
  R: 'Restricted (v3 Confidentiality R).',
  V: 'Very restricted (v3 Confidentiality V).',
  SUD: 'Substance use disorder (v3 ActCode ETH, SUD, OPIOIDUD, 42CFRPart2, ...): under 42 CFR Part 2.',
  SUDCN: 'Substance use disorder counselling notes (42 CFR 2.11): their own consent, or their author.',
  PSY: 'Mental health (v3 ActCode PSY, BH, MH, ...).',
  PSYTHPN: 'Psychotherapy notes (45 CFR 164.501): their author alone.',
  HIV: 'HIV and AIDS (v3 ActCode HIV).',
  SEX: 'Sexual and reproductive health (v3 ActCode SEX, STD, ...).',
  SDV: 'Sexual assault, abuse and domestic violence (v3 ActCode SDV).',
  OTHER: 'A sensitivity that this policy does not know: nobody but who wrote the record and the patient.',
} as const;

export type Label = keyof typeof LABELS;

export const ALL_LABELS = Object.keys(LABELS) as readonly Label[];

/** Notes that stay with their author: no role and no break-glass opens them. */
export const AUTHOR_ONLY = ['PSYTHPN', 'SUDCN'] as const satisfies readonly Label[];

export function isLabel(value: unknown): value is Label {
  return typeof value === 'string' && Object.hasOwn(LABELS, value);
}

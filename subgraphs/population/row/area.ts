/** ZIP codes as Safe Harbor lets them through (45 CFR 164.514(b)(2)(i)(B)). */

/** Initial digits whose area has 20,000 people or fewer, by the Census of 2000 (HHS, guidance on de-identification). */
export const RESTRICTED_ZIP3: ReadonlySet<string> = new Set(
  '036 059 063 102 203 556 692 790 821 823 830 831 878 879 884 890 893'.split(' '),
);

/** What stands for all restricted areas together. */
export const POOLED_ZIP3 = '000';

/**
 * The first three digits of a ZIP code (5 or 9 digits, with or without a hyphen), `000` for small areas.
 * A leading zero that a spreadsheet lost comes back. Null for what is no ZIP code.
 */
export function zip3Of(postalCode: string | null): string | null {
  const digits = /^\s*(\d{3,5})(?:-?(\d{4}))?\s*$/.exec(postalCode ?? '')?.[1];
  if (digits === undefined) return null;
  const zip3 = digits.padStart(5, '0').slice(0, 3);
  return RESTRICTED_ZIP3.has(zip3) ? POOLED_ZIP3 : zip3;
}

/** Money as it is written down: decimals that are added as they stand, never rounded, never through a double. */
import { Decimal } from 'decimal.js';
import { decimal } from '../../shared/writing/elements.js';
import { ExactNumber, type ExactObject } from '../../shared/writing/exact-json.js';
import { badRecord, refused } from '../../shared/writing/refusals.js';

/** Enough digits that no sum of what can be written is rounded. */
const Exact = Decimal.clone({ precision: 200 });

/** ISO 4217. */
const CURRENCY = /^[A-Z]{3}$/;

export function currencyCode(value: string, input: string): string {
  if (!CURRENCY.test(value)) throw badRecord(input);
  return value;
}

/** An amount of no less than nothing, with its digits. */
export function amount(value: string, input: string): Decimal {
  const { digits } = decimal(value, input);
  const exact = new Exact(digits);
  if (exact.isNegative() || /e/i.test(digits)) throw badRecord(input);
  return exact;
}

export function money(value: string, currency: string, input: string): ExactObject {
  amount(value, input);
  return { value: new ExactNumber(value), currency };
}

/** Throws AMOUNTS_DIFFER where what is said is not what the amounts come to. */
export function mustComeTo(said: string, amounts: readonly Decimal[], input: string): void {
  if (!amount(said, input).equals(sum(amounts))) throw refused('AMOUNTS_DIFFER', input);
}

export function sum(amounts: readonly Decimal[]): Decimal {
  return amounts.reduce((total, each) => total.plus(each), new Exact(0));
}

export function times(price: string, quantity: string, input: string): Decimal {
  return amount(price, input).times(new Exact(decimal(quantity, input).digits));
}

/**
 * What a bill says about money, in exact decimals: what was charged, allowed, paid and left to the patient. Values come
 * as doubles with float noise (2002.1599999999999): they are added as written and rounded once, at the end of a sum.
 */
import { Decimal } from 'decimal.js';
import { type FhirObject, type FhirValue, isObject, objectsOf, stringOf } from '../../shared/fhir-json.js';
import { type AdjudicationName, adjudicatedAmounts } from './adjudication-codes.js';

/** Enough digits that no sum of what a sender can write is rounded. */
const Exact = Decimal.clone({ precision: 200 });

/** The digits a Decimal128 of MongoDB holds. */
const DECIMAL128_DIGITS = 34;

export const FIGURES = ['billed', 'allowed', 'paid', 'patientResponsibility'] as const;
export type Figure = (typeof FIGURES)[number];

/** The figures of one bill in one currency, as decimal strings; what the bill does not say is absent. */
export type BillAmounts = { readonly currency: string | null } & { readonly [figure in Figure]?: string };

/** Amounts of money by currency; null where a sender left it out. */
type Sums = Map<string | null, Decimal>;

/** A figure is read from the first place that says anything; the others would count it again. */
type Place = () => Sums;

/** A Claim: what was charged. */
export function claimAmounts(claim: FhirObject): BillAmounts[] {
  return amountsOf({ billed: [() => sumOf([claim['total']]), () => itemNets(claim)] });
}

/** An ExplanationOfBenefit: what was charged and what the insurer made of it. Totals go before sums over lines. */
export function explanationAmounts(explanation: FhirObject): BillAmounts[] {
  const totals = adjudicatedAmounts(objectsOf(explanation['total']));
  const lines = objectsOf(explanation['item']).map((item) => adjudicatedAmounts(objectsOf(item['adjudication'])));
  const everywhere = (...names: AdjudicationName[]): Place[] => [
    () => sumOf(names.map((name) => totals.get(name))),
    () => sumOf(lines.flatMap((line) => names.map((name) => line.get(name)))),
  ];
  return amountsOf({
    billed: [...everywhere('submitted'), () => itemNets(explanation)],
    allowed: everywhere('eligible'),
    paid: [() => paymentOf(explanation), ...everywhere('benefit'), ...everywhere('paidToProvider', 'paidToPatient')],
    patientResponsibility: [
      ...everywhere('memberLiability'),
      ...everywhere('deductible', 'copay', 'coinsurance'),
      ...everywhere('paidByPatient'),
    ],
  });
}

function amountsOf(places: Partial<Record<Figure, readonly Place[]>>): BillAmounts[] {
  const byCurrency = new Map<string | null, Record<string, string>>();
  for (const figure of FIGURES)
    for (const [currency, sum] of firstSaid(places[figure] ?? [])) {
      const amounts = byCurrency.get(currency) ?? {};
      amounts[figure] = sum.toSignificantDigits(DECIMAL128_DIGITS).toString();
      byCurrency.set(currency, amounts);
    }
  return [...byCurrency]
    .sort(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1))
    .map(([currency, figures]) => ({ currency, ...figures }));
}

function firstSaid(places: readonly Place[]): Sums {
  for (const place of places) {
    const sums = place();
    if (sums.size > 0) return sums;
  }
  return new Map();
}

function paymentOf(explanation: FhirObject): Sums {
  return sumOf(objectsOf(explanation['payment']).map((payment) => payment['amount']));
}

function itemNets(bill: FhirObject): Sums {
  return sumAll(objectsOf(bill['item']).map(netOf));
}

/** What a line comes to: its net, else the nets of its details, else price times quantity times factor. */
function netOf(line: FhirObject): Sums {
  if (decimalOf(line['net']) !== null) return sumOf([line['net']]);
  const inner = sumAll([...objectsOf(line['detail']), ...objectsOf(line['subDetail'])].map(netOf));
  if (inner.size > 0) return inner;
  const price = decimalOf(line['unitPrice']);
  if (price === null) return new Map();
  const quantity = decimalOf(line['quantity']) ?? new Exact(1);
  const factor = decimalFrom(line['factor']) ?? new Exact(1);
  return new Map([[currencyOf(line['unitPrice']), price.times(quantity).times(factor)]]);
}

function sumOf(amounts: readonly (FhirValue | undefined)[]): Sums {
  const sums: Sums = new Map();
  for (const amount of amounts) {
    const value = decimalOf(amount);
    if (value === null) continue;
    const currency = currencyOf(amount);
    sums.set(currency, (sums.get(currency) ?? new Exact(0)).plus(value));
  }
  return sums;
}

function sumAll(parts: readonly Sums[]): Sums {
  const sums: Sums = new Map();
  for (const part of parts)
    for (const [currency, value] of part) sums.set(currency, (sums.get(currency) ?? new Exact(0)).plus(value));
  return sums;
}

/** The `value` of a Money or a Quantity. */
function decimalOf(amount: FhirValue | undefined): Decimal | null {
  return isObject(amount) ? decimalFrom(amount['value']) : null;
}

/** A number as the decimal it was written as: the shortest that reads back to the same double. */
function decimalFrom(value: FhirValue | undefined): Decimal | null {
  if (typeof value === 'number') return Number.isFinite(value) ? new Exact(value) : null;
  return typeof value === 'string' && /^-?\d{1,30}(\.\d{1,30})?$/.test(value) ? new Exact(value) : null;
}

function currencyOf(amount: FhirValue | undefined): string | null {
  return isObject(amount) ? stringOf(amount['currency']) : null;
}

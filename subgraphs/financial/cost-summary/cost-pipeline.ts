import type { Stage } from '../../shared/record-store.js';
import { billStages, type PeriodArgument } from '../bill/bill-pipeline.js';
import { FIGURES, type Figure } from '../money/amounts.js';
import { type Grouping, rowIdOf, SORTED_ROWS } from './grouping.js';

/** A row as the database gives it: sums as decimal strings, rounded half-even to hundredths; null where no bill says. */
export type CostRow = {
  readonly year: number | null;
  readonly serviceCategory: string | null;
  readonly currency: string | null;
  readonly claims: number;
  readonly settledClaims: number;
} & { readonly [figure in Figure]: string | null };

/** Sums over bills, by year or category and always by currency. Throws BAD_ARGUMENT. */
export function costStages(period: PeriodArgument | null | undefined, by: Grouping): Stage[] {
  return [
    ...billStages(period, { records: { $push: RECORD }, priced: { $sum: { $size: { $ifNull: ['$amounts', []] } } } }),
    ...newestAnswers(),
    ...figuresOfBills(),
    {
      $group: {
        _id: { ...rowIdOf(by), currency: '$_id.currency' },
        claims: { $sum: 1 },
        settledClaims: { $sum: '$settled' },
        ...Object.fromEntries(
          FIGURES.flatMap((figure) => [
            [figure, { $sum: `$${figure}` }],
            [`${figure}Said`, { $max: `$${figure}` }],
          ]),
        ),
      },
    },
    {
      $project: {
        _id: 0,
        year: '$_id.year',
        serviceCategory: '$_id.serviceCategory',
        currency: '$_id.currency',
        claims: 1,
        settledClaims: 1,
        ...Object.fromEntries(FIGURES.map((figure) => [figure, roundedWhereSaid(figure)])),
      },
    },
    SORTED_ROWS,
  ];
}

const RECORD = {
  id: '$_id',
  answer: { $eq: ['$kind', 'ExplanationOfBenefit'] },
  payer: { $first: { $ifNull: ['$payers', []] } },
  created: '$created',
  amounts: '$amounts',
};

/** One document for each bill, currency, kind and payer, with the newest figures. */
function newestAnswers(): Stage[] {
  return [
    { $unwind: '$records' },
    { $unwind: { path: '$records.amounts', preserveNullAndEmptyArrays: true } },
    // A record without amounts is a row of its own only where the whole bill has none.
    { $match: { $expr: { $or: [{ $eq: ['$priced', 0] }, { $gt: ['$records.amounts', null] }] } } },
    {
      $group: {
        _id: {
          bill: '$_id',
          currency: { $ifNull: ['$records.amounts.currency', null] },
          answer: '$records.answer',
          payer: { $ifNull: ['$records.payer', null] },
        },
        newest: { $top: { sortBy: { 'records.created': -1, 'records.id': -1 }, output: '$records.amounts' } },
        year: { $first: '$year' },
        serviceCategory: { $first: '$serviceCategory' },
        settled: { $first: '$settled' },
      },
    },
  ];
}

/**
 * One document for each bill and currency. The charge is the same whoever answers; each insurer's payment adds; what
 * the last of them left is what is left.
 */
function figuresOfBills(): Stage[] {
  const answered = (figure: Figure) => ({ $cond: ['$_id.answer', { $toDecimal: `$newest.${figure}` }, null] });
  return [
    {
      $group: {
        _id: { bill: '$_id.bill', currency: '$_id.currency' },
        year: { $first: '$year' },
        serviceCategory: { $first: '$serviceCategory' },
        settled: { $first: '$settled' },
        answered: { $max: answered('billed') },
        charged: { $max: { $cond: ['$_id.answer', null, { $toDecimal: '$newest.billed' }] } },
        allowed: { $max: answered('allowed') },
        payments: { $sum: answered('paid') },
        paidSaid: { $max: answered('paid') },
        patientResponsibility: { $min: answered('patientResponsibility') },
      },
    },
    {
      $set: {
        billed: { $ifNull: ['$answered', '$charged'] },
        paid: { $cond: [{ $eq: ['$paidSaid', null] }, null, '$payments'] },
      },
    },
  ];
}

function roundedWhereSaid(figure: Figure): Stage {
  return { $cond: [{ $eq: [`$${figure}Said`, null] }, null, { $toString: { $round: [`$${figure}`, 2] } }] };
}

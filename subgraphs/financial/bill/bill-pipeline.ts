/**
 * From records to bills, in the database. A Claim and the ExplanationsOfBenefit that answer it are one bill, and are
 * counted once: with what the insurers made of it where they have answered, with what was charged until then. Of
 * several answers of one insurer the newest counts; of several insurers, each one's payment.
 */
import { periodPredicate } from '../../shared/period.js';
import type { Predicate, Stage } from '../../shared/record-store.js';

export const BILL_KINDS = ['Claim', 'ExplanationOfBenefit'] as const;

/** What was billed in earnest: not drafts, errors and withdrawn bills, nor questions what something would cost. */
export const BILLED: Predicate = {
  status: { $nin: ['draft', 'cancelled', 'entered-in-error'] },
  use: { $nin: ['preauthorization', 'predetermination'] },
};

export interface PeriodArgument {
  from?: string | null;
  to?: string | null;
}

const isAnswer = { $eq: ['$kind', 'ExplanationOfBenefit'] };

/**
 * Stages that leave one document for each bill: patient, at, year, serviceCategory, settled (an insurer answered) and
 * the accumulators asked for. A bill belongs to the year (UTC) in which its services began. Throws BAD_ARGUMENT.
 */
export function billStages(period: PeriodArgument | null | undefined, accumulators: Stage): Stage[] {
  return [
    {
      $group: {
        _id: { patient: '$patient', bill: { $ifNull: ['$claim', '$_id'] } },
        at: { $min: '$at' },
        settled: { $max: { $cond: [isAnswer, 1, 0] } },
        answered: { $max: { $cond: [isAnswer, '$serviceCategory', null] } },
        claimed: { $max: { $cond: [isAnswer, null, '$serviceCategory'] } },
        ...accumulators,
      },
    },
    ...(period ? [{ $match: { at: periodPredicate(period) } }] : []),
    {
      $set: {
        patient: '$_id.patient',
        year: { $year: '$at' },
        serviceCategory: { $ifNull: ['$answered', '$claimed', 'OTHER'] },
      },
    },
  ];
}

/** The union of lists that a group has pushed. */
export function unionOf(path: string): Stage {
  return { $reduce: { input: path, initialValue: [], in: { $setUnion: ['$$value', { $ifNull: ['$$this', []] }] } } };
}

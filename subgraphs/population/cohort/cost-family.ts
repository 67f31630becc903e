/** Costs of people by year, type of service, payer and area, as families of sets. */
import type { Predicate, Stage } from '../../shared/record-store.js';
import type { Family } from '../store/population-store.js';
import { CostDimension } from './cohort.type.js';
import type { CostMeasure } from './cohort-input.js';
import { costOf } from './cohort-predicate.js';
import type { FactTest } from './events.js';

const WEIGHT = 40;

export interface CostQuestion {
  readonly of: CostMeasure;
  readonly by: readonly CostDimension[];
  readonly years: FactTest['years'];
}

/** Without dimensions everybody counts, with nothing where there was nothing; else who had bills of the kind. */
export function costFamily(where: Predicate, weight: number, { of, by, years }: CostQuestion): Family {
  if (by.length === 0)
    return {
      where,
      weight: weight + WEIGHT,
      keyed: [{ $project: { bucket: 1, p0: 1, p1: 1, amount: costOf(of, {}, years), key: { $literal: [] } } }],
    };
  return { where, weight: weight + 2 * WEIGHT, keyed: byDimensions({ of, by, years }) };
}

function byDimensions({ of, by, years }: CostQuestion): Stage[] {
  const values = by.map((dimension) => (dimension === CostDimension.ZIP3 ? '$zip3' : `$costs.${dimension}`));
  const within = {
    ...(years?.from != null && { $gte: years.from }),
    ...(years?.to != null && { $lte: years.to }),
  };
  return [
    { $project: { bucket: 1, p0: 1, p1: 1, zip3: 1, costs: 1 } },
    { $unwind: '$costs' },
    ...(years ? [{ $match: { 'costs.year': within } }] : []),
    {
      $group: {
        _id: { person: '$_id', key: values },
        bucket: { $first: '$bucket' },
        p0: { $first: '$p0' },
        p1: { $first: '$p1' },
        amount: { $sum: `$costs.${of}` },
      },
    },
    { $set: { key: '$_id.key' } },
  ];
}

/** What is summed, with all that picks it out: sums of different questions are not compared. */
export function costMeasure({ of, by, years }: CostQuestion): string {
  return `cost ${of} ${by.join('+')} ${years?.from ?? ''}-${years?.to ?? ''}`;
}

/**
 * Which of the services that a table of recommendations knows a bill shows: found in the database, so that the codes of
 * bills do not leave it. What leaves are names of ours (`colorectal-cancer service 0`) and the day of the bill.
 */
import { type CodeSet, undotted } from '../../shared/care-due/code-set.js';
import type { Recommendation } from '../../shared/care-due/recommendation.js';
import type { Stage } from '../../shared/record-store.js';

export interface BilledServices {
  readonly _id: string;
  readonly kind: string;
  readonly at: Date | null;
  readonly services: readonly string[];
}

/** The table with names of services in place of their codes. */
export function byServices(recommendations: readonly Recommendation[]): Recommendation[] {
  return recommendations.map((recommendation) => ({
    ...recommendation,
    doneBy: recommendation.doneBy.map((service, index) => ({
      ...service,
      codes: namedBy(nameOf(recommendation, 'service', index)),
    })),
    notFor: recommendation.notFor.map((exemption, index) => ({
      ...exemption,
      codes: namedBy(nameOf(recommendation, 'exemption', index)),
    })),
  }));
}

function nameOf({ id }: Recommendation, part: 'service' | 'exemption', index: number): string {
  return `${id} ${part} ${index}`;
}

function namedBy(name: string): CodeSet {
  return { codes: new Set([name]), prefixes: [] };
}

/** Stages that leave one document for each bill that shows any of the services. */
export function billedServices(recommendations: readonly Recommendation[]): Stage[] {
  const shown = recommendations.flatMap((recommendation) => [
    ...recommendation.doneBy.map(({ codes }, index) => shows(codes, nameOf(recommendation, 'service', index))),
    ...recommendation.notFor.map(({ codes }, index) => shows(codes, nameOf(recommendation, 'exemption', index))),
  ]);
  return [
    { $set: { billed: { $concatArrays: [listOf('$services'), listOf('$diagnoses')] } } },
    { $project: { kind: 1, at: 1, services: { $setDifference: [shown, [null]] } } },
    { $match: { 'services.0': { $exists: true } } },
  ];
}

function listOf(path: string): Stage {
  return { $ifNull: [path, []] };
}

function shows({ codes, prefixes }: CodeSet, name: string): Stage {
  const whole = { $gt: [{ $size: { $setIntersection: ['$billed', [...codes]] } }, 0] };
  const beginnings = [...new Set(prefixes.flatMap((prefix) => [prefix, undotted(prefix)]))].map((prefix) => ({
    $anyElementTrue: [{ $map: { input: '$billed', in: { $eq: [{ $indexOfBytes: ['$$this', prefix] }, 0] } } }],
  }));
  return { $cond: [{ $or: [whole, ...beginnings] }, { $literal: name }, null] };
}

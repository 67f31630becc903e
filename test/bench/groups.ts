/** Groups of figures that can be asked for by name, and how each is measured. */
import { cohortFigures } from './cohort-figures.js';
import { consoleFigure } from './console-figure.js';
import { crowdFigures, observationsFigure } from './growth-figures.js';
import { importFigures } from './import-figures.js';
import { latencyFigure, memoryFigure } from './load-figures.js';
import { planningFigure, repeatedFigure } from './operation-figures.js';
import { insurerFigure, questionFigures, type Rival } from './question-figures.js';
import type { BenchRecord } from './record.js';
import type { Figure, Settings } from './rounds.js';
import { Stage } from './stage.js';
import { startFigures } from './start-figures.js';
import { policyFigure, trailFigure } from './wall-figures.js';
import { writeFigures } from './write-figures.js';

export const GROUPS = [
  'reads',
  'naive',
  'processes',
  'insurer',
  'policy',
  'trail',
  'growth',
  'people',
  'operations',
  'load',
  'start',
  'console',
  'import',
  'writes',
  'cohorts',
] as const;
export type Group = (typeof GROUPS)[number];
const UNMARKED: readonly Group[] = ['processes', 'import', 'writes', 'cohorts'];
/** Those for which an issue set a mark: the quick form measures these, unless told otherwise. */
export const MARKED: readonly Group[] = GROUPS.filter((group) => !UNMARKED.includes(group));

export function isGroup(name: string): name is Group {
  return (GROUPS as readonly string[]).includes(name);
}

/** These ask the same questions, so that their rounds can be the same rounds. */
const RIVALS: Readonly<Partial<Record<Group, Rival>>> = { reads: 'direct', naive: 'naive', processes: 'separate' };

/** Measures the groups that are asked for; `begun` hears of each. */
export async function measure(
  record: BenchRecord,
  groups: readonly Group[],
  settings: Settings,
  begun: (group: Group) => void,
): Promise<Figure[]> {
  const wanted = new Set(groups);
  const folder = await record.fill(settings.people);
  const { databases, uri, prefix } = record;
  const stage = await Stage.open(record, settings);
  const figures: Figure[] = [];
  const told = new Set<Group>();
  const take = async (group: Group, figure: () => Promise<Figure | readonly Figure[]>) => {
    if (!wanted.has(group)) return;
    if (!told.has(group)) begun(group);
    told.add(group);
    figures.push(...[await figure()].flat());
  };
  const rivals = GROUPS.flatMap((group) => (wanted.has(group) && RIVALS[group] ? [RIVALS[group]] : []));
  try {
    const [first] = groups.filter((group) => RIVALS[group]);
    if (first) await take(first, () => questionFigures(stage, rivals));
    await take('insurer', () => insurerFigure(stage));
    await take('policy', () => policyFigure(stage));
    await take('trail', () => trailFigure(stage));
    await take('load', () => latencyFigure(stage));
    await take('load', () => memoryFigure(stage));
    await take('growth', () => observationsFigure(stage));
    await take('people', () => crowdFigures(stage));
  } finally {
    await stage.stop();
  }
  await take('operations', async () => [await repeatedFigure(settings), await planningFigure(settings)]);
  await take('start', () => startFigures(settings));
  await take('console', () => consoleFigure(settings));
  await take('import', () => importFigures(uri, prefix, folder, databases, settings));
  await take('writes', () => writeFigures(uri, prefix, settings));
  await take('cohorts', () => cohortFigures(databases, settings));
  return figures;
}

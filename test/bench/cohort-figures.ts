/** Cohort questions over 10^3, 10^4 and 10^5 generated people, against a bare aggregation on the same collection. */
import { createPolicy } from '../../schema/policy/decide.js';
import type { Viewer } from '../../schema/policy/viewer.js';
import '../../subgraphs/population/subgraph.js';
import { compileCohort } from '../../subgraphs/population/cohort/cohort-predicate.js';
import { CohortDimension, keyedBy } from '../../subgraphs/population/cohort/dimensions.js';
import { tellCounts } from '../../subgraphs/population/cohort/told.js';
import { PopulationKey } from '../../subgraphs/population/key.js';
import { PEOPLE, type PopulationRow, SEXES } from '../../subgraphs/population/row/population-row.js';
import { PopulationStore } from '../../subgraphs/population/store/population-store.js';
import { Ledger } from '../../subgraphs/population/suppression/ledger.js';
import { BUCKETS } from '../../subgraphs/population/suppression/people-set.js';
import type { Databases } from '../../subgraphs/shared/databases.js';
import { random } from '../population/attacker/made-world.js';
import type { Figure, Settings } from './rounds.js';

const YEAR = 2026;
const BATCH = 2_000;

const VIEWER: Viewer = {
  subject: 'bench',
  role: 'analyst',
  organization: 'bench',
  patient: null,
  purpose: 'HRESCH',
  tokenId: null,
  width: null,
};

const QUESTION = {
  and: [
    { condition: { group: 'DIABETES_TYPE_2', first: { from: 2016 } } },
    { not: { medication: { class: 'INSULIN' } } },
    { measurement: { code: '4548-4', unit: '%', atLeast: 7 } },
  ],
};
const BY = [CohortDimension.SEX, CohortDimension.AGE_BAND];

export async function cohortFigures(databases: Databases, settings: Settings): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const size of settings.crowds) {
    const people = databases.population.collection<PopulationRow>(PEOPLE);
    await people.deleteMany({});
    await databases.population.collection('ledger').deleteMany({});
    for (let start = 0; start < size; start += BATCH)
      await people.insertMany(
        Array.from({ length: Math.min(BATCH, size - start) }, (_, index) => rowOf(start + index)),
      );
    settings.log(`cohorts: ${size} people`);
    figures.push(...(await figuresOf(size, databases, settings)));
  }
  await databases.population.collection(PEOPLE).deleteMany({});
  return figures;
}

async function figuresOf(size: number, databases: Databases, settings: Settings): Promise<Figure[]> {
  const { where, weight } = compileCohort(QUESTION as never, YEAR);
  const keyed = keyedBy(BY, YEAR);
  const store = new PopulationStore({
    viewer: VIEWER,
    policy: createPolicy(),
    database: databases.population,
    rows: (name) => databases.population.collection(name),
    ledger: new Ledger(databases.population, new PopulationKey(Buffer.alloc(32, 1))),
    disclose: () => undefined,
    deadline: 60_000,
    costLimit: Number.MAX_SAFE_INTEGER,
  });
  const ours = () => tellCounts(store, 'Cohort.breakdown', { where, keyed, weight }, { free: true });
  const bare = () =>
    databases.population
      .collection(PEOPLE)
      .aggregate([{ $match: where }, ...keyed, { $group: { _id: '$key', people: { $sum: 1 } } }])
      .toArray();
  await ours();
  await bare();
  const ratios: number[] = [];
  const cpu: number[] = [];
  for (let round = 0; round < settings.rounds; round++) {
    const [first, second] = round % 2 === 0 ? [ours, bare] : [bare, ours];
    const one = await timed(first);
    const other = await timed(second);
    const [mine, plain] = round % 2 === 0 ? [one, other] : [other, one];
    ratios.push(mine.elapsed / plain.elapsed);
    cpu.push(mine.cpu / Math.max(mine.elapsed, 0.01));
  }
  const name = `cohort by sex and age band, ${size.toLocaleString('en')} people`;
  return [
    {
      name,
      against: 'the same match and group, bare',
      values: ratios,
      unit: 'times',
      how: 'time of one question, told before',
    },
    {
      name: `${name}: Node’s share`,
      against: 'the time of the question',
      values: cpu,
      unit: 'share',
      how: 'CPU time of this process',
    },
  ];
}

async function timed(run: () => Promise<unknown>): Promise<{ elapsed: number; cpu: number }> {
  const began = performance.now();
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return { elapsed: performance.now() - began, cpu: (user + system) / 1000 };
}

/** A made-up row with some twenty facts. */
function rowOf(index: number): PopulationRow {
  const draw = random(index + 1);
  const year = () => 2010 + Math.floor(draw() * 16);
  const time = () => ({ year: year(), month: Math.floor(draw() * 180) });
  const some = <T>(values: readonly T[], chance: number) => values.filter(() => draw() < chance);
  const groups = ['DIABETES_TYPE_2', 'HYPERTENSION', 'ASTHMA', 'DEPRESSION', 'OBESITY', 'LIPID_DISORDER'] as const;
  return {
    _id: `made-${index}`,
    bucket: Math.floor(draw() * BUCKETS),
    p0: Math.floor(draw() * 2 ** 32),
    p1: Math.floor(draw() * 2 ** 32),
    sex: SEXES[draw() < 0.5 ? 0 : 1] ?? 'unknown',
    birthYear: 1938 + Math.floor(draw() * 80),
    over89: false,
    zip3: `${100 + Math.floor(draw() * 40)}`,
    conditions: some(groups, 0.3).map((group) => ({ group, category: 'OTHER' as never, ...time() })),
    measurements: [2021, 2022, 2023, 2024].flatMap((at) => [
      { code: '4548-4', unit: '%', value: 5 + draw() * 6, year: at, month: (at - 2010) * 12 },
      { code: '8480-6', unit: 'mm[Hg]', value: 105 + draw() * 60, year: at, month: (at - 2010) * 12 },
    ]),
    tests: [],
    medications: some(['INSULIN', 'BIGUANIDE', 'STATIN', 'ACE_INHIBITOR'], 0.3).map((name) => ({
      class: name,
      ...time(),
    })),
    procedures: some(['http://snomed.info/sct|73761001'], 0.2).map((code) => ({ code, ...time() })),
    immunizations: some(['140', '208', '115'], 0.5).map((code) => ({ code, ...time() })),
    encounters: [2022, 2023, 2024].map((at) => ({
      class: 'AMB',
      visits: 1 + Math.floor(draw() * 5),
      year: at,
      month: 1,
    })),
    measures: [],
    costs: [2022, 2023, 2024].map((at) => {
      const billed = Math.floor(draw() * 500_000);
      return {
        year: at,
        category: 'PROFESSIONAL',
        payer: 'payer',
        claims: 3,
        billed,
        paid: billed / 2,
        patientShare: billed / 4,
      };
    }),
  };
}

/** More data: sixteen times the observations of one patient, and the same patients among more and more others. */
import { Agent } from 'node:http';
import { RecordWriter } from '../../subgraphs/shared/commits.js';
import { type Databases, openDatabases } from '../../subgraphs/shared/databases.js';
import { SUBGRAPHS } from '../../subgraphs/shared/record-kind.js';
import { Measured } from './child.js';
import { contest, ratios } from './contest.js';
import { addFillers } from './fillers.js';
import { post, type Target } from './load.js';
import { targetOf } from './question-figures.js';
import { CHART, chartWith } from './questions.js';
import { type Figure, median, rotated } from './rounds.js';
import type { Stage } from './stage.js';

const FEW = 60;
const TIMES = 16;

export async function observationsFigure(stage: Stage): Promise<Figure> {
  const gateway = await stage.gateway();
  const { provider } = stage.parties;
  const patients = { few: 'bench-few', many: 'bench-many' };
  await addPatient(stage.record.databases, patients.few, provider, FEW);
  await addPatient(stage.record.databases, patients.many, provider, FEW * TIMES);
  const query = chartWith(FEW * TIMES);
  const target = (id: string): Target => ({
    ...targetOf(gateway, 'clinician', [JSON.stringify({ query, variables: { id } })]),
    width: 'NETWORK',
  });
  await expectObservations(target(patients.many), FEW * TIMES);
  const taken = await contest(
    '16 times the observations',
    [
      { name: 'few', target: target(patients.few), servers: [gateway] },
      { name: 'many', target: target(patients.many), servers: [gateway] },
    ] as const,
    stage.rounds,
  );
  return {
    name: `chart with ${FEW * TIMES} observations`,
    against: `the same with ${FEW}`,
    values: ratios(taken.many, taken.few),
    unit: 'times',
    mark: { most: TIMES },
    how: 'CPU for each request, all observations in one page',
  };
}

async function expectObservations(target: Target, count: number): Promise<void> {
  const { data } = JSON.parse(await post(target, target.bodies[0] ?? '')) as {
    data: { patient: { observations: { nodes: unknown[] } } };
  };
  const shown = data.patient.observations.nodes.length;
  if (shown !== count) throw new Error(`the chart shows ${shown} of ${count} observations`);
}

async function addPatient(databases: Databases, id: string, provider: string, observations: number): Promise<void> {
  const writer = new RecordWriter(databases);
  const write = (subgraph: 'administrative' | 'clinical', resources: readonly Resource[]) =>
    writer.write({
      ...{ subgraph, agent: { name: 'bench', source: 'default' }, reason: 'bench', patient: id },
      versions: resources.map((resource) => ({
        ...{ kind: resource.resourceType, id: resource.id, source: 'default', references: {} },
        text: JSON.stringify(resource),
      })),
    });
  const managingOrganization = { reference: `Organization/${provider}` };
  await write('administrative', [
    {
      resourceType: 'Patient',
      id,
      name: [{ family: 'Bench', given: ['Many'] }],
      gender: 'female',
      managingOrganization,
    },
  ]);
  await write(
    'clinical',
    Array.from({ length: observations }, (_, index) => observation(id, index)),
  );
}

interface Resource {
  readonly resourceType: string;
  readonly id: string;
  readonly [element: string]: unknown;
}

function observation(patient: string, index: number): Resource {
  const day = new Date(Date.UTC(2020, 0, 1 + index));
  const pressure = (code: string, text: string, value: number) => ({
    code: { text, coding: [{ system: 'http://loinc.org', code }] },
    valueQuantity: { value, unit: 'mm[Hg]' },
  });
  return {
    ...{ resourceType: 'Observation', id: `${patient}-${index}`, status: 'final' },
    code: { text: 'Blood pressure', coding: [{ system: 'http://loinc.org', code: '85354-9' }] },
    subject: { reference: `Patient/${patient}` },
    effectiveDateTime: day.toISOString(),
    component: [pressure('8480-6', 'Systolic', 120 + (index % 30)), pressure('8462-4', 'Diastolic', 70 + (index % 20))],
  };
}

/** Requests of each size in each round. */
const REQUESTS = 24;
const WARM_UP_REQUESTS = 200;
/** Short ones, so more of them than elsewhere. */
const ROUNDS_OF_CROWDS = 5;

/** The median time of a chart beside each number of people, the smallest being the base. */
export async function crowdFigures(stage: Stage): Promise<Figure[]> {
  const { settings } = stage;
  const crowds: Crowd[] = [];
  try {
    for (const size of settings.crowds) crowds.push(await openCrowd(stage, size));
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const times = new Map<number, number[]>(settings.crowds.map((size) => [size, []]));
    for (const { target } of crowds) await timesOf(target, WARM_UP_REQUESTS, agent);
    for (let round = 0; round < ROUNDS_OF_CROWDS * settings.rounds; round++) {
      for (const { size, target } of rotated(crowds, round))
        times.get(size)?.push(median(await timesOf(target, REQUESTS, agent)));
      settings.log(`more people: round ${round + 1} of ${ROUNDS_OF_CROWDS * settings.rounds}`);
    }
    agent.destroy();
    const [base, ...others] = settings.crowds;
    return others.map((size) => ({
      name: `p50 of a full chart among ${size.toLocaleString('en')} people`,
      against: `among ${(base ?? 0).toLocaleString('en')}`,
      values: (times.get(size) ?? []).map((time, round) => time / (times.get(base ?? 0)?.[round] ?? Number.NaN)),
      unit: 'times',
      mark: { most: 1.05 },
      how: `${REQUESTS} requests, one after the other, in each of ${ROUNDS_OF_CROWDS * settings.rounds} rounds; the measured patients are full, the others thin`,
    }));
  } finally {
    for (const { server, databases } of crowds) {
      await server.stop();
      await databases.drop();
      await databases.close();
    }
  }
}

interface Crowd {
  readonly size: number;
  readonly server: Measured;
  readonly target: Target;
  readonly databases: Databases;
}

/** A copy of the record with so many people in it, and a gateway over it. */
async function openCrowd(stage: Stage, size: number): Promise<Crowd> {
  const { record, settings, charts } = stage;
  const prefix = `${record.prefix}c${size}`;
  const databases = await openDatabases({ uri: record.uri, prefix });
  await databases.ensureIndexes();
  await copyRecord(record.databases, databases);
  await addFillers(databases, size - settings.people);
  settings.log(`more people: ${size}`);
  const at = { uri: record.uri, prefix, dataDir: record.dataDir, population: 'off' as const };
  const server = await Measured.start(`gateway among ${size}`, './gateway-server.js', at);
  const bodies = charts.map((id) => JSON.stringify({ query: CHART, variables: { id } }));
  const { tokens } = (await stage.gateway()).ready;
  return { size, server, target: targetOf(server, 'clinician', bodies, tokens), databases };
}

async function copyRecord(from: Databases, to: Databases): Promise<void> {
  for (const name of SUBGRAPHS) {
    const source = from.of(name).native;
    for (const { name: collection } of await source.listCollections({}, { nameOnly: true }).toArray()) {
      // The read model alone: a chart reads no commits.
      if (collection === 'commits') continue;
      const documents = await source.collection(collection).find().toArray();
      if (documents.length > 0) await to.of(name).native.collection(collection).insertMany(documents);
    }
  }
}

async function timesOf(target: Target, requests: number, agent: Agent): Promise<number[]> {
  const times: number[] = [];
  for (let sent = 0; sent < requests; sent++) {
    const began = performance.now();
    await post(target, target.bodies[sent % target.bodies.length] ?? '', agent);
    times.push(performance.now() - began);
  }
  return times;
}

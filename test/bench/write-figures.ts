/** Writes by sixteen hands against bare inserts of the same texts: how many, how late the latest, and when they are seen. */
import type mongoose from 'mongoose';
import { RecordWriter } from '../../subgraphs/shared/commits.js';
import { type Databases, openDatabases } from '../../subgraphs/shared/databases.js';
import { type Figure, median, rotated, type Settings } from './rounds.js';

const HANDS = 16;
const PATIENT = 'bench';

interface Taken {
  /** Milliseconds of each write. */
  readonly times: readonly number[];
  /** Milliseconds from the acknowledged commit until reads show it. */
  readonly visible: readonly number[];
  readonly perSecond: number;
}

export async function writeFigures(uri: string, prefix: string, settings: Settings): Promise<Figure[]> {
  const databases = await openDatabases({ uri, prefix: `${prefix}writes`, monitorCommands: true });
  try {
    await databases.ensureIndexes();
    const rounds: { ours: Taken; bare: Taken }[] = [];
    let written = 0;
    const texts = () => {
      written += 1;
      return textOf(written);
    };
    const contestants = { ours: oursOn(databases, texts), bare: bareOn(databases, texts) };
    for (let round = 0; round < settings.rounds; round++) {
      settings.log(`writes: round ${round + 1} of ${settings.rounds}`);
      const taken: Partial<Record<'ours' | 'bare', Taken>> = {};
      for (const name of rotated(['ours', 'bare'] as const, round))
        taken[name] = await take(contestants[name], settings.seconds);
      rounds.push(taken as { ours: Taken; bare: Taken });
    }
    return figuresOf(rounds);
  } finally {
    await databases.drop();
    await databases.close();
  }
}

function figuresOf(rounds: readonly { ours: Taken; bare: Taken }[]): Figure[] {
  const against = 'bare `insertOne` of the same texts, acknowledged alike';
  const how = `${HANDS} hands, an observation a commit`;
  return [
    {
      ...{ name: 'writes a second', against, unit: 'share', how },
      values: rounds.map(({ ours, bare }) => ours.perSecond / bare.perSecond),
    },
    {
      ...{ name: 'latency of a write, p99', against, unit: 'times', how },
      values: rounds.map(({ ours, bare }) => p99(ours.times) / p99(bare.times)),
    },
    {
      ...{ name: 'from commit to visible', against: 'the median of a bare insert', unit: 'times', how },
      values: rounds.map(({ ours, bare }) => median(ours.visible) / median(bare.times)),
    },
  ];
}

/** One write; resolves with the milliseconds from commit to visible, null where there is no such thing. */
type Hand = () => Promise<number | null>;

async function take(hand: Hand, seconds: number): Promise<Taken> {
  const [times, visible]: [number[], number[]] = [[], []];
  const began = performance.now();
  const until = began + seconds * 1000;
  const work = async () => {
    while (performance.now() < until) {
      const start = performance.now();
      const seen = await hand();
      times.push(performance.now() - start);
      if (seen !== null) visible.push(seen);
    }
  };
  await Promise.all(Array.from({ length: HANDS }, work));
  return { times, visible, perSecond: times.length / ((performance.now() - began) / 1000) };
}

function oursOn(databases: Databases, next: () => { id: string; text: string }): Hand {
  const writer = new RecordWriter(databases);
  // Commits of several hands travel in one command: its end is the end of all that were under way.
  let lastCommit = 0;
  databases.client.on('commandSucceeded', ({ commandName, requestId }: mongoose.mongo.CommandSucceededEvent) => {
    if (commandName === 'insert' && commits.delete(requestId)) lastCommit = performance.now();
  });
  const commits = new Set<number>();
  databases.client.on('commandStarted', ({ commandName, command, requestId }: mongoose.mongo.CommandStartedEvent) => {
    if (commandName === 'insert' && command['insert'] === 'commits') commits.add(requestId);
  });
  return async () => {
    const { id, text } = next();
    await writer.write({
      ...{ subgraph: 'clinical', agent: { name: 'bench', source: 'default' }, reason: 'bench', patient: PATIENT },
      versions: [{ kind: 'Observation', id, source: 'default', text, references: {} }],
    });
    return performance.now() - lastCommit;
  };
}

function bareOn(databases: Databases, next: () => { id: string; text: string }): Hand {
  const bare = databases.of('clinical').native.collection<{ _id: string; text: string }>('bare');
  return async () => {
    const { id, text } = next();
    await bare.insertOne({ _id: id, text }, { writeConcern: { w: 'majority', journal: true } });
    return null;
  };
}

function textOf(number: number): { id: string; text: string } {
  const id = `bench-${number}`;
  const resource = {
    ...{ resourceType: 'Observation', id, status: 'final' },
    code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }], text: 'Systolic blood pressure' },
    subject: { reference: `Patient/${PATIENT}` },
    effectiveDateTime: '2026-01-01T10:00:00Z',
    valueQuantity: { value: 100 + (number % 60), unit: 'mm[Hg]', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
  };
  return { id, text: JSON.stringify(resource) };
}

function p99(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? Number.NaN;
}

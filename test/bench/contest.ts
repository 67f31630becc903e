/** Servers side by side: each in each round, begun by another one each time. */
import type { Measured } from './child.js';
import { load, type Target, warmUp } from './load.js';
import { rotated } from './rounds.js';

export interface Contestant {
  readonly name: string;
  readonly target: Target;
  /** Whose CPU counts. */
  readonly servers: readonly Measured[];
  /** To be done before each of its turns. */
  readonly ready?: () => Promise<void>;
}

/** One round of one contestant. */
export interface Taken {
  /** Microseconds of CPU for each request, of all its processes together. */
  readonly cpu: number;
  /** Requests answered in a second. */
  readonly rate: number;
}

export interface ContestSettings {
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  /** How often contestants take turns within a round; their work of a round is added up. One where it is not said. */
  readonly turns?: number;
  /** Requests of each before anything counts: whoever was compiled by V8 longer would else be faster. */
  readonly warmUp: number;
  readonly log: (line: string) => void;
}

/** What each contestant took, round by round, by its name. */
export async function contest<N extends string>(
  what: string,
  contestants: readonly (Contestant & { readonly name: N })[],
  { rounds, seconds, connections, turns = 1, warmUp: requests, log }: ContestSettings,
): Promise<Readonly<Record<N, readonly Taken[]>>> {
  const taken = Object.fromEntries(contestants.map(({ name }) => [name, []])) as unknown as Record<N, Taken[]>;
  log(`${what}: warming up`);
  for (const { target, ready } of contestants) {
    await ready?.();
    await warmUp(target, requests, connections);
  }
  for (let round = 0; round < rounds; round++) {
    const sums = new Map(contestants.map(({ name }) => [name, { cpu: 0, answered: 0, seconds: 0 }]));
    for (let turn = 0; turn < turns; turn++)
      for (const { name, target, servers, ready } of rotated(contestants, round + turn)) {
        await ready?.();
        const sum = sums.get(name) ?? { cpu: 0, answered: 0, seconds: 0 };
        const before = await cpuOf(servers);
        const began = performance.now();
        sum.answered += await load(target, seconds, connections);
        sum.seconds += (performance.now() - began) / 1000;
        sum.cpu += (await cpuOf(servers)) - before;
      }
    for (const [name, { cpu, answered, seconds: lasted }] of sums)
      taken[name].push({ cpu: cpu / answered, rate: answered / lasted });
    log(`${what}: round ${round + 1} of ${rounds}`);
  }
  return taken;
}

async function cpuOf(servers: readonly Measured[]): Promise<number> {
  const each = await Promise.all(servers.map((server) => server.cpu()));
  return each.reduce((sum, cpu) => sum + cpu, 0);
}

/** Round by round, one contestant's figure over another's. */
export function ratios(ours: readonly Taken[], base: readonly Taken[], of: keyof Taken = 'cpu'): number[] {
  return ours.map((taken, round) => taken[of] / (base[round]?.[of] ?? Number.NaN));
}

/** Round by round, how many microseconds of CPU one takes more than another. */
export function differences(ours: readonly Taken[], base: readonly Taken[]): number[] {
  return ours.map(({ cpu }, round) => cpu - (base[round]?.cpu ?? Number.NaN));
}

/** Servers side by side: each in each round, begun by another one each time. */
import type { Measured } from './child.js';
import { load, type Target, warmUp } from './load.js';
import { median, rotated } from './rounds.js';

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

/** Requests that were answered, seconds that it lasted, microseconds of CPU. */
interface Turn {
  readonly answered: number;
  readonly lasted: number;
  readonly cpu: number;
}

export interface ContestSettings {
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  /** How often contestants take turns within a round; their work of a round is added up. One where it is not said. */
  readonly turns?: number;
  /** Of the turns of a round the middle one counts, for differences that are smaller than what disturbs single turns. */
  readonly middle?: boolean;
  /** Requests of each before anything counts: whoever was compiled by V8 longer would else be faster. */
  readonly warmUp: number;
  readonly log: (line: string) => void;
}

/** What each contestant took, round by round, by its name. */
export async function contest<N extends string>(
  what: string,
  contestants: readonly (Contestant & { readonly name: N })[],
  { rounds, seconds, connections, turns = 1, middle = false, warmUp: requests, log }: ContestSettings,
): Promise<Readonly<Record<N, readonly Taken[]>>> {
  const taken = Object.fromEntries(contestants.map(({ name }) => [name, []])) as unknown as Record<N, Taken[]>;
  log(`${what}: warming up`);
  for (const { target, ready } of contestants) {
    await ready?.();
    await warmUp(target, requests, connections);
  }
  for (let round = 0; round < rounds; round++) {
    const took = new Map(contestants.map(({ name }) => [name, [] as Turn[]]));
    for (let turn = 0; turn < turns; turn++)
      for (const { name, target, servers, ready } of rotated(contestants, round + turn)) {
        await ready?.();
        const before = await cpuOf(servers);
        const began = performance.now();
        const answered = await load(target, seconds, connections);
        const lasted = (performance.now() - began) / 1000;
        took.get(name)?.push({ answered, lasted, cpu: (await cpuOf(servers)) - before });
      }
    for (const [name, its] of took) {
      const sum = (of: keyof Turn) => its.reduce((all, turn) => all + turn[of], 0);
      const cpu = middle ? median(its.map((turn) => turn.cpu / turn.answered)) : sum('cpu') / sum('answered');
      taken[name].push({ cpu, rate: sum('answered') / sum('lasted') });
    }
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

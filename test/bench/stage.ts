/** Everything that is measured: the record, and servers that are started when a figure first asks for them. */
import { CONSENT_RULES } from '../../subgraphs/shared/consent-rule.js';
import { Measured, type RecordAt } from './child.js';
import type { ContestSettings } from './contest.js';
import { startNaive } from './naive/start.js';
import { chartsOf, type Parties, partiesOf } from './parties.js';
import { startSeparate } from './processes.js';
import type { BenchRecord } from './record.js';
import type { Settings } from './rounds.js';

/** The processes of one stack; the one that is asked comes last. */
type Stack = readonly Measured[];

export class Stage {
  readonly #stacks = new Map<string, Promise<Stack>>();

  private constructor(
    readonly record: BenchRecord,
    readonly settings: Settings,
    readonly parties: Parties,
    /** The patients whose charts are read: those of the provider that come nearest to the size that is meant. */
    readonly charts: readonly string[],
  ) {}

  /** For a record that is filled. */
  static async open(record: BenchRecord, settings: Settings): Promise<Stage> {
    // The hand-written server knows no consents: none is in force, though each is still asked for.
    const rules = record.databases.of('administrative').native.collection(CONSENT_RULES);
    await rules.updateMany({}, { $set: { rule: null } });
    const parties = await partiesOf(record.databases);
    const charts = await chartsOf(record.databases, parties.provider);
    return new Stage(record, settings, parties, charts);
  }

  get at(): RecordAt {
    const { uri, prefix, dataDir } = this.record;
    return { uri, prefix, dataDir };
  }

  /** Chartlens as `npm start` serves it. */
  gateway = (): Promise<Measured> => this.#one('gateway', './gateway-server.js', this.at);

  /** The same, and beside it in the same process one with guard and store open. */
  walls = (): Promise<Measured> =>
    this.#one('gateway with and without walls', './gateway-server.js', { ...this.at, besides: 'open walls' });

  direct = (): Promise<Measured> => this.#one('direct-mongo', './direct-server.js', this.at);

  naive = (): Promise<Stack> => this.#stack('naive', () => startNaive(this.at));

  /** Chartlens as five processes. */
  separate = (): Promise<Stack> => this.#stack('separate', () => startSeparate(this.at));

  /** The rounds of figures that look for large differences. */
  get rounds(): ContestSettings {
    const { contests, connections, warmUp, log } = this.settings;
    return { ...contests, connections, warmUp, log };
  }

  /** The rounds of figures that look for small ones. */
  get pairs(): ContestSettings {
    const { pairs, connections, warmUp, log } = this.settings;
    return { ...pairs, middle: true, connections, warmUp: warmUp * 2, log };
  }

  async stop(): Promise<void> {
    const stacks = await Promise.allSettled(this.#stacks.values());
    const servers = stacks.flatMap((stack) => (stack.status === 'fulfilled' ? stack.value : []));
    await Promise.all(servers.map((server) => server.stop()));
  }

  async #one(name: string, script: string, at: RecordAt): Promise<Measured> {
    const [server] = await this.#stack(name, async () => [await Measured.start(name, script, at)]);
    if (!server) throw new Error(`${name} did not start`);
    return server;
  }

  #stack(name: string, start: () => Promise<Stack>): Promise<Stack> {
    const known = this.#stacks.get(name) ?? start();
    this.#stacks.set(name, known);
    return known;
  }
}

/** The process of a stack that answers. */
export function frontOf(stack: Stack): Measured {
  const front = stack.at(-1);
  if (!front) throw new Error('the stack has no processes');
  return front;
}

/** What is being written at the same time must stay below these. */
export interface InFlightLimits {
  readonly tasks: number;
  /** Bytes of text; one task may be larger, then it runs alone. */
  readonly bytes: number;
}

interface Running {
  readonly keys: ReadonlySet<string>;
  /** Resolves when the task has ended, also when it failed. */
  readonly ended: Promise<void>;
}

/**
 * Runs tasks side by side, within limits. Tasks that share a key run one after another, in the order they came, so
 * that the versions of a record keep their order. After a failure nothing new is started.
 */
export class InFlight {
  readonly #running = new Set<Running>();
  readonly #failures: unknown[] = [];
  #bytes = 0;

  constructor(private readonly limits: InFlightLimits) {}

  /**
   * Starts a task as soon as there is room, and returns then: whoever brings tasks is held back by this.
   *
   * @throws the failure of an earlier task.
   */
  async start(keys: ReadonlySet<string>, bytes: number, task: () => Promise<void>): Promise<void> {
    for (let blocker = this.#blocker(keys, bytes); blocker !== undefined; blocker = this.#blocker(keys, bytes)) {
      await blocker;
    }
    this.#throwFailure();
    this.#bytes += bytes;
    const running: Running = { keys, ended: this.#run(task).finally(() => this.#end(running, bytes)) };
    this.#running.add(running);
  }

  /** Waits until all tasks have ended. @throws the first failure. */
  async finish(): Promise<void> {
    while (this.#running.size > 0) await Promise.all([...this.#running].map(({ ended }) => ended));
    this.#throwFailure();
  }

  async #run(task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      this.#failures.push(error);
    }
  }

  #end(running: Running, bytes: number): void {
    this.#running.delete(running);
    this.#bytes -= bytes;
  }

  #throwFailure(): void {
    if (this.#failures.length > 0) throw this.#failures[0];
  }

  #blocker(keys: ReadonlySet<string>, bytes: number): Promise<unknown> | undefined {
    for (const { keys: taken, ended } of this.#running) if (intersect(keys, taken)) return ended;
    const full = this.#running.size >= this.limits.tasks || this.#bytes + bytes > this.limits.bytes;
    return full && this.#running.size > 0 ? Promise.race([...this.#running].map(({ ended }) => ended)) : undefined;
  }
}

function intersect(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const [small, large] = one.size < other.size ? [one, other] : [other, one];
  for (const key of small) if (large.has(key)) return true;
  return false;
}

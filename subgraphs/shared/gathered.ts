/**
 * Group commit for commands: while one is under way, what is asked meanwhile waits for the next, which answers all of
 * it at once. A command always starts after everything it answers was asked, so nobody sees less than alone.
 */

interface Waiting<Ask, Answer> {
  readonly ask: Ask;
  readonly done: (answer: Answer) => void;
  readonly failed: (error: unknown) => void;
}

/** How many commits share a command: bounds what is encoded at a time. */
const MOST = 32;

export class Gathered<Ask, Answer> {
  #waiting: Waiting<Ask, Answer>[] = [];
  #busy = false;

  /** @param run answers all asks, in their order; when it throws, all of them fail. */
  constructor(private readonly run: (asks: readonly Ask[]) => Promise<readonly Answer[]>) {}

  ask(ask: Ask): Promise<Answer> {
    return new Promise((done, failed) => {
      this.#waiting.push({ ask, done, failed });
      if (!this.#busy) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) {
      // Whoever asks until this tick's replies are all handled travels along.
      await new Promise(setImmediate);
      const batch = this.#waiting.splice(0, MOST);
      try {
        const answers = await this.run(batch.map(({ ask }) => ask));
        for (const [index, { done }] of batch.entries()) done(answers[index] as Answer);
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    this.#busy = false;
  }
}

/** A gathering for each name, made when it is first asked for. */
export class GatheredByName<Name, Ask, Answer> {
  readonly #all = new Map<Name, Gathered<Ask, Answer>>();

  constructor(private readonly run: (name: Name, asks: readonly Ask[]) => Promise<readonly Answer[]>) {}

  ask(name: Name, ask: Ask): Promise<Answer> {
    let gathered = this.#all.get(name);
    if (!gathered) {
      gathered = new Gathered((asks) => this.run(name, asks));
      this.#all.set(name, gathered);
    }
    return gathered.ask(ask);
  }
}

/** Inside a measured process: tells what it has used, and profiles itself when asked. */
import { readFile, writeFile } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';
import type { Answered, Asked } from './child.js';

export interface Usage {
  /** Microseconds, user and system, all threads, since the start. */
  readonly cpu: number;
  /** Those of the thread that runs the code; null where the system does not say. The rest collects garbage and compiles. */
  readonly main: number | null;
  /** Resident bytes. */
  readonly rss: number;
}

/** To be called once in a process that was forked. */
export function answerUsage(switchTrail: (on: boolean) => void = () => undefined): void {
  // The benchmark is gone, and with it whoever would stop us.
  process.on('disconnect', () => process.exit());
  const answers = new Answers(switchTrail);
  process.on('message', (asked: Asked) => {
    answers.answer(asked).then(
      (answer) => process.send?.(answer),
      (error: unknown) => process.send?.({ failed: error instanceof Error ? error.message : 'no profile' }),
    );
  });
}

class Answers {
  readonly #switchTrail: (on: boolean) => void;
  #session: Session | null = null;

  constructor(switchTrail: (on: boolean) => void) {
    this.#switchTrail = switchTrail;
  }

  async answer(asked: Asked): Promise<Answered> {
    switch (asked.ask) {
      case 'usage': {
        const { user, system } = process.cpuUsage();
        return { usage: { cpu: user + system, main: await mainThread(), rss: process.memoryUsage.rss() } };
      }
      case 'trail':
        this.#switchTrail(asked.on);
        return { done: true };
      case 'profile': {
        const session = new Session();
        session.connect();
        await session.post('Profiler.enable');
        await session.post('Profiler.setSamplingInterval', { interval: asked.microseconds });
        await session.post('Profiler.start');
        this.#session = session;
        return { done: true };
      }
      case 'profiled': {
        if (!this.#session) throw new Error('nothing is being profiled');
        const { profile } = await this.#session.post('Profiler.stop');
        this.#session.disconnect();
        this.#session = null;
        await writeFile(asked.file, JSON.stringify(profile));
        return { done: true };
      }
    }
  }
}

/** Linux says it in nanoseconds. */
async function mainThread(): Promise<number | null> {
  try {
    const [ran = ''] = (await readFile(`/proc/self/task/${process.pid}/schedstat`, 'utf8')).split(' ');
    return Number(ran) / 1000;
  } catch {
    return null;
  }
}

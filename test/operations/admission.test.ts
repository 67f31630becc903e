/** Admission, by a clock of the test's own: who runs, who waits, who is sent away. */
import { beforeEach, describe, expect, it } from 'vitest';
import { Admission } from '../../gateway/admission/admission.js';
import { Queues, type Waiting } from '../../gateway/admission/queues.js';
import { SHARES } from '../../gateway/admission/shares.js';
import { ROLES, type Role } from '../../schema/policy/viewer.js';

const WAIT_MS = 1000;
let time = 0;
let loopDelay = 0;
let admission: Admission;
/** Who runs, the oldest first. */
let running: { role: Role; caller: string; over: () => void }[];
let shed: Role[];
let shedCallers: string[];

beforeEach(() => {
  time = 0;
  loopDelay = 0;
  running = [];
  shed = [];
  shedCallers = [];
  admission = new Admission({ waitMs: WAIT_MS, now: () => time, loopDelay: () => loopDelay });
});

function ask(role: Role, times = 1, caller = 'somebody'): (() => void)[] {
  return Array.from({ length: times }, () =>
    admission.enter(role, caller, {
      run: (over) => void running.push({ role, caller, over }),
      shed: () => {
        shed.push(role);
        shedCallers.push(caller);
      },
    }),
  );
}

/** The oldest that run end, each after so many milliseconds. */
function end(times: number, ms: number): Role[] {
  const ended: Role[] = [];
  for (let done = 0; done < times; done++) {
    const first = running.shift();
    if (!first) break;
    time += ms;
    ended.push(first.role);
    first.over();
  }
  return ended;
}

const counts = (roles: readonly Role[]) =>
  Object.fromEntries(ROLES.map((role) => [role, roles.filter((other) => other === role).length]));

describe('while there is room', () => {
  it('everybody runs at once', () => {
    ask('analyst', 5);
    ask('clinician', 5);
    expect(running).toHaveLength(10);
    expect(admission.crowd).toEqual({ limit: 16, running: 10, waiting: 0 });
  });

  it('an operation that ends twice is over once', () => {
    ask('clinician');
    running[0]?.over();
    running[0]?.over();
    expect(admission.crowd.running).toBe(0);
  });
});

describe('in a crowd', () => {
  it('the last turn is kept for roles that have less than their part', () => {
    ask('analyst', 40);
    expect(running).toHaveLength(15);
    ask('clinician');
    expect(running.at(-1)?.role).toBe('clinician');
  });

  it('analysts who wait in hundreds do not starve clinicians: turns go by shares', () => {
    ask('analyst', 600);
    ask('clinician', 100);
    end(running.length, 10);
    const turns = counts(end(90, 10));
    expect(turns['clinician']).toBeGreaterThanOrEqual(7 * (turns['analyst'] ?? 0));
    expect(turns['analyst']).toBeGreaterThan(0);
  });

  it('a role whose operations cost ten times as much has a tenth of the turns for the same share', () => {
    const queues = new Queues<Waiting>();
    const cost = { insurer: 100, biller: 10 };
    for (const role of ['insurer', 'biller'] as const)
      for (let asked = 0; asked < 200; asked++) queues.push({ role, caller: role, since: 0 });
    const turns: Role[] = [];
    for (let turn = 0; turn < 110; turn++) {
      const next = queues.next(() => true);
      if (!next) break;
      turns.push(next.role);
      queues.charge(next.role, cost[next.role as 'insurer' | 'biller']);
    }
    expect(counts(turns)).toMatchObject({ insurer: 10, biller: 100 });
  });

  it('who was away has saved no turns up', () => {
    ask('insurer', 100);
    end(60, 1);
    ask('biller', 30);
    const turns = counts(end(40, 1).slice(15));
    expect(turns['insurer']).toBeGreaterThan(8);
    expect(turns['biller']).toBeGreaterThan(8);
  });

  it('a client that leaves is not served', () => {
    ask('clinician', 15);
    const [, leave] = ask('patient', 2);
    expect(admission.crowd.waiting).toBe(1);
    leave?.();
    expect(admission.crowd.waiting).toBe(0);
    end(16, 5);
    expect(running).toEqual([]);
  });
});

describe('more than can be answered', () => {
  it('is told so at once, and before anything of it is read', () => {
    ask('analyst', 500);
    expect(shed.length).toBeGreaterThan(300);
    expect(admission.full('analyst', 'somebody')).toBe(true);
    expect(admission.full('clinician', 'somebody')).toBe(false);
  });

  it('nobody waits longer than the longest wait', () => {
    ask('clinician', 20);
    time = WAIT_MS + 1;
    admission.sweep();
    expect(shed).toHaveLength(5);
    expect(admission.crowd.waiting).toBe(0);
  });

  it('each role has room by its share, whoever came first', () => {
    ask('analyst', 500);
    ask('clinician', 500);
    const kept = 500 - (counts(shed)['clinician'] ?? 0);
    expect(kept).toBeGreaterThan(100);
  });
});

describe('within a role', () => {
  const callersServed = (times: number) =>
    Array.from({ length: times }, () => {
      const first = running.shift();
      time += 1;
      first?.over();
      return first?.caller;
    });

  it('who asks once comes right after those that run, whoever asked a hundred times before', () => {
    ask('insurer', 60, 'noisy');
    const atWork = running.length;
    ask('insurer', 1, 'quiet');
    callersServed(atWork);
    expect(running.slice(0, 2).map(({ caller }) => caller)).toContain('quiet');
  });

  it('two who ask as much have the same turns', () => {
    ask('insurer', 50, 'first');
    ask('insurer', 35, 'second');
    callersServed(15);
    const turns = callersServed(40);
    expect(turns.filter((caller) => caller === 'second').length).toBeGreaterThanOrEqual(18);
  });

  it('where there is no room left, the one who takes most of it makes some', () => {
    ask('insurer', 400, 'noisy');
    expect(admission.full('insurer', 'noisy')).toBe(true);
    expect(admission.full('insurer', 'quiet')).toBe(false);
    const before = shedCallers.length;
    ask('insurer', 5, 'quiet');
    expect(shedCallers.slice(before)).toEqual(Array.from({ length: 5 }, () => 'noisy'));
    const waiting = admission.crowd.waiting;
    ask('insurer', 400, 'quiet');
    expect(admission.crowd.waiting).toBe(waiting);
    expect(shedCallers.filter((caller) => caller === 'quiet').length).toBeGreaterThan(300);
  });

  it('a caller who left is not remembered, and who waited too long is shed, whose turn it ever was', () => {
    const leave = ask('insurer', 40, 'noisy');
    for (const one of leave) one();
    expect(admission.crowd.waiting).toBe(0);
    ask('insurer', 3, 'noisy');
    time = WAIT_MS + 1;
    ask('insurer', 1, 'quiet');
    admission.sweep();
    expect(shedCallers).toEqual(['noisy', 'noisy', 'noisy']);
  });
});

describe('as many at once as is good', () => {
  /** Rounds in which all that run end after so many milliseconds, with more behind them. */
  function rounds(count: number, tookOf: (together: number) => number): void {
    for (let round = 0; round < count; round++) {
      ask('clinician', 200);
      const together = running.length;
      time += tookOf(together);
      for (const { over } of running.splice(0)) over();
    }
  }

  it('grows while one more costs nobody anything', () => {
    rounds(100, () => 50);
    expect(admission.crowd.limit).toBeGreaterThan(40);
  });

  it('settles near twice what the slowest part serves at once', () => {
    ask('clinician', 1);
    end(1, 20);
    const served = 10;
    rounds(400, (together) => 20 * Math.max(1, together / served));
    expect(admission.crowd.limit).toBeGreaterThanOrEqual(served);
    expect(admission.crowd.limit).toBeLessThanOrEqual(3 * served);
  });

  it('shrinks when the event loop comes round late', () => {
    loopDelay = WAIT_MS;
    rounds(60, () => 50);
    expect(admission.crowd.limit).toBe(3);
  });
});

it('every role has a share, and the clinician the largest', () => {
  expect(Object.keys(SHARES).sort()).toEqual([...ROLES].sort());
  expect(Math.max(...Object.values(SHARES))).toBe(SHARES.clinician);
});

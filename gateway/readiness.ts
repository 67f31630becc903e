/** Whether what we depend on answers: each asked at once, none waited for longer than two seconds. */

/** Each resolves when its part answers and rejects when it does not. */
export type ReadinessChecks = Readonly<Record<string, () => Promise<unknown>>>;

const DEADLINE_MS = 2000;

/**
 * A function that gives the names of the parts that do not answer, in the order of the checks. Callers at the same time
 * share one round: the route needs no token, so it must not multiply what it asks of the database.
 */
export function checkReadiness(checks: ReadinessChecks, deadlineMs: number = DEADLINE_MS): () => Promise<string[]> {
  let round: Promise<string[]> | null = null;
  return () => {
    round ??= runRound(checks, deadlineMs).finally(() => {
      round = null;
    });
    return round;
  };
}

async function runRound(checks: ReadinessChecks, deadlineMs: number): Promise<string[]> {
  const names = Object.keys(checks);
  const answers = await Promise.all(names.map((name) => answersInTime(checks[name], deadlineMs)));
  return names.filter((_name, index) => !answers[index]);
}

async function answersInTime(check: ReadinessChecks[string] | undefined, deadlineMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), deadlineMs);
  });
  const answered = Promise.resolve()
    .then(() => check?.())
    .then(
      () => true,
      () => false,
    );
  return Promise.race([answered, late]).finally(() => clearTimeout(timer));
}

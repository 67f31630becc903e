/** Offers requests, as many as answers come back or at a fixed rate whatever comes back, and says what became of them. */
import autocannon from 'autocannon';

export interface Asked {
  readonly url: string;
  readonly token: string;
  /** Bodies, sent in turn. */
  readonly bodies: readonly string[];
}

export interface Offered {
  readonly seconds: number;
  readonly connections: number;
  /** Requests in a second; left out, each connection sends the next when it has its answer. */
  readonly rate?: number;
}

/** Of one run; rates are in a second, times in milliseconds. */
export interface Outcome {
  readonly offered: number;
  readonly answered: number;
  readonly shed: number;
  /** Neither answered nor shed: connections that broke, other statuses. */
  readonly failed: number;
  /** Of what was answered. */
  readonly median: number;
  readonly p99: number;
}

export async function offer({ url, token, bodies }: Asked, { seconds, connections, rate }: Offered): Promise<Outcome> {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    authorization: `Bearer ${token}`,
  };
  const answers: number[] = [];
  let shed = 0;
  let failed = 0;
  const began = performance.now();
  await new Promise<void>((resolve, reject) => {
    const run = autocannon(
      {
        url,
        connections,
        duration: seconds,
        timeout: 30,
        ...(rate !== undefined && { overallRate: Math.max(1, Math.round(rate)) }),
        requests: bodies.map((body) => ({ method: 'POST', headers, body })),
      },
      (error: unknown) => (error instanceof Error ? reject(error) : resolve()),
    );
    run.on('response', (_client, status, _bytes, time) => {
      if (status === 200) answers.push(time);
      else if (status === 503) shed += 1;
      else failed += 1;
    });
    run.on('reqError', () => {
      failed += 1;
    });
  });
  const lasted = (performance.now() - began) / 1000;
  const inSecond = (count: number) => count / lasted;
  answers.sort((a, b) => a - b);
  return {
    offered: inSecond(answers.length + shed + failed),
    answered: inSecond(answers.length),
    shed: inSecond(shed),
    failed: inSecond(failed),
    median: at(answers, 0.5),
    p99: at(answers, 0.99),
  };
}

function at(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** A load generator: keep-alive connections, each sending one request after the other. */
import { Agent, request } from 'node:http';
import { WIDTH_HEADER } from '../../gateway/width.js';

export interface Target {
  readonly url: string;
  readonly token?: string | undefined;
  /** A clinician's width. */
  readonly width?: string;
  /** Bodies, sent in turn. */
  readonly bodies: readonly string[];
}

/** Sends requests for a while. Resolves with how many were answered; throws when one was not answered with 200. */
export function load(target: Target, seconds: number, connections: number): Promise<number> {
  const end = performance.now() + seconds * 1000;
  return sendWhile(target, connections, () => performance.now() < end);
}

/** Sends so many requests. */
export function warmUp(target: Target, requests: number, connections: number): Promise<number> {
  return sendWhile(target, connections, (sent) => sent < requests);
}

async function sendWhile(target: Target, connections: number, more: (sent: number) => boolean): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let sent = 0;
  const connection = async () => {
    while (more(sent)) {
      const body = target.bodies[sent++ % target.bodies.length] ?? '';
      await post(target, body, agent);
    }
  };
  try {
    await Promise.all(Array.from({ length: connections }, connection));
  } finally {
    agent.destroy();
  }
  return sent;
}

/** One answer, as text. Throws when it is not 200. */
export function post({ url, token, width }: Target, body: string, agent?: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json',
      'content-length': Buffer.byteLength(body),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(width !== undefined && { [WIDTH_HEADER]: width }),
    };
    const sent = request(url, { method: 'POST', headers, ...(agent && { agent }) }, (response) => {
      const chunks: Buffer[] = [];
      response.on('error', reject);
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`${url} answered ${response.statusCode}: ${text.slice(0, 300)}`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

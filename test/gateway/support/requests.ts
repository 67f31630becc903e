/** Requests as clients and attackers send them: through fetch where it can, by hand where it tidies up too much. */
import { connect } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly headers: Headers;
  readonly text: string;
  readonly body: { data?: Record<string, unknown> | null; errors?: GraphQLFailure[] };
}

export interface GraphQLFailure {
  readonly message: string;
  readonly path?: unknown;
  readonly extensions: { readonly code: string; readonly limit?: number };
}

export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  const body = type.includes('json') ? (JSON.parse(text) as Answer['body']) : {};
  return { status: response.status, type, headers: response.headers, text, body };
}

export function codeOf(answer: Answer): string | undefined {
  return answer.body.errors?.[0]?.extensions.code;
}

/** Sends bytes as they are and gives the status line's number: for what no HTTP client agrees to send. */
export function rawStatus(url: string, lines: readonly string[]): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(`${lines.join('\r\n')}\r\n\r\n`));
    let text = '';
    socket.on('data', (chunk) => {
      text += String(chunk);
      const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
      if (status !== undefined && status !== '100') {
        socket.destroy();
        resolve(Number(status));
      }
    });
    socket.on('error', reject);
  });
}

export interface Flood {
  readonly status: number;
  /** Resolves when the server has cut the connection. */
  readonly cut: Promise<void>;
}

/** Sends a body without a length and without an end, and goes on after the answer; resolves with the answer. */
export function flood(url: string, headers: Record<string, string>): Promise<Flood> {
  const { hostname, port, pathname } = new URL(url);
  const head = { host: 'x', 'transfer-encoding': 'chunked', ...headers };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}`);
  const piece = `4000\r\n${'x'.repeat(0x4000)}\r\n`;
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    const cut = new Promise<void>((done) => socket.once('close', () => done()));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += String(chunk);
      const status = /^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1];
      if (status !== undefined) resolve({ status: Number(status), cut });
    });
    // A connection that is cut while one writes to it is an error; here it is what we wait for.
    socket.on('error', () => socket.destroy());
    const next = (): void => {
      if (!socket.destroyed) socket.write(piece, () => setImmediate(next));
    };
    socket.write([`POST ${pathname} HTTP/1.1`, ...lines, '', ''].join('\r\n'), next);
  });
}

/** The feed as server-sent events: resumed by its last event, ended with its token and with the gateway. */
import type { AddressInfo } from 'node:net';
import express from 'express';
import { beforeAll, describe, expect, it } from 'vitest';
import { Streams } from '../../gateway/admission/streams.js';
import { changesStream } from '../../gateway/changes-stream.js';
import { catalogued } from '../../gateway/errors.js';
import { visit } from '../leaks/two-houses.js';
import { type Asker, createWorld, type OpenWorld, type Resource } from '../support/world.js';

const world = await createWorld();
const problem = (id: string, text: string): Resource => ({
  resourceType: 'Condition',
  id,
  code: { text },
  subject: { reference: 'Patient/ann' },
  encounter: { reference: 'Encounter/visit-ann' },
});

let open: OpenWorld;
let clinician: Asker;
beforeAll(async () => {
  await world.tell(
    { resourceType: 'Organization', id: 'north', name: 'North' },
    { resourceType: 'Patient', id: 'ann', managingOrganization: { reference: 'Organization/north' } },
    visit('visit-ann', 'ann', 'north'),
    problem('a', 'first'),
  );
  open = await world.open();
  clinician = await open.as('clinician', { organization: 'north', subject: 'doctor' });
});

interface ServerEvent {
  readonly id: string;
  readonly event: string;
  readonly data: { readonly record: string; readonly version: number }[];
}

class Stream {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #text = '';

  private constructor(response: Response) {
    if (!response.body) throw new Error('a stream was expected');
    this.#reader = response.body.getReader();
  }

  static async open(path: string, headers: Record<string, string> = {}, token = clinician.token): Promise<Stream> {
    const response = await fetch(new URL(path, open.url), {
      headers: { authorization: `Bearer ${token}`, ...headers },
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    return new Stream(response);
  }

  /** Null when the stream has ended. */
  async next(): Promise<ServerEvent | null> {
    for (;;) {
      const end = this.#text.indexOf('\n\n');
      if (end >= 0) {
        const lines = new Map(
          this.#text
            .slice(0, end)
            .split('\n')
            .map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]),
        );
        this.#text = this.#text.slice(end + 2);
        return {
          id: lines.get('id') ?? '',
          event: lines.get('event') ?? '',
          data: JSON.parse(lines.get('data') ?? '[]') as ServerEvent['data'],
        };
      }
      const { done, value } = await this.#reader.read();
      if (done) return null;
      this.#text += Buffer.from(value).toString();
    }
  }

  async close(): Promise<void> {
    await this.#reader.cancel();
  }
}

describe('the stream of changes', () => {
  it('tells what was there, and what comes, to who resumes too', async () => {
    const stream = await Stream.open('/changes');
    const first = await stream.next();
    expect(first?.event).toBe('changes');
    expect(first?.data.map(({ record }) => record)).toEqual(expect.arrayContaining(['ann', 'a']));
    await world.tell(problem('b', 'second'));
    const second = await stream.next();
    expect(second?.data).toMatchObject([{ record: 'b', version: 1 }]);
    await stream.close();
    await world.tell(problem('a', 'changed'));
    const resumed = await Stream.open('/changes', { 'last-event-id': second?.id ?? '' });
    expect((await resumed.next())?.data).toMatchObject([{ record: 'a', version: 2 }]);
    await resumed.close();
  });

  it('begins where it is told', async () => {
    const stream = await Stream.open('/changes?since=2100-01-01&patient=ann');
    expect(await stream.next()).toMatchObject({ event: 'place', data: [] });
    await world.tell(problem('c', 'third'));
    await stream.close();
    const from = await Stream.open('/changes?patient=ann');
    expect((await from.next())?.data.map(({ record }) => record)).toContain('c');
    await from.close();
  });

  it.each([
    ['without a token', 401, '/changes', {}],
    ['of a role without the feed', 404, '/changes', { role: 'analyst' }],
    ['with a parameter it does not take', 400, '/changes?from=2020', { role: 'clinician' }],
    ['with a cursor that is none', 400, '/changes?after=x', { role: 'clinician' }],
    ['at a width that is none', 400, '/changes', { role: 'clinician', width: 'WIDE' }],
  ] as const)(
    'is refused %s',
    async (_name, status, path, { role, width }: { role?: 'clinician' | 'analyst'; width?: string }) => {
      const token = role && (await open.as(role, { organization: 'north', subject: 'doctor' })).token;
      const response = await fetch(new URL(path, open.url), {
        headers: { ...(token && { authorization: `Bearer ${token}` }), ...(width && { 'chartlens-width': width }) },
      });
      expect(response.status).toBe(status);
      await response.body?.cancel();
    },
  );

  it('is one of so many of a caller and in all; beyond, one is told to come again, and a place that was left is free', async () => {
    const few = await world.open({ env: { MAX_STREAMS: '3', MAX_STREAMS_OF_ONE: '2' } });
    const tokenOf = async (subject: string) => (await few.as('clinician', { organization: 'north', subject })).token;
    const [one, other] = await Promise.all([tokenOf('doctor'), tokenOf('nurse')]);
    const begin = async (token: string) => {
      const leaving = new AbortController();
      const headers = { authorization: `Bearer ${token}` };
      const response = await fetch(new URL('/changes', few.url), { headers, signal: leaving.signal });
      return { response, leave: () => leaving.abort() };
    };
    const first = await begin(one);
    expect([first.response.status, (await begin(one)).response.status]).toEqual([200, 200]);
    const { response: beyond } = await begin(one);
    expect([beyond.status, beyond.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await beyond.json()).toMatchObject({ errors: [{ extensions: { code: 'OVERLOADED' } }] });
    expect([(await begin(other)).response.status, (await begin(other)).response.status]).toEqual([200, 503]);
    first.leave();
    await expect.poll(async () => (await begin(one)).response.status, { timeout: 5000 }).toBe(200);
    await few.gateway.stop();
  });

  it('looks in turns like anybody, and a crowd delays it without ending it', async () => {
    let looks = 0;
    const server = {
      executeOperation: async () => {
        const changes = { cursor: `c${looks}`, hasMore: false, changes: [{ record: `r${looks}` }] };
        return { body: { kind: 'single', singleResult: { data: { changes } } } };
      },
    };
    const viewer = { subject: 's', role: 'clinician', organization: 'o' };
    const app = express();
    app.get('/changes', (_request, response, next) => {
      response.locals['viewer'] = viewer;
      next();
    });
    app.get(
      '/changes',
      changesStream({
        viewers: { read: async () => viewer, known: () => viewer } as never,
        serverFor: async () => server as never,
        context: () => ({}),
        stopping: new AbortController().signal,
        streams: new Streams({ inAll: 1, ofOne: 1 }),
        every: 1,
        inTurn: async (_viewer, work) => {
          looks += 1;
          if (looks === 2 || looks === 3) throw catalogued('OVERLOADED');
          return work();
        },
      }),
    );
    const listening = app.listen(0);
    const { port } = listening.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/changes`);
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    let told = '';
    while (!told.includes('r4')) told += Buffer.from((await reader.read()).value ?? []).toString();
    expect(told).not.toContain('event: error');
    await reader.cancel();
    listening.close();
  });

  it('ends when the gateway stops, which does not wait for it', async () => {
    const other = await world.open();
    const { token } = await other.as('clinician', { organization: 'north', subject: 'doctor' });
    const response = await fetch(new URL('/changes', other.url), { headers: { authorization: `Bearer ${token}` } });
    const began = Date.now();
    await Promise.all([other.gateway.stop(), response.text()]);
    expect(Date.now() - began).toBeLessThan(9000);
  });
});

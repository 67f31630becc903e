/** `npm run profile`: where each microsecond of a full chart goes, as a flame graph and as a table. */
import 'reflect-metadata';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Measured } from '../bench/child.js';
import { load, type Target, warmUp } from '../bench/load.js';
import { chartsOf, partiesOf } from '../bench/parties.js';
import { CHART, CLAIMS } from '../bench/questions.js';
import { type BenchRecord, withRecord } from '../bench/record.js';
import { flameGraph } from './flame.js';
import { type CpuProfile, readProfile } from './frames.js';
import { type Profiled, page, table } from './page.js';
import { sharesOf } from './shares.js';

const HELP = `Usage: npm run profile [-- --question chart|claims] [--seconds N] [--people N] [--out FOLDER] [--page]

Loads a gateway with a clinician's full chart (or an insurer's page of claims) on demo data and profiles it with V8's own
profiler. Writes into FOLDER:

  flame.html        a flame graph, one file, to be opened in a browser
  profile.cpuprofile  the same for Chrome's DevTools or speedscope

and prints where the time went, wall by wall, in microseconds of CPU for each request.

  --question  chart (default) or claims
  --seconds   how long it is loaded and profiled (default 8)
  --people    people of the demo data (default 120)
  --out       the folder (default .profile)
  --page      writes test/profile/WHERE-TIME-GOES.md anew
  --help      this text

Microseconds are those of a run without the profiler, shares those of a run with it. Finds MongoDB as npm start does, in
databases of its own, which it removes.`;

const log = (line: string) => console.error(line);
const QUESTIONS = ['chart', 'claims'] as const;
type Question = (typeof QUESTIONS)[number];

const CONNECTIONS = 8;
/** So many that V8 has compiled what comes again, and a share of compiling does not stand for what a request costs. */
const WARM_UP_REQUESTS = 4000;
/** How often the profiler looks. */
const EVERY_MICROSECONDS = 200;

interface Options {
  readonly question: Question;
  readonly seconds: number;
  readonly people: number;
  readonly out: string;
  readonly page: boolean;
}

function readOptions(): Options | null {
  const { values } = parseArgs({
    options: {
      question: { type: 'string', default: 'chart' },
      seconds: { type: 'string', default: '8' },
      people: { type: 'string', default: '120' },
      out: { type: 'string', default: '.profile' },
      page: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const question = QUESTIONS.find((name) => name === values.question);
  if (!question) throw new Error(`--question takes ${QUESTIONS.join(' or ')}`);
  const number = (name: 'seconds' | 'people') => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} takes a whole number of 1 or more`);
    return value;
  };
  return { question, seconds: number('seconds'), people: number('people'), out: values.out, page: values.page };
}

async function targetOf(question: Question, { databases }: BenchRecord, { ready }: Measured): Promise<Target> {
  const { url, tokens = {} } = ready;
  if (question === 'claims') {
    const bodies = [JSON.stringify({ query: CLAIMS, variables: { after: null } })];
    return { url, token: tokens['insurer'], bodies };
  }
  const { provider } = await partiesOf(databases);
  const charts = await chartsOf(databases, provider);
  const bodies = charts.map((id) => JSON.stringify({ query: CHART, variables: { id } }));
  return { url, token: tokens['clinician'], bodies };
}

interface Cost {
  /** Microseconds of CPU of the whole process for each request. */
  readonly each: number;
  /** Which part of it the main thread had; all where that is not known. */
  readonly main: number;
}

async function costOf(server: Measured, requests: () => Promise<number>): Promise<Cost> {
  const before = await server.usage();
  const answered = await requests();
  const after = await server.usage();
  const cpu = after.cpu - before.cpu;
  const main = after.main === null || before.main === null ? cpu : after.main - before.main;
  return { each: cpu / answered, main: main / cpu };
}

async function measure(record: BenchRecord, options: Options): Promise<Profiled> {
  const { question, seconds, people, out } = options;
  await record.fill(people);
  const { uri, prefix, dataDir } = record;
  const script = new URL('../bench/gateway-server.js', import.meta.url);
  const server = await Measured.start('gateway', script, { uri, prefix, dataDir });
  try {
    const target = await targetOf(question, record, server);
    const loaded = (forSeconds: number) => load(target, forSeconds, CONNECTIONS);
    log('warming up');
    await warmUp(target, WARM_UP_REQUESTS, CONNECTIONS);
    log('without the profiler');
    const plain = await costOf(server, () => loaded(seconds));
    log('with the profiler');
    const file = join(dataDir, 'profile.cpuprofile');
    const watched = await costOf(server, () => server.profiled(file, EVERY_MICROSECONDS, () => loaded(seconds)));
    mkdirSync(out, { recursive: true });
    copyFileSync(file, join(out, 'profile.cpuprofile'));
    const { root, interrupted } = readProfile(JSON.parse(readFileSync(file, 'utf8')) as CpuProfile);
    const title = `chartlens: ${question === 'chart' ? "a clinician's full chart" : "an insurer's page of 50 claims"}`;
    writeFileSync(join(out, 'flame.html'), flameGraph(root, { title, perRequest: plain.each * plain.main }));
    return {
      question,
      plain: plain.each,
      main: plain.main,
      watched: watched.each,
      shares: sharesOf(root),
      interrupted,
      engine: record.engine,
    };
  } finally {
    await server.stop();
  }
}

async function main(): Promise<void> {
  const options = readOptions();
  if (!options) return console.log(HELP);
  const profiled = await withRecord('chartlens profile', log, (record) => measure(record, options));
  console.log(table(profiled));
  log(`${join(options.out, 'flame.html')} shows it; ${join(options.out, 'profile.cpuprofile')} is for DevTools`);
  if (options.page) writeFileSync('test/profile/WHERE-TIME-GOES.md', page(profiled));
}

main().catch((error: unknown) => {
  log(error instanceof Error ? error.message : 'the profile failed');
  process.exitCode = 1;
});

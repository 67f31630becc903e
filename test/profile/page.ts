/** The profile in words: the table that the command prints, and the page that is kept in the repository. */
import type { FunctionShare, Shares } from './shares.js';
import { WALLS } from './walls.js';

export interface Profiled {
  readonly question: 'chart' | 'claims';
  /** Microseconds of CPU of the gateway process for each request, without the profiler and with it. */
  readonly plain: number;
  readonly watched: number;
  /** Which part of it was on the main thread: what the profiler sees. */
  readonly main: number;
  readonly shares: Shares;
  /** Part of the profile's time in which another process had the core. */
  readonly interrupted: number;
  /** Which MongoDB answered. */
  readonly engine: string;
}

/** Functions named on the page for each wall. */
const NAMED = 3;

/** Wall by wall, as Markdown. */
export function table({ plain, main, shares }: Profiled): string {
  const cells = (what: string, share: number, most: string) => [
    what,
    percent(share),
    String(Math.round(share * plain)),
    most,
  ];
  const head = ['where', 'share', 'µs of a request', 'most of it in'];
  const rows = shares.walls.map(({ wall, share, functions }) =>
    cells(
      WALLS[wall],
      share * main,
      functions
        .slice(0, NAMED)
        .map((one) => named(one, main))
        .join(', '),
    ),
  );
  if (main < 1) rows.push(cells('other threads: collecting garbage, compiling, files', 1 - main, ''));
  return [
    `| ${head.join(' | ')} |`,
    '| --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    `| all | 100 % | ${Math.round(plain)} | |`,
  ].join('\n');
}

function named({ name, share }: FunctionShare, main: number): string {
  const short = name.replace(/\(node_modules\/(?:.*\/node_modules\/)?((?:@[^/]+\/)?[^/]+)\/.*\)$/, '($1)');
  return `\`${short}\` ${percent(share * main)}`;
}

function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`;
}

export function page(profiled: Profiled): string {
  const { plain, watched, engine, interrupted } = profiled;
  return `# Where the time of a full chart goes

Written by \`npm run profile -- --page\`; the numbers are of one machine (two cores, which the gateway shared with the load and
MongoDB; ${engine.replace(/ on \/.*$/, '')}; Node ${process.version}). Run it to have yours, and a flame graph in
\`.profile/flame.html\`.

A clinician's full chart as in \`npm run bench\`, over HTTP, all walls standing, the trail on, everything but MongoDB in one
process: ${Math.round(plain)} µs of CPU for each request (${Math.round(watched)} µs while the profiler looked every 200 µs). Shares are of the
profile's samples (the main thread; what other threads used is measured beside it), microseconds are these shares of the
${Math.round(plain)} µs.

${table(profiled)}

How it is attributed: a sample belongs to the deepest function whose file belongs to a wall (\`test/profile/walls.ts\` says which);
native work and that of general libraries (JSON, streams, promises, caches) to whoever called it. Code that was compiled for an
operation belongs to the subgraph whose types it names. Samples that came late because another process had the core are left out
(${percent(interrupted)} of the time): a write that wakes MongoDB would else seem to take as long as MongoDB does.
`;
}

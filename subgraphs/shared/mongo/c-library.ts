import { execFile } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deriveNewerSources, type NewerSources } from './apt-sources.js';
import { DOWNLOAD_LIMITS, runBounded } from './bounded-run.js';
import { fillAtomically } from './cache.js';

/** A C library beside the system's: start `loader --library-path folder program` to run a program with it. */
export interface CLibrary {
  loader: string;
  folder: string;
}

const PACKAGES = ['libc6', 'libgcc-s1', 'libstdc++6'];
/** By Node's name of the architecture: Debian's name of it, and of the loader. */
const LOADERS: Readonly<Record<string, { triplet: string; loader: string }>> = {
  x64: { triplet: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
  arm64: { triplet: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
};

/**
 * A newer C library in `cache`, fetched with apt from the machine's own sources if it is not there yet. Needs no
 * root and changes nothing of the system. Rejects with a reason of one line.
 */
export async function newerCLibrary(cache: string, log: (line: string) => void, etc = '/etc'): Promise<CLibrary> {
  const names = LOADERS[process.arch];
  if (!names) throw new Error(`no newer C library is known for ${process.arch}`);
  const sources = deriveNewerSources(etc);
  if (typeof sources === 'string') throw new Error(sources);
  const folder = join(cache, `c-library-${sources.suite}-${process.arch}`);
  const library = { loader: join(folder, names.loader), folder };
  if (isWhole(folder)) return library;
  rmSync(folder, { recursive: true, force: true });
  log(
    `fetching a newer C library (${PACKAGES.join(', ')} of ${sources.system} ${sources.suite}) with apt into ${folder}`,
  );
  log('  once, about 14 MB, without root; the system itself stays as it is');
  const begun = performance.now();
  await fillAtomically(folder, (draft) => fetchInto(draft, sources, names.triplet));
  if (!isWhole(folder)) throw new Error('the packages fetched hold no C library');
  log(`  fetched in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  return library;
}

async function fetchInto(draft: string, sources: NewerSources, triplet: string): Promise<void> {
  // apt run by root downloads as a user of its own, who has to reach this folder.
  const scratch = mkdtempSync(join(tmpdir(), 'chartlens-apt-'));
  try {
    chmodSync(scratch, 0o755);
    const conf = writeAptConfiguration(scratch, sources);
    const env = { ...process.env, LC_ALL: 'C' };
    const apt = (args: string[], cwd: string): Promise<string> =>
      runBounded({
        command: 'apt-get',
        args: ['-c', conf, ...args],
        cwd,
        env,
        watch: scratch,
        limits: DOWNLOAD_LIMITS,
      });
    await apt(['update'], scratch);
    const packages = join(scratch, 'packages');
    await apt(['download', ...PACKAGES], packages);
    await unpack(packages, join(scratch, 'unpacked'), draft, triplet);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** A configuration that reads the machine's (proxies, passwords of mirrors) but writes only into `scratch`. */
function writeAptConfiguration(scratch: string, sources: NewerSources): string {
  for (const folder of ['state/lists/partial', 'cache/archives/partial', 'sources', 'packages', 'unpacked']) {
    mkdirSync(join(scratch, folder), { recursive: true, mode: 0o755 });
  }
  writeFileSync(join(scratch, 'sources', 'newer.list'), sources.list);
  writeFileSync(join(scratch, 'sources', 'newer.sources'), sources.deb822);
  writeFileSync(join(scratch, 'status'), '');
  const conf = join(scratch, 'apt.conf');
  const lines = [
    `Dir::State "${scratch}/state";`,
    `Dir::State::status "${scratch}/status";`,
    `Dir::Cache "${scratch}/cache";`,
    // Some images switch this off; with it the second command need not read all the lists again.
    'Dir::Cache::pkgcache "pkgcache.bin";',
    'Dir::Etc::sourcelist "/dev/null";',
    `Dir::Etc::sourceparts "${scratch}/sources";`,
    'Dir::Etc::preferences "/dev/null";',
    'Dir::Etc::preferencesparts "/dev/null";',
    'Acquire::Languages "none";',
    'Acquire::http::Timeout "5";',
    'Acquire::https::Timeout "5";',
    'Acquire::Retries "0";',
    'APT::Update::Error-Mode "any";',
    // Hooks of the system which run after an update concern the system's own lists.
    '#clear APT::Update::Pre-Invoke;',
    '#clear APT::Update::Post-Invoke;',
    '#clear APT::Update::Post-Invoke-Success;',
  ];
  writeFileSync(conf, `${lines.join('\n')}\n`);
  return conf;
}

/** Keeps the shared objects only, 8 MB of 14, and a list of them with their sizes. */
async function unpack(packages: string, unpacked: string, draft: string, triplet: string): Promise<void> {
  for (const name of readdirSync(packages).filter((file) => file.endsWith('.deb'))) {
    await promisify(execFile)('dpkg-deb', ['-x', join(packages, name), unpacked], { timeout: 60_000 });
  }
  const sizes: Record<string, number> = {};
  for (const folder of [join(unpacked, 'lib', triplet), join(unpacked, 'usr', 'lib', triplet)]) {
    for (const name of existsSync(folder) ? readdirSync(folder) : []) {
      if (!/\.so(\.|$)/.test(name) || !statSync(join(folder, name)).isFile()) continue;
      copyFileSync(join(folder, name), join(draft, name));
      sizes[name] = statSync(join(draft, name)).size;
    }
  }
  writeFileSync(join(draft, 'sizes.json.draft'), JSON.stringify(sizes));
  renameSync(join(draft, 'sizes.json.draft'), join(draft, 'sizes.json'));
}

/** Whether everything that was unpacked is still there, at its size. */
function isWhole(folder: string): boolean {
  try {
    const sizes = JSON.parse(readFileSync(join(folder, 'sizes.json'), 'utf8')) as Record<string, number>;
    const wanted = ['libc.so.6', 'libstdc++.so.6', 'libgcc_s.so.1', LOADERS[process.arch]?.loader ?? ''];
    return (
      wanted.every((name) => name in sizes) &&
      Object.entries(sizes).every(([name, size]) => statSync(join(folder, name)).size === size)
    );
  } catch {
    return false;
  }
}

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import { deriveNewerSources } from '../../../subgraphs/shared/mongo/apt-sources.js';
import { newerCLibrary } from '../../../subgraphs/shared/mongo/c-library.js';
import { cacheRoot, fillAtomically } from '../../../subgraphs/shared/mongo/cache.js';
import { glibcAtLeast } from '../../../subgraphs/shared/mongo/way-embedded.js';
import { findOnPath } from '../../../subgraphs/shared/mongo/way-mongod.js';
import { scratchFolder } from './helpers.js';

/** A folder like /etc, with the files given by their path below it. */
function etcWith(files: Record<string, string>): string {
  const etc = scratchFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(etc, path, '..'), { recursive: true });
    writeFileSync(join(etc, path), text);
  }
  return etc;
}

const BOOKWORM = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_CODENAME=bookworm\nID=debian\n';

describe('package sources of a newer release', () => {
  it('are derived from the deb822 form with mirror and keys kept, without updates and security', () => {
    const etc = etcWith({
      'os-release': BOOKWORM,
      'apt/sources.list.d/debian.sources': [
        'Types: deb deb-src\n# the mirror\nURIs: http://mirror.example/debian\nSuites: bookworm bookworm-updates',
        'Components: main contrib\nSigned-By:\n -----BEGIN PGP-----\n .\n abc\n',
        '\nTypes: deb\nURIs: http://mirror.example/security\nSuites: bookworm-security\nComponents: main\n',
        '\nEnabled: no\nTypes: deb\nURIs: http://off.example/debian\nSuites: bookworm\nComponents: main\n',
      ].join('\n'),
    });
    expect(deriveNewerSources(etc)).toEqual({
      system: 'debian',
      suite: 'trixie',
      list: '\n',
      deb822: [
        'Types: deb\nSuites: trixie\nComponents: main\nURIs: http://mirror.example/debian',
        'Signed-By:\n -----BEGIN PGP-----\n .\n abc\n',
      ].join('\n'),
    });
  });

  it('are derived from the one-line form with its options kept', () => {
    const etc = etcWith({
      'os-release': BOOKWORM,
      'apt/sources.list':
        '# deb http://old/debian bookworm main\ndeb [arch=amd64 signed-by=/k.gpg] http://m/debian stable main contrib # x\n',
      'apt/sources.list.d/other.list':
        'deb http://elsewhere/repo nodistro main\ndeb-src http://m/debian bookworm main\n',
    });
    expect(deriveNewerSources(etc)).toMatchObject({
      list: 'deb [arch=amd64 signed-by=/k.gpg] http://m/debian trixie main\n',
    });
  });

  it('follow what a derived system is based on', () => {
    const release = 'ID=linuxmint\nVERSION_CODENAME=victoria\nUBUNTU_CODENAME=jammy\n';
    const etc = etcWith({ 'os-release': release, 'apt/sources.list': 'deb http://m/ubuntu jammy main universe\n' });
    expect(deriveNewerSources(etc)).toMatchObject({ system: 'ubuntu', list: 'deb http://m/ubuntu noble main\n' });
  });

  it('are a reason in words where there are none', () => {
    expect(deriveNewerSources(etcWith({ 'os-release': 'ID=alpine\n' }))).toMatch(/no Debian or Ubuntu/);
    expect(deriveNewerSources(etcWith({ 'os-release': BOOKWORM }))).toMatch(/no source of debian bookworm/);
  });
});

describe('the version of a C library', () => {
  it.each([
    ['2.36', false],
    ['2.4', false],
    ['2.38', true],
    ['2.41', true],
    ['3.0', true],
  ])('%s is at least 2.38: %s', (version, expected) => {
    expect(glibcAtLeast(version, 2.38)).toBe(expected);
  });
});

describe('the cache', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('shows a folder only once it is complete', async () => {
    const folder = join(scratchFolder(), 'thing');
    const failing = fillAtomically(folder, async (draft) => {
      writeFileSync(join(draft, 'half'), '');
      expect(existsSync(folder)).toBe(false);
      throw new Error('cut off');
    });
    await expect(failing).rejects.toThrow('cut off');
    expect(readdirSync(join(folder, '..'))).toEqual([]);
    await fillAtomically(folder, async (draft) => writeFileSync(join(draft, 'whole'), ''));
    expect(readdirSync(folder)).toEqual(['whole']);
  });

  it('takes away what a killed process had half fetched, and leaves what another still fetches', async () => {
    const parent = scratchFolder();
    mkdirSync(join(parent, 'thing.draft-4194999-abc'));
    mkdirSync(join(parent, `thing.draft-${process.ppid}-abc`));
    await fillAtomically(join(parent, 'thing'), async () => undefined);
    expect(readdirSync(parent).sort()).toEqual(['thing', `thing.draft-${process.ppid}-abc`]);
  });

  it('is shared below XDG_CACHE_HOME, or in the data directory where that cannot be used', () => {
    const home = scratchFolder();
    const shared = scratchFolder();
    vi.stubEnv('XDG_CACHE_HOME', shared);
    expect(cacheRoot(home)).toBe(join(shared, 'chartlens'));
    writeFileSync(join(shared, 'file'), '');
    vi.stubEnv('XDG_CACHE_HOME', join(shared, 'file'));
    expect(cacheRoot(home)).toBe(join(home, 'cache'));
  });
});

describe.runIf(findOnPath('apt-get') !== null)('fetching a C library with apt', () => {
  const sourceAt = (port: number): string =>
    etcWith({
      'os-release': BOOKWORM,
      'apt/sources.list': `deb [trusted=yes] http://127.0.0.1:${port}/debian bookworm main\n`,
    });

  it('gives up on a network that swallows packets, and leaves nothing behind', async () => {
    const connections: Socket[] = [];
    const server = createServer((socket) => void connections.push(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      for (const socket of connections) socket.destroy();
      server.close();
    });
    const address = server.address();
    const cache = scratchFolder();
    const fetching = newerCLibrary(
      cache,
      () => undefined,
      sourceAt(typeof address === 'object' ? (address?.port ?? 0) : 0),
    );
    await expect(fetching).rejects.toThrow(/no answer from the network within 5 s|Could not connect|timed out/i);
    expect(connections.length).toBeGreaterThan(0);
    expect(readdirSync(cache)).toEqual([]);
  });

  it('says in one line what apt complains about', async () => {
    const fetching = newerCLibrary(scratchFolder(), () => undefined, sourceAt(1));
    await expect(fetching).rejects.toThrow(/^(E|Err):.*\S$/);
  });

  it.runIf(inject('mongoKind') === 'embedded' && needsFetching())(
    'fetches once, and again only when a file is damaged',
    async () => {
      const cache = scratchFolder();
      const said: string[] = [];
      const library = await newerCLibrary(cache, (line) => said.push(line));
      expect(said.join('\n')).toMatch(
        /fetching a newer C library \(libc6, libgcc-s1, libstdc\+\+6 of .*without root.*fetched in/s,
      );
      said.length = 0;
      expect(await newerCLibrary(cache, (line) => said.push(line))).toEqual(library);
      expect(said).toEqual([]);
      rmSync(join(library.folder, 'libc.so.6'));
      await newerCLibrary(cache, (line) => said.push(line));
      expect(said.length).toBeGreaterThan(0);
      expect(Object.keys(JSON.parse(readFileSync(join(library.folder, 'sizes.json'), 'utf8')) as object)).toContain(
        'libc.so.6',
      );
    },
    120_000,
  );
});

/** Whether this system's own C library is too old, so that the test run has needed the network anyway. */
function needsFetching(): boolean {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  const glibc = report.header?.glibcVersionRuntime;
  return glibc !== undefined && !glibcAtLeast(glibc, 2.38);
}

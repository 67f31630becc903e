import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The first release of each system whose C library is new enough (glibc 2.41 and 2.39). */
const NEWER_SUITE: Readonly<Record<string, string>> = { debian: 'trixie', ubuntu: 'noble' };
/** Debian's own moving names of released suites. */
const MOVING_NAMES: ReadonlySet<string> = new Set(['stable', 'oldstable', 'oldoldstable']);

/** Package sources of this machine, pointed at a newer release: text of a `.list` and of a `.sources` file. */
export interface NewerSources {
  system: string;
  suite: string;
  list: string;
  deb822: string;
}

/**
 * Derives them from the machine's own, keeping mirror, options and signing keys. Returns the reason as a string
 * when there is nothing to derive from. `etc` is `/etc`.
 */
export function deriveNewerSources(etc: string): NewerSources | string {
  const release = readOsRelease(join(etc, 'os-release'));
  const [system, codename] = baseSystem(release);
  const suite = NEWER_SUITE[system];
  if (suite === undefined || codename === '')
    return 'no Debian or Ubuntu system, so no newer C library to be had with apt';
  const matches = (name: string): boolean => name === codename || (system === 'debian' && MOVING_NAMES.has(name));
  const files = sourceFiles(join(etc, 'apt'));
  const list = files.flatMap((file) => (file.path.endsWith('.list') ? renamedLines(file.text, matches, suite) : []));
  const deb822 = files.flatMap((file) =>
    file.path.endsWith('.sources') ? renamedStanzas(file.text, matches, suite) : [],
  );
  if (list.length + deb822.length === 0) return `apt has no source of ${system} ${codename} to derive a newer one from`;
  return { system, suite, list: `${list.join('\n')}\n`, deb822: `${deb822.join('\n\n')}\n` };
}

function baseSystem(release: ReadonlyMap<string, string>): [system: string, codename: string] {
  const ubuntu = release.get('UBUNTU_CODENAME');
  if (ubuntu !== undefined) return ['ubuntu', ubuntu];
  const debian = release.get('DEBIAN_CODENAME');
  if (debian !== undefined) return ['debian', debian];
  return [release.get('ID') ?? '', release.get('VERSION_CODENAME') ?? ''];
}

function readOsRelease(path: string): Map<string, string> {
  const pairs = textOf(path)
    .split('\n')
    .map((line) => /^([A-Z_]+)="?([^"]*)"?$/.exec(line.trim()))
    .flatMap((match): [string, string][] => (match?.[1] ? [[match[1], match[2] ?? '']] : []));
  return new Map(pairs);
}

function sourceFiles(apt: string): { path: string; text: string }[] {
  const parts = join(apt, 'sources.list.d');
  const paths = [join(apt, 'sources.list'), ...namesIn(parts).map((name) => join(parts, name))];
  return paths.map((path) => ({ path, text: textOf(path) }));
}

/** `deb [options] uri suite component...` */
function renamedLines(text: string, matches: (suite: string) => boolean, suite: string): string[] {
  return text.split('\n').flatMap((line) => {
    const parts = /^\s*deb\s+(\[[^\]]*\]\s+)?(\S+)\s+(\S+)\s+([^#]+)/.exec(line);
    if (!parts || !matches(parts[3] ?? '') || !/\bmain\b/.test(parts[4] ?? '')) return [];
    return [`deb ${parts[1] ?? ''}${parts[2]} ${suite} main`];
  });
}

/** The deb822 form, see sources.list(5); a field goes on in lines that begin with a blank. */
function renamedStanzas(text: string, matches: (suite: string) => boolean, suite: string): string[] {
  const withoutComments = text.replace(/^#.*\n?/gm, '');
  return withoutComments.split(/\n\s*\n/).flatMap((stanza) => {
    const field = (name: string): string[] =>
      (new RegExp(`^${name}:(.*(?:\\n[ \\t].*)*)`, 'im').exec(stanza)?.[1] ?? '').split(/\s+/).filter(Boolean);
    const off = /^(no|false|off|0)$/i.test(field('Enabled')[0] ?? 'yes');
    if (off || !field('Types').includes('deb')) return [];
    if (!field('Suites').some(matches) || !field('Components').includes('main')) return [];
    const kept = stanza
      .trim()
      .replace(/^(Types|Suites|Components):.*(?:\n[ \t].*)*\n?/gim, '')
      .trim();
    return [`Types: deb\nSuites: ${suite}\nComponents: main\n${kept}`];
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

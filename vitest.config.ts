import { fileURLToPath } from 'node:url';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

/** Tests that ask a clock how long something takes for one person: nothing else runs beside them. */
const ALONE = ['test/console/first-page.test.ts'];

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
    projects: [
      project({ name: 'alone', include: ALONE, maxWorkers: 1, sequence: { groupOrder: 1 } }),
      project({
        name: 'beside',
        include: ['test/**/*.test.ts'],
        exclude: ALONE,
        maxWorkers: 2,
      }),
    ],
  },
});

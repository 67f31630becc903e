/** Mutants of the walls: each taken away from a gateway, and one question asked that only this wall answers so. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../gateway/config.js';
import { startInOneProcess } from '../../gateway/one-process.js';
import { openSignIn } from '../../gateway/sign-in.js';
import type { TrailStore } from '../../gateway/trail.js';
import type { Role } from '../../schema/policy/viewer.js';
import type { Databases } from '../../subgraphs/shared/databases.js';
import type { Walls } from '../../subgraphs/shared/subgraph.js';
import { type Answer, ask } from '../support/ask.js';
import type { Who } from '../support/world.js';
import type { Mutant } from './mutant.js';

interface Changed {
  readonly walls: Walls & { readonly view?: 'open' };
  readonly trail?: TrailStore;
}

type AskAs = (role: Role, who: Who, query: string) => Promise<Answer>;

const KEPT: TrailStore = { insertMany: () => Promise.resolve() };
const RED = { organization: 'red' };
const NORTH = { organization: 'north' };

const codeOf = ({ errors }: Answer) => errors?.[0]?.extensions.code;

/** Each answers true where its wall stands. */
const STANDS = {
  view: async (as: AskAs) =>
    codeOf(await as('insurer', RED, '{ patient(id: "ann") { observations { totalCount } } }')) ===
    'GRAPHQL_VALIDATION_FAILED',
  // The view is open in both cases, and the store's wall stands. What the guard adds: of a whole operation that asks for
  // one hidden field nothing is answered.
  guard: async (as: AskAs) =>
    (await as('insurer', RED, '{ patient(id: "ann") { id telecom { value } } }')).at('patient') === null,
  store: async (as: AskAs) => (await as('registrar', NORTH, '{ patient(id: "gil") { id } }')).at('patient') === null,
} as const;

export function wallMutants(databases: Databases): Mutant[] {
  return [
    mutant('the view is taken away', databases, { walls: { view: 'open' } }, STANDS.view),
    mutant('the guard is taken away', databases, { walls: { view: 'open', guard: 'open' } }, STANDS.guard),
    mutant('the store is open', databases, { walls: { store: 'open' } }, STANDS.store),
    {
      name: 'the trail is not kept, and the answer leaves',
      // With the trail that fails, the wall must refuse; one that pretends to keep stands for its removal.
      caught: async () => (await trailRefuses(databases, true)) && !(await trailRefuses(databases, false)),
    },
  ];
}

function mutant(name: string, databases: Databases, changed: Changed, stands: (as: AskAs) => Promise<boolean>): Mutant {
  return { name, caught: async () => !(await withGateway(databases, changed, stands)) };
}

function trailRefuses(databases: Databases, fails: boolean): Promise<boolean> {
  const trail: TrailStore = fails ? { insertMany: () => Promise.reject(new Error('disk full')) } : KEPT;
  return withGateway(databases, { walls: {}, trail }, async (as) => {
    const answer = await as('registrar', NORTH, '{ patient(id: "ann") { id } }');
    return codeOf(answer) === 'TRAIL_UNAVAILABLE';
  });
}

async function withGateway<T>(databases: Databases, changed: Changed, work: (as: AskAs) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'chartlens-wall-'));
  const config = readConfig({ DATA_DIR: dataDir, PORT: '0' });
  const signIn = await openSignIn(config);
  const gateway = await startInOneProcess({
    databases,
    limits: config.limits,
    subgraphDeadlineMs: config.subgraphs.deadlineMs,
    signIn: { viewers: signIn.viewers },
    listen: { port: 0, host: '127.0.0.1' },
    walls: changed.walls,
    trail: changed.trail ?? KEPT,
  });
  try {
    return await work(async (role, who, query) => {
      if (!signIn.issuer) throw new Error('the mutants sign their own tokens');
      return ask(`${gateway.url}/graphql`, await signIn.issuer.issueToken({ role, ...who }), query);
    });
  } finally {
    await gateway.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

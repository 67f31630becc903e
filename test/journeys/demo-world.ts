/** The demo people in a world of their own. The stories come first, so few people are enough for most journeys. */
import { readConfig } from '../../gateway/config.js';
import { Directory } from '../../gateway/directory.js';
import { openSignIn } from '../../gateway/sign-in.js';
import type { Role } from '../../schema/policy/viewer.js';
import { demoStories } from '../../subgraphs/exchange/demo/index.js';
import { loadDemo } from '../../subgraphs/exchange/demo-load.js';
import { type Asker, ask, createWorld, type OpenOptions, type OpenWorld, type World } from '../support/world.js';
import { openApart } from './apart.js';

export * from './demo-parties.js';

export interface DemoWorld extends OpenWorld {
  readonly world: World;
  /** Asks with the token that `npm start` prints for a role. */
  first(role: Role): Promise<Asker>;
}

/** To be called while a file is set up. Holds the stories, or more people if said. */
export async function openDemoWorld(
  people: number = demoStories.length,
  options: OpenOptions & { readonly monitorCommands?: true } = {},
): Promise<DemoWorld> {
  const world = await createWorld(options.monitorCommands && { monitorCommands: true });
  await loadDemo(world.writer, () => undefined, { people });
  const apart = process.env['JOURNEYS'] === 'separate' && Object.keys(options).length === 0;
  const open = apart ? await openApart(world) : await world.open(options);
  return Object.assign(open, { world, first: (role: Role) => firstOf(role, world, open.url) });
}

async function firstOf(role: Role, world: World, url: string): Promise<Asker> {
  const { issuer } = await openSignIn(readConfig({ DATA_DIR: world.dataDir }));
  const token = issuer && (await new Directory(world.databases).firstToken(issuer, role));
  if (!token) throw new Error(`nobody in the demo data fits the role ${role}`);
  return { token, ask: (query, variables) => ask(url, token, query, variables) };
}

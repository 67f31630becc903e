/** 19: the time of an answer does not tell a hidden record from none. Counted in commands, which a clock only blurs. */
import type { mongo } from 'mongoose';
import { beforeAll, expect, it } from 'vitest';
import { NORTH, NORTHERNERS, SOUTH } from '../leaks/two-houses.js';
import { type Asker, createWorld } from '../support/world.js';

const world = await createWorld({ monitorCommands: true });
let clinician: Asker;
beforeAll(async () => {
  await world.tell(...NORTH, ...SOUTH);
  clinician = await (await world.open()).as('clinician', NORTHERNERS.clinician);
});

/** What the population's builder asks of its own accord, while questions are answered and while not. */
const OF_THE_BUILDER: ReadonlySet<string> = new Set(['find commits', 'findAndModify state', 'update lease']);

/** The commands that a question costs, in order. */
async function commandsOf(query: string): Promise<string[]> {
  const commands: string[] = [];
  const listen = (event: mongo.CommandStartedEvent) => {
    const command = `${event.commandName} ${String(event.command[event.commandName])}`;
    if (!OF_THE_BUILDER.has(command)) commands.push(command);
  };
  world.databases.client.on('commandStarted', listen);
  try {
    const { data } = await clinician.ask(query);
    expect(Object.values(data as object)).toEqual([null]);
  } finally {
    world.databases.client.off('commandStarted', listen);
  }
  return commands;
}

const kinds = ['Observation', 'Encounter', 'Condition', 'Claim', 'Patient'].filter((kind) =>
  SOUTH.some(({ resourceType }) => resourceType === kind),
);

it.each(kinds)('19 timing: a hidden %s costs the same commands as one that does not exist', async (kind) => {
  const hidden = SOUTH.find(({ resourceType }) => resourceType === kind)?.id ?? '';
  const field = kind[0]?.toLowerCase() + kind.slice(1);
  const ask = (id: string) => `{ ${field}(id: "${id}") { id } }`;
  const forHidden = await commandsOf(ask(hidden));
  expect(await commandsOf(ask(hidden.replace(/.$/, '~')))).toEqual(forHidden);
  expect(forHidden.length).toBeGreaterThan(0);
});

import type { mongo } from 'mongoose';
import type { World } from '../support/world.js';

/** The replies of MongoDB while `work` runs, as text. The world must have been made with `monitorCommands`. */
export async function repliesDuring(world: World, work: () => Promise<unknown>): Promise<string> {
  const replies: string[] = [];
  const listen = (event: mongo.CommandSucceededEvent) => void replies.push(JSON.stringify(event.reply));
  world.databases.client.on('commandSucceeded', listen);
  try {
    await work();
  } finally {
    world.databases.client.off('commandSucceeded', listen);
  }
  return replies.join('\n');
}

import { randomBytes } from 'node:crypto';
import mongoose from 'mongoose';
import { afterAll, inject } from 'vitest';

/** The address of the one MongoDB that serves the whole test run. */
export function mongoUri(): string {
  return inject('mongoUri');
}

/**
 * A prefix of database names that no other test file has. To be called while a file or a `describe` is set up:
 * once its tests are done, every database whose name begins with it is dropped.
 */
export function freshPrefix(): string {
  const prefix = `test${randomBytes(6).toString('hex')}`;
  afterAll(() => dropDatabases(prefix));
  return prefix;
}

async function dropDatabases(prefix: string): Promise<void> {
  const client = await new mongoose.mongo.MongoClient(mongoUri()).connect();
  try {
    const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
    for (const { name } of databases) if (name.startsWith(prefix)) await client.db(name).dropDatabase();
  } finally {
    await client.close();
  }
}

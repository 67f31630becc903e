/**
 * A process that writes with sixteen hands until it is killed: before each write a line `sent`, after each
 * acknowledgement a line `done` with what it was told, after a refusal a line `lost` or `failed`. It keeps a trail as a
 * gateway does. Arguments: the address of MongoDB, the prefix of the databases, a name for this life.
 */
import 'reflect-metadata';
import '../../subgraphs/kinds.js';
import { Trail } from '../../gateway/trail.js';
import { trailIn } from '../../gateway/trail-store.js';
import type { Viewer } from '../../schema/policy/viewer.js';
import { RecordWriter } from '../../subgraphs/shared/commits.js';
import { openDatabases } from '../../subgraphs/shared/databases.js';
import { VersionConflict } from '../../subgraphs/shared/write-errors.js';
import { contendedGoal, requestOf, WRITERS, type Write } from './writes.js';

const [uri = '', prefix = '', life = ''] = process.argv.slice(2);
const say = (word: string, what: object): void => void process.stdout.write(`${JSON.stringify({ [word]: what })}\n`);

const databases = await openDatabases({ uri, prefix });
const writer = new RecordWriter(databases);
await writer.finish();
const trail = new Trail(trailIn(databases));
const { records } = databases.of('clinical');
const viewer: Viewer = {
  subject: 'torture',
  role: 'clinician',
  organization: null,
  patient: null,
  purpose: 'TREAT',
  tokenId: null,
  width: 'PRACTICE',
};

/** Every third write changes a record that others change too: it names the version it has read. */
async function next(write: Write): Promise<Write> {
  if (write.number % 3 !== 2) return write;
  const goal = await records.findOne({ _id: `Goal/${contendedGoal(write)}` }, { projection: { version: 1 } });
  return { ...write, on: goal?.version ?? 0 };
}

async function hand(index: number): Promise<void> {
  for (let number = 0; ; number++) {
    let write: Write = { life, writer: index, number, on: null };
    try {
      write = await next(write);
      say('sent', write);
      const outcomes = await writer.record(requestOf(write));
      await trail.append({
        at: new Date(),
        viewer,
        operation: null,
        outcome: 'disclosed',
        code: null,
        disclosures: [],
      });
      say('done', { write, outcomes });
    } catch (error) {
      if (error instanceof VersionConflict) say('lost', write);
      else say('failed', { write, error: error instanceof Error ? error.name : 'unknown' });
    }
  }
}

say('ready', {});
await Promise.all(Array.from({ length: WRITERS }, (_, index) => hand(index)));

/** How long each command of MongoDB takes: its name and its database, never its words. */
import type { mongo } from 'mongoose';
import { safeLabels } from '../../../schema/telemetry/labels.js';
import { measured, pastSpan } from '../../../schema/telemetry/telemetry.js';

/** `chartlens_clinical` is told as `clinical`: a prefix is the operator's own. */
const databaseOf = (name: string) => name.slice(name.lastIndexOf('_') + 1);

/** Watches the commands of a client that was made with `monitorCommands`. */
export function watchCommands(client: mongo.MongoClient): void {
  const databases = new Map<number, string>();
  client.on('commandStarted', ({ requestId, databaseName }) => databases.set(requestId, databaseOf(databaseName)));
  const ended = (outcome: 'done' | 'failed') => (event: mongo.CommandSucceededEvent | mongo.CommandFailedEvent) => {
    const { requestId, commandName: command, duration } = event;
    const labels = { database: databases.get(requestId) ?? 'other', command, outcome };
    databases.delete(requestId);
    measured()?.commands.record(duration / 1000, safeLabels(labels));
    pastSpan('mongo', labels, duration);
  };
  client.on('commandSucceeded', ended('done'));
  client.on('commandFailed', ended('failed'));
}

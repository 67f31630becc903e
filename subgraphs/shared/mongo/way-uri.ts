import mongoose from 'mongoose';
import { type Answer, askWho } from './answer.js';

const ANSWER_WITHIN = 5000;

/** Asks the MongoDB that `MONGODB_URI` names who it is. Throws an error that names its hosts, never a password. */
export async function answerOfUri(uri: string): Promise<Answer> {
  const hosts = hostsOf(uri);
  try {
    return await askWho(uri, ANSWER_WITHIN);
  } catch (error) {
    const reason = withoutSecrets(error instanceof Error ? error.message : String(error), uri);
    throw new Error(`MONGODB_URI: no MongoDB to use at ${hosts}: ${reason}`);
  }
}

/** The hosts of a connection string, for messages. Throws when it is none. */
export function hostsOf(uri: string): string {
  try {
    const { hosts, srvHost } = new mongoose.mongo.MongoClient(uri).options;
    return srvHost ?? hosts.map(String).join(', ');
  } catch (error) {
    const reason = withoutSecrets(error instanceof Error ? error.message : String(error), uri);
    throw new Error(`MONGODB_URI is no connection string of MongoDB: ${reason}`);
  }
}

/** Takes the connection string and what stands before its `@` out of a message of the driver. */
function withoutSecrets(message: string, uri: string): string {
  const secrets = /^[^/]*\/\/(.*)@/s.exec(uri)?.[1] ?? '';
  const parts = [uri, secrets, ...secrets.split(':')].flatMap((part) => [part, decoded(part)]);
  const cleaned = parts.filter((part) => part.length > 2).reduce((text, part) => text.split(part).join('***'), message);
  return cleaned.split('\n')[0]?.slice(0, 300) ?? '';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

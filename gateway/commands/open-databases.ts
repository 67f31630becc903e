/** The databases of a running gateway, or of an engine started for the moment. */
import { type Databases, openDatabases } from '../../subgraphs/shared/databases.js';
import { findOrStartEngine } from '../../subgraphs/shared/mongo/index.js';
import { databasePrefix } from '../../subgraphs/shared/prefix.js';

export interface DatabasesAt {
  readonly uri: string | null;
  readonly dataDir: string;
  /** Who holds the data directory meanwhile. */
  readonly holder: string;
  readonly log?: (line: string) => void;
}

/** Opens the databases for as long as they are used; without a log nothing is said of which MongoDB answers. */
export async function withDatabases<T>(
  { uri, dataDir, holder, log = () => undefined }: DatabasesAt,
  use: (databases: Databases) => Promise<T>,
): Promise<T> {
  const engine = await findOrStartEngine({ ...(uri !== null && { uri }), dataDir, holder, share: true, log });
  try {
    const databases = await openDatabases({ uri: engine.uri, prefix: databasePrefix(uri) });
    try {
      return await use(databases);
    } finally {
      await databases.close();
    }
  } finally {
    await engine.stop();
  }
}

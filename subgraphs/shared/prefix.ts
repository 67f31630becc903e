/** The prefix of our databases' names: the database that MONGODB_URI names, else `chartlens`. */
export function databasePrefix(uri: string | null | undefined): string {
  const path = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(uri ?? '')?.[1];
  return path ? decodeURIComponent(path) : 'chartlens';
}

/** Loads the demo data into an empty record, by the same way as any import. */
import type { RecordWriter } from '../shared/commits.js';
import { type DemoBundle, type DemoOptions, demoBundles } from './demo/index.js';
import { type Batch, Batcher } from './import/batches.js';
import { InFlight } from './import/in-flight.js';
import { kindCatalogue } from './import/kind-catalogue.js';
import { isRejection, newVersion } from './import/new-version.js';
import { IN_FLIGHT_LIMITS } from './import/run-import.js';
import { DEFAULT_SOURCE, urlKey } from './normalise/references.js';
import type { SourceEntry } from './read/source-entry.js';

/** A line for people after this many. */
const PEOPLE_PER_LINE = 50;

/** Records the demo people. Repeated after a crash it ends as if nothing had happened. */
export async function loadDemo(
  writer: RecordWriter,
  log: (line: string) => void,
  options: DemoOptions = {},
): Promise<void> {
  const batcher = new Batcher(kindCatalogue);
  const inFlight = new InFlight(IN_FLIGHT_LIMITS);
  let bundles = 0;
  let records = 0;
  const write = (batch: Batch) => {
    const keys = new Set(batch.versions.map(({ kind, id }) => `${kind}/${id}`));
    records += batch.versions.length;
    return inFlight.start(keys, batch.bytes, async () => {
      const agent = { name: 'demo data', source: DEFAULT_SOURCE };
      await writer.write({
        subgraph: batch.subgraph,
        agent,
        reason: 'demo data',
        patient: batch.patient,
        versions: batch.versions,
      });
    });
  };
  for (const bundle of demoBundles(options)) {
    for (const entry of entriesOf(bundle, bundles)) {
      const version = newVersion(entry, DEFAULT_SOURCE);
      if (isRejection(version)) throw new Error(`demo data: ${version.message}`);
      for (const batch of batcher.add(entry, version)) await write(batch);
    }
    for (const batch of batcher.flush()) await write(batch);
    if (++bundles % PEOPLE_PER_LINE === 0) log(`demo data: ${bundles} people, ${records} records`);
  }
  await inFlight.finish();
  log(`demo data: ${records} records loaded`);
}

function* entriesOf(bundle: DemoBundle, bundleKey: number): Generator<SourceEntry> {
  const bundleUrls = new Map(
    bundle.entry.map(({ fullUrl, resource }) => [urlKey(fullUrl), `${resource.resourceType}/${resource.id}`]),
  );
  for (const { fullUrl, resource } of bundle.entry) {
    const text = JSON.stringify(resource);
    const bytes = Buffer.byteLength(text);
    yield {
      file: 'demo data',
      where: '',
      text,
      bytes,
      resource: resource as SourceEntry['resource'],
      fullUrl,
      bundleKey,
      bundleUrls,
    };
  }
}

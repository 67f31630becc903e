/**
 * Records that others wrote, taken in, handed over, taken in elsewhere and handed over again: the same to the letter.
 * ROUND_TRIP=all takes every file; without it, few of the large ones.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshPrefix } from '../../support/engine.js';
import { exported, openPlace, type Place, readModelOf, resourcesIn, withFile } from './round-trip.js';

const data = resolve(process.env['CHARTLENS_SHARED_DATA'] ?? '../shared/data');
const missing = existsSync(data) ? null : `no test data at ${data}: set CHARTLENS_SHARED_DATA`;
const everything = process.env['ROUND_TRIP'] === 'all';

/** Each is a round trip of its own. */
function sets(): [string, string[]][] {
  const small = ['us-core', 'eob', 'fhir-r4-examples', 'sensitivity-labelled', 'synthea/org-bundles-2022'];
  const large = [
    ['synthea/run-2022-conditional-refs', 1],
    ['synthea/run-2019-inline-orgs', 2],
    ['synthea/bulk-ndjson-10-partial', 3],
    ['ecqm/CMS165FHIRControllingHighBloodPressure/cases', 2],
    ['ecqm/CMS122FHIRDiabetesAssessGreaterThan9Percent/cases', 2],
  ] as const;
  return [
    ...small.map((folder): [string, string[]] => [folder, [join(data, folder)]]),
    ...large.flatMap(([folder, some]) => {
      const files = existsSync(join(data, folder)) ? readdirSync(join(data, folder)).sort() : [];
      return (everything ? files : files.slice(0, some)).map((file): [string, string[]] => [
        `${folder}/${file}`,
        [join(data, folder, file)],
      ]);
    }),
  ];
}

async function patientsOf({ databases }: Place): Promise<string[]> {
  const found = databases.of('administrative').records.find({ kind: 'Patient', version: { $gt: 0 } });
  return (await found.toArray()).map(({ _id }) => _id.slice('Patient/'.length));
}

describe.skipIf(missing !== null)(`the round trip${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  const prefix = freshPrefix();
  let places = 0;
  const open = () => openPlace(`${prefix}${places++}`);

  it.each(missing === null ? sets() : [])('of all of %s', { timeout: 300_000 }, async (_name, paths) => {
    const [here, there] = [await open(), await open()];
    await here.take(paths);
    const first = await exported(here, null, 'ndjson');
    await withFile('record.ndjson', first, (path) => there.take([path]));
    const second = await exported(there, null, 'ndjson');
    const came = await resourcesIn(paths);
    expect(came.size).toBeGreaterThan(0);
    const [one, two] = [await textsOf(first), await textsOf(second)];
    expect(one).toEqual(came);
    expect(two).toEqual(one);
    expect(await readModelOf(there)).toEqual(await readModelOf(here));
    await here.close();
    await there.close();
  });

  it('of single patients, each with what belongs to them', { timeout: 300_000 }, async () => {
    const here = await open();
    const run = join(data, 'synthea/run-2022-conditional-refs');
    const file = readdirSync(run).sort()[0] ?? '';
    await here.take([
      join(data, 'us-core'),
      join(data, 'sensitivity-labelled'),
      join(data, 'synthea/org-bundles-2022'),
      join(run, file),
    ]);
    const model = await readModelOf(here);
    const patients = await patientsOf(here);
    expect(patients.length).toBeGreaterThan(2);
    for (const patient of patients) {
      const there = await open();
      const first = await exported(here, patient, 'bundle');
      await withFile('patient.json', first, (path) => there.take([path]));
      const second = await exported(there, patient, 'bundle');
      expect(await textsOf(second, 'patient.json')).toEqual(await textsOf(first, 'patient.json'));
      const sent = new Set((await textsOf(first, 'patient.json')).keys());
      expect(await readModelOf(there, sent)).toEqual(new Map([...model].filter(([key]) => sent.has(key))));
      const own = [...model.values()].filter((document) => document.patient === patient && document.version > 0);
      for (const { _id } of own) expect(sent).toContain(_id);
      await there.close();
    }
    await here.close();
  });
});

function textsOf(text: string, name = 'record.ndjson'): Promise<Map<string, string>> {
  return withFile(name, text, (path) => resourcesIn([path]));
}

/** The official test cases of eCQMs, as their publisher gives them: read where they stand, never copied. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const DATA = resolve(process.env['CHARTLENS_SHARED_DATA'] ?? '../shared/data');
export const missingData = existsSync(join(DATA, 'ecqm'))
  ? null
  : `no measure test cases at ${DATA}: set CHARTLENS_SHARED_DATA`;

export function measureFile(measure: string): string {
  return join(DATA, 'ecqm-spec', measure, 'measure-bundle.json.gz');
}

interface Entry {
  resource: { resourceType: string; id: string; [element: string]: unknown };
}

export interface MeasureCase {
  readonly patient: string;
  /** Counts by population id, as the publisher expects them. */
  readonly expected: Readonly<Record<string, number>>;
  /** The bundle without its MeasureReport, which is the answer. */
  readonly bundle: { readonly entry: Entry[] };
}

interface ExpectedReport {
  group: { population: { id: string; count: number }[] }[];
}

export function casesOf(measure: string): MeasureCase[] {
  const folder = join(DATA, 'ecqm', measure, 'cases');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => {
      const bundle = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { entry: Entry[] };
      const resources = bundle.entry.map(({ resource }) => resource);
      const report = resources.find(
        ({ resourceType }) => resourceType === 'MeasureReport',
      ) as unknown as ExpectedReport;
      const patient = resources.find(({ resourceType }) => resourceType === 'Patient')?.id ?? '';
      const populations = report.group.flatMap(({ population }) => population);
      return {
        patient,
        expected: Object.fromEntries(populations.map(({ id, count }) => [id, count])),
        bundle: { ...bundle, entry: bundle.entry.filter(({ resource }) => resource.resourceType !== 'MeasureReport') },
      };
    });
}

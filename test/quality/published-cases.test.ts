/** The official test cases of two measures, through import, command and gateway, as a clinician reads them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker, createWorld } from '../support/world.js';
import { casesOf, measureFile, missingData } from './support/cases.js';
import { command, type Ran, row } from './support/command.js';

const MEASURES = ['CMS165FHIRControllingHighBloodPressure', 'CMS122FHIRDiabetesAssessGreaterThan9Percent'] as const;
/** Measures without expected results: they must run, and count nobody twice. */
const OTHERS = [
  'CMS130FHIRColorectalCancerScreening',
  'CMS125FHIRBreastCancerScreening',
  'CMS124FHIRCervicalCancerScreening',
] as const;
const TITLES = ['Controlling High Blood PressureFHIR', 'Diabetes: Glycemic Status Assessment Greater Than 9%FHIR'];
/** How many people the other measures are tried on. */
const PEOPLE = 8;
const PERIOD = '2026-01-01..2026-12-31';
const CLINIC = 'quality-clinic';

interface Report {
  readonly measure: string;
  readonly basis: string;
  readonly group: readonly { population: readonly { elementId: string; count: number }[] }[];
  readonly outcome: readonly { result: string }[];
}

interface Counted {
  readonly population: readonly { code: { coding: readonly { code: string }[] }; count: number }[];
  readonly stratifier?: readonly unknown[];
}

describe.skipIf(missingData !== null)(
  `published measure test cases${missingData === null ? '' : ` (skipped: ${missingData})`}`,
  async () => {
    const world = await createWorld();
    const cases =
      missingData === null ? MEASURES.flatMap((measure) => casesOf(measure).map((each) => ({ measure, ...each }))) : [];
    const folder = mkdtempSync(join(tmpdir(), 'chartlens-cases-'));
    let clinician: Asker;
    let ran: Ran;

    beforeAll(async () => {
      for (const { patient, bundle } of cases) {
        const team = {
          resourceType: 'CareTeam',
          id: `team-${patient}`,
          status: 'active',
          subject: { reference: `Patient/${patient}` },
          participant: [{ member: { reference: `Organization/${CLINIC}` } }],
        };
        const file = { ...bundle, type: 'collection', entry: [...bundle.entry, { resource: team }] };
        writeFileSync(join(folder, `${patient}.json`), JSON.stringify(file));
      }
      const imported = await command('import', world.prefix, folder);
      expect(imported.err).not.toContain('rejected');
      ran = await command('measures', world.prefix, ...MEASURES.map(measureFile), '--period', PERIOD);
      const open = await world.open();
      clinician = await open.as('clinician', { organization: CLINIC });
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    async function reportsOf(patient: string, measure: string): Promise<Report[]> {
      const answer = await clinician.ask(
        `query ($patient: ID!, $measure: String!) { patient(id: $patient) { measureReports(measure: $measure) { nodes {
          measure basis outcome { result } group { population { elementId count } } } } } }`,
        { patient, measure },
      );
      expect(answer.errors).toBeUndefined();
      return (answer.at('patient.measureReports.nodes') ?? []) as Report[];
    }

    it('come out as their publisher expects, all of them', async () => {
      expect(ran).toMatchObject({ code: 0 });
      const wrong = [];
      for (const { measure, patient, expected } of cases) {
        const reports = await reportsOf(patient, measure);
        const counts = reports.map(({ group }) =>
          Object.fromEntries(
            group.flatMap(({ population }) => population).map(({ elementId, count }) => [elementId, count]),
          ),
        );
        if (JSON.stringify(counts) !== JSON.stringify([expected])) wrong.push({ measure, patient, expected, counts });
      }
      expect(wrong).toEqual([]);
      expect(cases.length).toBe(68 + 56);
    });

    it('are left alone by a second run', async () => {
      const again = await command('measures', world.prefix, ...MEASURES.map(measureFile), '--period', PERIOD);
      expect(again.code).toBe(0);
      for (const title of TITLES) expect(row(again.out, title).slice(1, 3)).toEqual([0, 0]);
    });
  },
);

describe.skipIf(missingData !== null)(
  `measures without published results${missingData === null ? '' : ` (skipped: ${missingData})`}`,
  async () => {
    const world = await createWorld();
    const folder = mkdtempSync(join(tmpdir(), 'chartlens-cases-'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it('count nobody who is not meant, and nobody in the numerator who is not in the denominator', async () => {
      for (const { patient, bundle } of casesOf(MEASURES[0]).slice(0, PEOPLE))
        writeFileSync(join(folder, `${patient}.json`), JSON.stringify({ ...bundle, type: 'collection' }));
      await command('import', world.prefix, folder);
      const ran = await command('measures', world.prefix, ...OTHERS.map(measureFile), '--period', PERIOD);
      expect(ran).toMatchObject({ code: 0 });
      const reports = await world.databases.of('clinical').records.find({ kind: 'MeasureReport' }).toArray();
      expect(reports.length).toBeGreaterThanOrEqual(PEOPLE * OTHERS.length);
      for (const { content } of reports) {
        const [group] = content['group'] as unknown as Counted[];
        const count = (code: string) =>
          group?.population.find(({ code: { coding } }) => coding[0]?.code === code)?.count ?? Number.NaN;
        expect(count('denominator')).toBe(count('initial-population'));
        expect(count('denominator-exclusion')).toBeLessThanOrEqual(count('denominator'));
        expect(count('numerator')).toBeLessThanOrEqual(count('denominator') - count('denominator-exclusion'));
      }
      const stratified = reports.filter(({ content }) => /CMS1(25|30)/.test(String(content['measure'])));
      for (const { content } of stratified)
        expect((content['group'] as unknown as Counted[])[0]?.stratifier).toHaveLength(2);
    });
  },
);

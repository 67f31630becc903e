/** Rates of quality measures: from the reports on single people, without one of them being told. */
import { beforeAll, describe, expect, it } from 'vitest';
import { BASIS_EXTENSION } from '../../subgraphs/clinical/measure-report/report-content.js';
import { measureFacts } from '../../subgraphs/population/row/measure-facts.js';
import { type Asker, createWorld, type OpenWorld, type Resource } from '../support/world.js';

const world = await createWorld();

interface Reported {
  readonly patient: string;
  readonly measure?: string;
  readonly met: boolean;
  readonly excluded?: boolean;
  readonly basis?: string;
}

function report({ patient, measure = 'CMS122', met, excluded = false, basis = 'OPEN_RECORDS' }: Reported): Resource {
  const population = (code: string, count: number) => ({
    code: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/measure-population', code }] },
    count,
  });
  return {
    resourceType: 'MeasureReport',
    id: `${measure}-${patient}-${basis.toLowerCase().replaceAll('_', '-')}`,
    extension: [{ url: BASIS_EXTENSION, valueCode: basis }],
    status: 'complete',
    type: 'individual',
    measure: `http://example.org/Measure/${measure}|1.0.0`,
    subject: { reference: `Patient/${patient}` },
    date: '2026-02-01T00:00:00Z',
    period: { start: '2025-01-01', end: '2025-12-31' },
    improvementNotation: { coding: [{ code: 'decrease' }] },
    group: [
      {
        id: 'Group_1',
        population: [
          population('initial-population', 1),
          population('denominator', 1),
          population('denominator-exclusion', excluded ? 1 : 0),
          population('numerator', met ? 1 : 0),
        ],
      },
    ],
  };
}

/** 60 people are counted by CMS122, 45 of whom met it; 20 are excluded; five are all that another measure counts. */
function resources(): Resource[] {
  return Array.from({ length: 80 }, (_, index): Resource[] => {
    const patient = `p${index}`;
    const made: Resource[] = [
      { resourceType: 'Patient', id: patient, gender: 'female', birthDate: '1970-01-01' },
      report({ patient, met: index < 45, excluded: index >= 60 }),
    ];
    // What rests on sensitive records counts for nothing here.
    if (index < 45) made.push(report({ patient, met: false, basis: 'SENSITIVE_TOO' }));
    if (index < 5) made.push(report({ patient, measure: 'CMS999', met: true }));
    return made;
  }).flat();
}

let open: OpenWorld;
let agency: Asker;
beforeAll(async () => {
  await world.tell(...resources());
  open = await world.open();
  agency = await open.as('agency', { organization: 'state' });
});

const QUERY = '{ qualityRates { measure group year improvementNotation counted met rate suppressed } }';

describe('rates of quality measures', () => {
  it('are about right, of those counted, and of no measure that counts few', async () => {
    const answer = await agency.ask(QUERY);
    expect(answer.errors).toBeUndefined();
    const rows = answer.at('qualityRates') as { counted: number; met: number; rate: number }[];
    expect(rows).toEqual([
      {
        ...{ measure: 'CMS122', group: 'Group_1', year: 2025, improvementNotation: 'decrease', suppressed: false },
        ...{
          counted: expect.any(Number) as number,
          met: expect.any(Number) as number,
          rate: expect.any(Number) as number,
        },
      },
    ]);
    const [row] = rows;
    expect(Math.abs((row?.counted ?? 0) - 60)).toBeLessThanOrEqual(22);
    expect(Math.abs((row?.met ?? 0) - 45)).toBeLessThanOrEqual(22);
    expect([(row?.counted ?? 1) % 11, (row?.met ?? 1) % 11]).toEqual([0, 0]);
    expect(row?.rate).toBe(Math.min(1, Math.round(((row?.met ?? 0) / (row?.counted ?? 1)) * 100) / 100));
  });

  it('are told to analysts alike, and to nobody who reads people', async () => {
    const analyst = await open.as('analyst', { organization: 'institute' });
    expect((await analyst.ask(QUERY)).data).toEqual((await agency.ask(QUERY)).data);
    const insurer = await open.as('insurer', { organization: 'plan' });
    expect((await insurer.ask(QUERY)).errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});

describe('the facts of a person', () => {
  const content = (measure: string, group = 'g', end = '2025-12-31') => ({
    ...{ basis: 'OPEN_RECORDS', measure, period: { start: '2025-01-01', end } },
    outcome: [{ group, result: 'MET', improvementNotation: 'sideways' }],
  });
  const facts = (...contents: object[]) =>
    measureFacts(
      contents.map((one) => ({ kind: 'MeasureReport', at: null, content: one }) as never),
      'p',
      2026,
    );

  it('name a measure by the last part of its address', () => {
    expect(facts(content('http://example.org/Measure/CMS165|2'))).toEqual([
      { measure: 'CMS165', group: 'g', year: 2025, met: true, notation: null },
    ]);
  });

  it.each([
    ['words for a measure', content('http://example.org/Measure/Zebediah of Main Street')],
    ['words for a group', content('http://example.org/Measure/CMS165', 'Zebediah, of Main Street')],
    ['no year', content('http://example.org/Measure/CMS165', 'g', 'lately')],
  ])('hold nothing of a report with %s', (_name, one) => {
    expect(facts(one)).toEqual([]);
  });
});

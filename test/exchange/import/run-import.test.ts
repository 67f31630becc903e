import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { summaryTable } from '../../../subgraphs/exchange/report/table.js';
import { bundle, type Folder, folder, observation, patient } from '../read/support.js';
import { FakeWriter, importInto } from './support.js';

let work: Folder;
let writer: FakeWriter;
beforeEach(async () => {
  work = await folder();
  writer = new FakeWriter();
});
afterEach(() => work.remove());

const of = (id: string) => ({ subject: { reference: `Patient/${id}` } });

describe('the import', () => {
  it('makes commits of one subgraph and one patient each', async () => {
    const claim = { resourceType: 'Claim', id: 'c', patient: { reference: 'Patient/1' } };
    const all = [
      patient('1'),
      observation('a', of('1')),
      patient('2'),
      observation('b', of('2')),
      observation('c', of('1')),
      claim,
    ];
    await importInto(writer, [
      await work.file('a.json', JSON.stringify(bundle([...all, { resourceType: 'Organization', id: 'o' }]))),
    ]);
    const told = writer.commits.map(({ subgraph, patient: whom, versions }) => [
      subgraph,
      whom,
      versions.map(({ id }) => id).join(),
    ]);
    expect(told).toHaveLength(6);
    expect(told).toEqual(
      expect.arrayContaining([
        ['administrative', null, 'o'],
        ['administrative', '1', '1'],
        ['administrative', '2', '2'],
        ['clinical', '1', 'a,c'],
        ['clinical', '2', 'b'],
        ['financial', '1', 'c'],
      ]),
    );
  });

  it('keeps the ids of senders apart, and what only the bundle knows of references', async () => {
    const entry = [
      { fullUrl: 'urn:uuid:P', resource: patient('1') },
      { fullUrl: 'urn:uuid:O', resource: observation('a', { subject: { reference: 'urn:uuid:p' } }) },
    ];
    const file = await work.file('a.json', JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry }));
    await importInto(writer, [file], 'clinic-b');
    expect(writer.commits).toMatchObject([
      {
        patient: 'clinic-b:1',
        agent: { name: 'import', source: 'clinic-b', file },
        versions: [{ id: 'clinic-b:1', references: {} }],
      },
      {
        patient: 'clinic-b:1',
        versions: [{ id: 'clinic-b:a', source: 'clinic-b', references: { 'urn:uuid:p': 'Patient/clinic-b:1' } }],
      },
    ]);
  });

  it('tells of each type what was read, new, changed, unchanged, kept unmapped and rejected', async () => {
    const measure = { resourceType: 'Measure', id: 'm' };
    const first = await work.file(
      'a/1.json',
      JSON.stringify(bundle([patient('1'), patient('2'), measure, { resourceType: 'Patient' }, { id: 'x' }])),
    );
    await work.file('a/2.csv', 'id');
    await work.file('a/3.json', '{');
    const { summary, lines } = await importInto(writer, [work.path]);
    expect(summaryTable(summary)).toBe(
      [
        'type                read  new  changed  unchanged  kept unmapped  rejected',
        '(no resource type)     2    0        0          0              0         2',
        'Measure                1    0        0          0              1         0',
        'Patient                3    2        0          0              0         1',
        'total                  6    2        0          0              1         3',
        '',
        'files: 3 (1 read, 1 not FHIR, 1 rejected)',
        '  read: 1 FHIR bundle',
        '  not FHIR: 1 CSV table',
        '  rejected: 1 nothing that could be used',
      ].join('\n'),
    );
    expect(summary.rejections).toBe(3);
    expect(lines).toEqual([
      `rejected: ${first}, entry 4, Patient.id: the resource has no id [MISSING_ID]`,
      `rejected: ${first}, entry 5, resourceType: this JSON is no FHIR resource (resourceType is missing) [NOT_FHIR_JSON]`,
      `not FHIR: ${work.path}/a/2.csv: CSV table, holds no FHIR resources`,
      `rejected: ${work.path}/a/3.json, byte 1, line 1: the JSON ends too early [TRUNCATED_JSON]`,
    ]);
  });

  it('changes nothing the second time', async () => {
    const file = await work.file(
      'a.json',
      JSON.stringify(bundle([patient('1'), { resourceType: 'Measure', id: 'm' }])),
    );
    await importInto(writer, [file]);
    const { summary } = await importInto(writer, [file]);
    expect(summary.total()).toEqual({ read: 2, new: 0, changed: 0, unchanged: 2, 'kept unmapped': 0, rejected: 0 });
  });

  it('keeps the order of the versions of a record, also when it goes from one patient to another', async () => {
    // Later commits would overtake earlier ones if nobody watched.
    let waiting = 10;
    writer.before = async () => {
      for (let turn = waiting--; turn > 0; turn--) await Promise.resolve();
    };
    const versions = [1, 2, 1, 3, 2].map((whom, at) =>
      observation('o', { ...of(`${whom}`), note: [{ text: `${at}` }] }),
    );
    const one = await work.file('1.json', JSON.stringify(bundle([patient('1'), ...versions])));
    const two = await work.file('2.json', JSON.stringify(bundle([observation('o', { note: [{ text: '5' }] })])));
    await importInto(writer, [one, two]);
    const notes = writer.records.get('Observation/o')?.map((text) => JSON.parse(text).note[0].text);
    expect(notes).toEqual(['0', '1', '2', '3', '4', '5']);
  });

  it('groups what concerns a patient who is not known yet apart from what concerns nobody', async () => {
    const conditional = { subject: { reference: 'Patient?identifier=s|7' } };
    const all = [observation('a', conditional), observation('b'), observation('c', conditional)];
    await importInto(writer, [await work.file('a.json', JSON.stringify(bundle(all)))]);
    expect(writer.commits.map(({ patient: whom, versions }) => [whom, versions.map(({ id }) => id).join()])).toEqual([
      [null, 'a,c'],
      [null, 'b'],
    ]);
  });

  it('takes the first reference to a patient from types that are not mapped', async () => {
    const task = { resourceType: 'Task', id: 't', for: { reference: 'Patient/1' } };
    const person = { resourceType: 'Group', id: 'g', subject: { reference: 'Group/x' } };
    await importInto(writer, [await work.file('a.json', JSON.stringify(bundle([task, person])))]);
    expect(writer.commits.map(({ patient: whom }) => whom)).toEqual(['1', null]);
  });

  it('makes several commits of many records, and of many large ones', async () => {
    const many = Array.from({ length: 600 }, (_, at) => observation(`m${at}`, of('1')));
    const large = Array.from({ length: 6 }, (_, at) =>
      observation(`l${at}`, { ...of('2'), note: [{ text: 'x'.repeat(400_000) }] }),
    );
    await importInto(writer, [await work.file('a.json', JSON.stringify(bundle([...many, ...large])))]);
    const sizes = (whom: string) =>
      writer.commits.filter((commit) => commit.patient === whom).map(({ versions }) => versions.length);
    expect(sizes('1')).toEqual([250, 250, 100]);
    expect(sizes('2')).toEqual([2, 2, 2]);
  });

  it('rejects what would be larger in the database than a document may be', async () => {
    const sampled = observation('s', {
      ...of('1'),
      valueSampledData: { data: Array.from({ length: 1_500_000 }, () => 1) },
    });
    const { summary, lines } = await importInto(writer, [
      await work.file('a.json', JSON.stringify(bundle([sampled, patient('1')]))),
    ]);
    expect(summary.total()).toMatchObject({ new: 1, rejected: 1 });
    expect(lines[0]).toContain('[TOO_LARGE]');
  });

  it('stops when the database fails, and says so', async () => {
    writer.before = async () => {
      throw new Error('the database is gone');
    };
    const file = await work.file('a.json', JSON.stringify(bundle([patient('1')])));
    await expect(importInto(writer, [file])).rejects.toThrow('the database is gone');
  });

  it('tells the first rejections of a file one by one and counts the others', async () => {
    const wrong = Array.from({ length: 25 }, () => ({ resourceType: 'Patient' }));
    const { lines } = await importInto(writer, [await work.file('a.json', JSON.stringify(bundle(wrong)))]);
    expect(lines).toHaveLength(21);
    expect(lines.at(-1)).toContain('5 more');
  });
});

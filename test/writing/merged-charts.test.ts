/** Two records of one person, merged: one chart for whoever reads it, by any path, and two again when it is taken back. */
import { beforeAll, describe, expect, it } from 'vitest';
import { RecordWriter } from '../../subgraphs/shared/commits.js';
import { SUBGRAPHS } from '../../subgraphs/shared/record-kind.js';
import { exported, openPlace, type Place, withFile } from '../exchange/export/round-trip.js';
import { BOTH, bill, NORTH, NORTHERNERS, pressure, SOUTH, visit } from '../leaks/two-houses.js';
import { type Asker, createWorld, type OpenWorld, type Resource } from '../support/world.js';
import { differsFromRebuild, readModel } from '../torture/verify.js';
import { change, codeOf, newKey, textOf } from './support.js';

const world = await createWorld();
const to = (reference: string) => ({ reference });
const SECOND: readonly Resource[] = [
  {
    resourceType: 'Patient',
    id: 'nan',
    name: [{ family: 'Family-of-nan', given: ['Nan'] }],
    identifier: [{ system: 'urn:oid:9.9', value: 'old-4711' }],
    birthDate: '1970-01-01',
    gender: 'female',
    managingOrganization: to('Organization/north'),
  },
  visit('visit-nan', 'nan', 'north'),
  visit('visit-nan-south', 'nan', 'south'),
  pressure('pressure-nan', 'nan', 'visit-nan', 144),
  pressure('pressure-nan-south', 'nan', 'visit-nan-south', 150),
  {
    resourceType: 'Condition',
    id: 'problem-nan',
    code: { coding: [{ system: 'http://snomed.info/sct', code: '195967001' }], text: 'Zebra asthma' },
    subject: to('Patient/nan'),
    encounter: to('Encounter/visit-nan'),
    onsetDateTime: '2024-02-01',
  },
  {
    resourceType: 'Coverage',
    id: 'cover-nan',
    status: 'active',
    beneficiary: to('Patient/nan'),
    payor: [to('Organization/blue')],
    subscriberId: 'member-nan',
  },
  // It names a payer and no coverage: that there is one is concluded from it.
  {
    ...bill('bill-nan-loose', 'nan', 'north', 'visit-nan', { total: 5 }),
    insurance: [{ focal: true, coverage: { display: 'Grey Mutual' } }],
  },
  bill('bill-nan', 'nan', 'north', 'visit-nan', { coverage: 'cover-nan', total: 55 }),
];

let open: OpenWorld;
let registrar: Asker;
let clinician: Asker;
let patient: Asker;
let biller: Asker;
let southern: Asker;
const versions = { ann: 1, nan: 1 };

async function merge(mutation: 'mergePatients' | 'unmergePatients'): Promise<void> {
  const input = { other: 'nan', otherVersion: versions.nan, basis: 'same passport' };
  const answer = await change('registrar', registrar, mutation, { id: 'ann', expectedVersion: versions.ann, input });
  expect(answer.errors).toBeUndefined();
  versions.ann += 1;
  versions.nan += 1;
}

const CHART = `{ patient(id: "ann") {
  encounters { totalCount nodes { id } } conditions { nodes { id code { text } } }
  observations { totalCount nodes { id } } search(text: "zebra") { totalCount matches { record } }
  trend(code: "http://loinc.org|8480-6", every: YEAR) { points { count first last } }
  claims { totalCount nodes { id } } coverages { nodes { id } } summary { bundle }
} }`;
const CHANGES = '{ changes(patient: "ann", first: 1000) { changes { kind record about } } }';

interface Node {
  readonly id: string;
}
const ids = (nodes: unknown) => (nodes as Node[]).map(({ id }) => id).sort();

beforeAll(async () => {
  await world.tell(...NORTH, ...SOUTH, ...BOTH, ...SECOND);
  open = await world.open();
  registrar = await open.as('registrar', { ...NORTHERNERS.registrar, subject: 'desk' });
  clinician = await open.as('clinician', { ...NORTHERNERS.clinician, width: 'NETWORK' });
  biller = await open.as('biller', NORTHERNERS.biller);
  patient = await open.as('patient', NORTHERNERS.patient);
  southern = await open.as('clinician', { organization: 'south', subject: 'doctor-of-south', width: 'NETWORK' });
});

describe('a merge', () => {
  let before: Map<string, string>;
  let chartBefore: string;
  beforeAll(async () => {
    expect((await southern.ask('{ patient(id: "ann") { id } }')).at('patient')).toBeNull();
    // Looked at while she was two people.
    await clinician.ask('{ patient(id: "nan") { conditions { totalCount } } }');
    chartBefore = (await clinician.ask(CHART)).text;
    before = await readModel(world.databases);
    await merge('mergePatients');
  });

  it('makes one chart, in lists, counts, search, trends, bills and the summary', async () => {
    const answer = await clinician.ask(CHART);
    expect(answer.errors).toBeUndefined();
    expect(ids(answer.at('patient.encounters.nodes'))).toEqual([
      'visit-ann',
      'visit-ann-2',
      'visit-nan',
      'visit-nan-south',
    ]);
    expect(ids(answer.at('patient.conditions.nodes'))).toEqual(['problem-ann', 'problem-nan']);
    expect(answer.at('patient.observations.totalCount')).toBe(3);
    expect(answer.at('patient.search.totalCount')).toBe(1);
    expect(answer.at('patient.trend.0.points.0.count')).toBe(3);
    expect(ids(answer.at('patient.claims.nodes'))).toContain('bill-nan');
    expect(ids(answer.at('patient.coverages.nodes'))).toEqual([
      'cover-ann',
      'cover-nan',
      'coverage-ann-red',
      'coverage-nan-grey-mutual',
    ]);
    expect(String(answer.at('patient.summary.bundle'))).toContain('Zebra asthma');
  });

  it('makes one chart for whoever bills and for the person, whichever record their token names', async () => {
    const bills = await biller.ask('{ patient(id: "ann") { claims { nodes { id } } } }');
    expect(ids(bills.at('patient.claims.nodes'))).toEqual(['bill-ann', 'bill-ann-cash', 'bill-nan', 'bill-nan-loose']);
    const older = await open.as('patient', { patient: 'nan' });
    for (const asker of [patient, older]) {
      const chart = await asker.ask('{ patient(id: "ann") { conditions { nodes { id } } } }');
      expect(ids(chart.at('patient.conditions.nodes'))).toEqual(['problem-ann', 'problem-nan']);
    }
  });

  it('leaves of the other record a pointer, and nothing twice', async () => {
    const pointer = '{ patient(id: "nan") { active link { type other { id } } conditions { totalCount } } }';
    const points = { active: false, link: [{ type: 'replaced-by', other: { id: 'ann' } }] };
    expect((await clinician.ask(pointer)).at('patient')).toEqual({ ...points, conditions: { totalCount: 0 } });
    const listed = (await registrar.ask('{ patients(first: 100) { nodes { id } } }')).at('patients.nodes');
    expect(ids(listed)).toEqual(['ann', 'cyd']);
    const byNumber = '{ patients(identifier: "urn:oid:9.9|old-4711") { nodes { id } } }';
    expect(ids((await registrar.ask(byNumber)).at('patients.nodes'))).toEqual(['ann']);
  });

  it('lets whoever treats one of them read what is one person’s, and no other', async () => {
    const chart = await southern.ask('{ patient(id: "ann") { conditions { nodes { id } } } }');
    expect(ids(chart.at('patient.conditions.nodes'))).toEqual(['problem-ann', 'problem-nan']);
    const other = await open.as('clinician', { organization: 'blue', subject: 'nobody', width: 'NETWORK' });
    expect((await other.ask('{ patient(id: "ann") { id } }')).at('patient')).toBeNull();
    expect((await other.ask('{ patient(id: "nan") { id } }')).at('patient')).toBeNull();
  });

  it('is one chart in the feed and in an export', async () => {
    const feed = (await clinician.ask(CHANGES)).at('changes.changes') as { record: string; about: string }[];
    expect(feed.filter(({ record }) => record.endsWith('-nan')).map(({ about }) => about)).not.toContain('nan');
    expect(feed.map(({ record }) => record)).toEqual(expect.arrayContaining(['problem-nan', 'problem-ann', 'ann']));
    const place = {
      databases: world.databases,
      writer: world.writer,
      take: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
    for (const asked of ['ann', 'nan']) {
      const bundle = await exported(place, asked, 'bundle');
      for (const record of ['problem-ann', 'problem-nan', '"nan"']) expect(bundle).toContain(record);
    }
  });

  it('is one chart elsewhere too, after an export and an import, whatever comes first', async () => {
    const elsewhere = await openPlace(`${world.prefix}_elsewhere`);
    try {
      const here: Place = {
        databases: world.databases,
        writer: world.writer,
        take: () => Promise.resolve(),
        close: () => Promise.resolve(),
      };
      const bundle = await exported(here, 'ann', 'bundle', { history: true });
      await withFile('ann.json', bundle, (path) => elsewhere.take([path]));
      const chart = async ({ databases }: Place) => {
        const found: string[] = [];
        for (const name of SUBGRAPHS)
          for await (const record of databases
            .of(name)
            .records.find({ version: { $gt: 0 }, patient: { $in: ['ann', 'nan'] } }))
            found.push(`${record._id} of ${record.patient} ${record.person ?? ''}`);
        return found.sort();
      };
      expect(await chart(elsewhere)).toEqual(await chart(here));
    } finally {
      await elsewhere.close();
    }
  });

  it('goes with a chart that is handed over, within the walls', async () => {
    const text = 'mutation { transferRecord(patient: "ann") { bundle resources } }';
    const answer = await patient.ask(text);
    expect(answer.errors).toBeUndefined();
    expect(String(answer.at('transferRecord.bundle'))).toContain('Zebra asthma');
  });

  it('shows the person who looked at either of them before', async () => {
    const log = '{ patient(id: "ann") { accessLog(first: 100) { totalCount nodes { entity { kind } } } } }';
    const { trail } = world.databases;
    const concerned = await trail.collection('entries').countDocuments({ patients: { $in: ['ann', 'nan'] } });
    expect(concerned).toBeGreaterThan(await trail.collection('entries').countDocuments({ patients: 'ann' }));
    expect((await patient.ask(log)).at('patient.accessLog.totalCount')).toBe(concerned);
  });

  it('takes nothing new of who was replaced, and a change of what was recorded of them stays theirs', async () => {
    const input = { encounter: 'visit-nan', code: { text: 'Cough' } };
    const refusal = await change('clinician', clinician, 'recordCondition', { patient: 'nan', input });
    expect(codeOf(refusal)).toBe('WRONG_STATE');
    const changed = await change('clinician', clinician, 'updateCondition', {
      id: 'problem-nan',
      expectedVersion: 1,
      input: { clinicalStatus: 'resolved' },
    });
    expect(changed.errors).toBeUndefined();
    expect(JSON.parse(await textOf(world.databases, 'Condition/problem-nan', 2))).toMatchObject({
      subject: { reference: 'Patient/nan' },
    });
    const chart = await clinician.ask('{ patient(id: "ann") { conditions { nodes { id history { version } } } } }');
    expect(chart.at('patient.conditions.nodes')).toEqual(
      expect.arrayContaining([{ id: 'problem-nan', history: [{ version: 2 }, { version: 1 }] }]),
    );
  });

  it('has one row in the population', async () => {
    await open.gateway.population.caughtUp();
    // Ann, Ben and Cyd.
    expect(await world.databases.population.collection('people').countDocuments()).toBe(3);
  });

  it('is what a rebuild makes of the commits, and is finished after a crash at any step', async () => {
    const whole = await readModel(world.databases);
    expect(await differsFromRebuild(world.databases)).toEqual([]);
    const { records, commits } = world.databases.of('clinical');
    await records.updateMany({ person: 'nan', kind: 'Encounter' }, [
      { $set: { patient: '$person' } },
      { $unset: 'person' },
    ]);
    await world.databases.relations.updateMany({ record: 'Encounter/visit-nan' }, { $set: { patient: 'nan' } });
    expect(await readModel(world.databases)).not.toEqual(whole);
    await world.databases
      .of('administrative')
      .commits.updateOne({ keys: 'Patient/nan/2' }, { $set: { applied: false } });
    expect(await commits.countDocuments({ applied: false })).toBe(0);
    expect(await new RecordWriter(world.databases).finish()).toBe(1);
    expect(await readModel(world.databases)).toEqual(whole);
  });

  it('comes apart again as it was, but for what was recorded since', async () => {
    await merge('unmergePatients');
    const after = await readModel(world.databases);
    const changed = [...before.keys()].filter((key) => !after.has(key));
    // Two people in their third version and who manages them, and the condition that was changed, with its category.
    expect(changed).toHaveLength(6);
    expect((await clinician.ask(CHART)).text.replace(/"bundle":.*/, '')).toBe(chartBefore.replace(/"bundle":.*/, ''));
    expect((await southern.ask('{ patient(id: "ann") { id } }')).at('patient')).toBeNull();
    const listed = (await registrar.ask('{ patients(first: 100) { nodes { id } } }')).at('patients.nodes');
    expect(ids(listed)).toEqual(['ann', 'cyd', 'nan']);
    await open.gateway.population.caughtUp();
    expect(await world.databases.population.collection('people').countDocuments()).toBe(4);
    expect(await differsFromRebuild(world.databases)).toEqual([]);
  });
});

describe('the walls of a merged chart', () => {
  const refusal = (id: string, whose: string, status = 'active'): Resource => ({
    resourceType: 'Consent',
    id,
    status,
    scope: { coding: [{ code: 'patient-privacy' }] },
    patient: to(`Patient/${whose}`),
    provision: {
      type: 'deny',
      actor: [
        {
          role: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'PRCP' }] },
          reference: to('Organization/south'),
        },
      ],
    },
  });
  const seen = async () =>
    ids(
      (await southern.ask('{ patient(id: "ann") { observations { nodes { id } } } }')).at('patient.observations.nodes'),
    );

  it.each(['nan', 'ann'])('hold what %s alone refused of the records of both', async (whose) => {
    const id = `refusal-of-${whose}`;
    await merge('mergePatients');
    expect(await seen()).toHaveLength(3);
    await world.tell(refusal(id, whose));
    expect((await southern.ask('{ patient(id: "ann") { observations { nodes { id } } } }')).text).not.toContain(
      'pressure',
    );
    await merge('unmergePatients');
    await merge('mergePatients');
    expect((await southern.ask('{ patient(id: "ann") { observations { nodes { id } } } }')).text).not.toContain(
      'pressure',
    );
    await world.tell(refusal(id, whose, 'inactive'));
    expect(await seen()).toHaveLength(3);
    await merge('unmergePatients');
  });

  it('hold while records move: the refusal is there before the first and until the last', async () => {
    await world.tell(refusal('refusal-meanwhile', 'nan'));
    const rules = world.databases.of('administrative').native.collection('consentRules');
    const { records } = world.databases.of('clinical');
    const bulkWrite = records.bulkWrite.bind(records);
    const torn: { moved: number; refused: boolean }[] = [];
    // Looks at every step of the move, as a reader would meet it.
    records.bulkWrite = (async (...args: Parameters<typeof bulkWrite>) => {
      for (const at of ['ann', 'nan']) {
        const moved = await records.countDocuments({ patient: at, _id: /-nan/ });
        const refused = (await rules.countDocuments({ patient: at, rule: { $ne: null } })) > 0;
        torn.push({ moved, refused });
      }
      return bulkWrite(...args);
    }) as typeof records.bulkWrite;
    await merge('mergePatients');
    await merge('unmergePatients');
    records.bulkWrite = bulkWrite;
    expect(torn.length).toBeGreaterThan(2);
    expect(torn.filter(({ moved, refused }) => moved > 0 && !refused)).toEqual([]);
    expect(await rules.countDocuments({ moving: { $exists: true } })).toBe(0);
    await world.tell(refusal('refusal-meanwhile', 'nan', 'inactive'));
  });
});

describe('merges and other writers', () => {
  it('of sixteen records that are written while somebody is merged none stays behind', async () => {
    const writes = Array.from({ length: 16 }, (_, index) => pressure(`race-${index}`, 'nan', 'visit-nan', 100 + index));
    await Promise.all([merge('mergePatients'), ...writes.map((resource) => world.tell(resource))]);
    const { records } = world.databases.of('clinical');
    expect(await records.countDocuments({ _id: /^Observation\/race-/, patient: 'ann', person: 'nan' })).toBe(16);
    await merge('unmergePatients');
    expect(await records.countDocuments({ _id: /^Observation\/race-/, patient: 'nan' })).toBe(16);
  });

  it('of merges of merges the last survivor has all, and each is taken back by itself; a circle merges nobody', async () => {
    const person = (id: string, by?: string): Resource => ({
      resourceType: 'Patient',
      id,
      ...(by && { link: [{ other: to(`Patient/${by}`), type: 'replaced-by' }] }),
    });
    const filed = async () => {
      const found: string[] = [];
      for (const name of SUBGRAPHS)
        for await (const { patient: at } of world.databases.of(name).records.find({ _id: 'Observation/of-x' }))
          found.push(String(at));
      return found;
    };
    await world.tell(person('x', 'y'), person('y'), person('z'), pressure('of-x', 'x', 'none', 1));
    expect(await filed()).toEqual(['y']);
    await world.tell(person('y', 'z'));
    expect(await filed()).toEqual(['z']);
    await world.tell({ ...person('y'), gender: 'female' });
    expect(await filed()).toEqual(['y']);
    await world.tell({ ...person('y', 'x'), gender: 'female' });
    expect(await filed()).toEqual(['x']);
    expect(await differsFromRebuild(world.databases)).toEqual([]);
  });

  it('a merge that is sent again after its answer was lost is there once', async () => {
    const idempotencyKey = newKey();
    const input = { other: 'nan', otherVersion: versions.nan, basis: 'same passport' };
    const asked = { id: 'ann', expectedVersion: versions.ann, input, idempotencyKey };
    const answers = await Promise.all([1, 2].map(() => change('registrar', registrar, 'mergePatients', asked)));
    expect(answers.map(({ text }) => text)).toEqual([answers[0]?.text, answers[0]?.text]);
    expect(answers[0]?.errors).toBeUndefined();
  });
});

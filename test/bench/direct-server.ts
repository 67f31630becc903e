/**
 * The limit that the gateway is compared with: plain HTTP over the same documents, with as few commands as the
 * question allows, no walls, no GraphQL, the answer's shape written by hand.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import mongoose from 'mongoose';
import { decodeCursor, encodeCursor } from '../../subgraphs/shared/cursor.js';
import { serveMeasured } from './child.js';
import { type Content, chart, claimsPage, type Names, type Row } from './direct-shapes.js';
import { OBSERVATIONS } from './questions.js';

type Collection = mongoose.mongo.Collection<Row & { _id: string }>;
type Stage = Record<string, unknown>;

interface List {
  readonly kind: string;
  readonly field: string;
  readonly first: number;
  /** Elements of the content. */
  readonly elements: readonly string[];
}

const CLINICAL: readonly List[] = [
  list('Condition', 'conditions', 20, 'code.text clinicalStatus.coding.code onsetDateTime'),
  list('AllergyIntolerance', 'allergyIntolerances', 10, 'code.text criticality'),
  list(
    'Observation',
    'observations',
    OBSERVATIONS,
    'status code.text code.coding.system code.coding.code effectiveDateTime valueQuantity.value valueQuantity.unit valueCodeableConcept.text component.code.text component.valueQuantity.value component.valueQuantity.unit',
  ),
  list(
    'Encounter',
    'encounters',
    20,
    'status class.code type.text period serviceProvider.reference participant.individual.reference location.location.reference',
  ),
  list('Procedure', 'procedures', 10, 'status code.text performedPeriod.start'),
  list('Immunization', 'immunizations', 10, 'vaccineCode.text occurrenceDateTime'),
  list(
    'MedicationRequest',
    'medicationRequests',
    10,
    'status medicationCodeableConcept.text authoredOn requester.reference',
  ),
  list('DiagnosticReport', 'diagnosticReports', 10, 'status code.text effectiveDateTime'),
];
const FINANCIAL: readonly List[] = [
  list(
    'Claim',
    'claims',
    20,
    'status billablePeriod insurer.reference item.sequence item.productOrService.text item.net total',
  ),
  list('Coverage', 'coverages', 5, 'status subscriberId payor.reference'),
];
const APPOINTMENTS = list(
  'Appointment',
  'appointments',
  10,
  'status start description participant.status participant.actor.display',
);
const FIELDS = Object.fromEntries([APPOINTMENTS, ...CLINICAL, ...FINANCIAL].map(({ kind, field }) => [kind, field]));
const CLAIMS = projection(
  'status use created billablePeriod patient.reference provider.reference item.sequence item.servicedDate item.net total'.split(
    ' ',
  ),
);
const PAGE = 50;
/** The server's 101 rows a reply would cost a second command. */
const ONE_REPLY = { batchSize: 2000 };

function list(kind: string, field: string, first: number, elements: string): List {
  return { kind, field, first, elements: elements.split(' ') };
}

function projection(elements: readonly string[]): Stage {
  return { kind: 1, at: 1, ...Object.fromEntries(elements.map((element) => [`content.${element}`, 1])) };
}

/** All lists of one patient in one command. */
function union(patient: string, writer: string, lists: readonly List[]): Stage[] {
  const [first = [], ...others] = lists.map(({ kind, first, elements }): Stage[] => [
    // Coverage belongs to the person; the rest to whoever wrote it.
    { $match: kind === 'Coverage' ? { patient, kind } : { patient, kind, writers: writer } },
    { $sort: { at: -1, _id: -1 } },
    { $limit: first },
    { $project: projection(elements) },
  ]);
  return [...first, ...others.map((pipeline) => ({ $unionWith: { coll: 'records', pipeline } }))];
}

class Direct {
  constructor(
    private readonly clinical: Collection,
    private readonly administrative: Collection,
    private readonly financial: Collection,
  ) {}

  async chart({ id, writer }: { readonly id: string; readonly writer: string }) {
    const person: Stage[] = [
      { $match: { _id: `Patient/${id}` } },
      { $project: projection(['name', 'gender', 'birthDate']) },
      { $unionWith: { coll: 'records', pipeline: union(id, writer, [APPOINTMENTS]) } },
    ];
    const [[patient, ...appointments], clinical, financial] = await Promise.all([
      this.administrative.aggregate<Row>(person, ONE_REPLY).toArray(),
      this.clinical.aggregate<Row>(union(id, writer, CLINICAL), ONE_REPLY).toArray(),
      this.financial.aggregate<Row>(union(id, writer, FINANCIAL), ONE_REPLY).toArray(),
    ]);
    if (!patient) return { patient: null };
    const rows = [...appointments, ...clinical, ...financial];
    return chart(patient, rows, await this.#names(rows), FIELDS);
  }

  async claims({ payer, after }: { readonly payer: string; readonly after?: string | null }) {
    const { key, id } = after ? decodeCursor(after) : { key: null, id: '' };
    const at = typeof key === 'number' ? new Date(key) : null;
    const from = after ? [{ $match: { $or: [{ at: { $lt: at } }, { at, _id: { $lt: id } }, { at: null }] } }] : [];
    const found = await this.financial
      .aggregate<Row>([
        // What a plan is not shown without a consent that names it.
        { $match: { payers: payer, kind: 'Claim', labels: { $nin: ['V', 'SUD', 'SUDCN', 'PSYTHPN', 'OTHER'] } } },
        ...from,
        { $sort: { at: -1, _id: -1 } },
        { $limit: PAGE + 1 },
        { $project: CLAIMS },
      ])
      .toArray();
    const rows = found.slice(0, PAGE);
    const last = rows.at(-1);
    const endCursor = last ? encodeCursor({ key: last.at?.getTime() ?? null, id: last._id }) : null;
    return claimsPage(rows, await this.#names(rows), { hasNextPage: found.length > PAGE, endCursor });
  }

  /** People and places that rows refer to, in one command. */
  async #names(rows: readonly Row[]): Promise<Names> {
    const wanted = new Set<string | undefined>();
    for (const { content: c } of rows) {
      for (const ref of [c.serviceProvider, c.requester, c.insurer, c.provider, c.patient]) wanted.add(ref?.reference);
      for (const { individual } of c.participant ?? []) wanted.add(individual?.reference);
      for (const { location } of c.location ?? []) wanted.add(location?.reference);
      for (const payor of c.payor ?? []) wanted.add(payor.reference);
    }
    wanted.delete(undefined);
    const found = await this.administrative
      .find<{ _id: string; content: Content }>(
        { _id: { $in: [...wanted] as string[] } },
        { projection: { 'content.name': 1, 'content.birthDate': 1 } },
      )
      .toArray();
    return new Map(found.map(({ _id, content }) => [_id, content]));
  }
}

await serveMeasured(async ({ uri, prefix }) => {
  const client = await new mongoose.mongo.MongoClient(uri, { maxPoolSize: 20 }).connect();
  const records = (name: string): Collection => client.db(`${prefix}_${name}`).collection('records');
  const direct = new Direct(records('clinical'), records('administrative'), records('financial'));
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      try {
        const asked = JSON.parse(Buffer.concat(chunks).toString()) as { id: string; writer: string } & {
          payer: string;
        };
        const data = await (asked.payer ? direct.claims(asked) : direct.chart(asked));
        const answer = Buffer.from(JSON.stringify({ data }));
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length }).end(answer);
      } catch (error) {
        response.writeHead(500).end(error instanceof Error ? error.message : '');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
});

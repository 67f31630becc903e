/** Mongoose models of the records, one for each kind, whose documents are hydrated as mongoose does by default. */
import mongoose, { type HydratedDocument, type Model, Schema } from 'mongoose';

const INNER = { _id: false, id: false } as const;

/** An element that repeats; missing stays missing. */
const many = (type: unknown) => ({ type: [type], default: undefined });
const part = (fields: Record<string, unknown>) => new Schema(fields as never, INNER);

const coding = part({ system: String, code: String });
const concept = part({ text: String, coding: many(coding) });
const period = part({ start: String, end: String });
const quantity = part({ value: Number, unit: String });
const money = part({ value: Number, currency: String });
const reference = part({ reference: String, display: String });
const humanName = part({ text: String, family: String, given: many(String) });

const CONTENTS = {
  Patient: { name: many(humanName), gender: String, birthDate: String },
  Practitioner: { name: many(humanName) },
  Organization: { name: String },
  Location: { name: String },
  Appointment: {
    status: String,
    start: String,
    description: String,
    participant: many(part({ status: String, actor: reference })),
  },
  Condition: { code: concept, clinicalStatus: concept, onsetDateTime: String },
  AllergyIntolerance: { code: concept, criticality: String },
  Observation: {
    status: String,
    code: concept,
    effectiveDateTime: String,
    valueQuantity: quantity,
    valueCodeableConcept: concept,
    component: many(part({ code: concept, valueQuantity: quantity })),
  },
  Encounter: {
    status: String,
    class: coding,
    // Mongoose reads a field named `type` as a type: the tutorial's way around it.
    type: { type: [concept], default: undefined },
    period,
    serviceProvider: reference,
    participant: many(part({ individual: reference })),
    location: many(part({ location: reference })),
  },
  Procedure: { status: String, code: concept, performedPeriod: period },
  Immunization: { vaccineCode: concept, occurrenceDateTime: String },
  MedicationRequest: { status: String, medicationCodeableConcept: concept, authoredOn: String, requester: reference },
  DiagnosticReport: { status: String, code: concept, effectiveDateTime: String },
  Claim: {
    status: String,
    use: String,
    created: String,
    patient: reference,
    provider: reference,
    insurer: reference,
    billablePeriod: period,
    item: many(part({ sequence: Number, servicedDate: String, productOrService: concept, net: money })),
    total: money,
  },
  Coverage: { status: String, subscriberId: String, payor: many(reference) },
} as const;
export type Kind = keyof typeof CONTENTS;

/** What resolvers hand on: the content of a record, a hydrated subdocument that knows its id. */
export type Content = HydratedDocument<{ readonly id: string }> & Readonly<Record<string, never>>;

/** What resolvers are given of a type: its hydrated document. As a class, type-graphql would copy it and lose its fields. */
export type Doc<T> = { readonly [Name in keyof T]: T[Name] };

export interface RecordShape {
  _id: string;
  kind: string;
  patient: string | null;
  at: Date | null;
  writers: string[];
  payers: string[];
  labels: string[];
  content: Content;
}

function schemaOf(kind: Kind): Schema<RecordShape> {
  const content = part(CONTENTS[kind]);
  content.virtual('id').get(function (this: { ownerDocument(): { _id: string } }) {
    return this.ownerDocument()._id.slice(kind.length + 1);
  });
  const fields = {
    _id: String,
    kind: String,
    patient: String,
    at: Date,
    writers: [String],
    payers: [String],
    labels: [String],
    content,
  };
  return new Schema(fields as never, { collection: 'records', autoIndex: false, autoCreate: false, versionKey: false });
}

/** The model of a kind; all kinds of a database live in one collection. */
export function modelOf(kind: Kind): Model<RecordShape> {
  return (mongoose.models[kind] as Model<RecordShape> | undefined) ?? mongoose.model<RecordShape>(kind, schemaOf(kind));
}

/** A list of one patient's records, latest first. */
export async function latest(kind: Kind, filter: Record<string, unknown>, first: number): Promise<Content[]> {
  const found = await modelOf(kind)
    .find({ kind, ...filter })
    .sort({ at: -1, _id: -1 })
    .limit(first);
  return found.map(({ content }) => content);
}

export async function byId(kind: Kind, id: string): Promise<Content | null> {
  const found = await modelOf(kind).findById(`${kind}/${id}`);
  return found?.content ?? null;
}

/** The answers of the direct server, written out by hand: what a person would type who needs just these two. */

interface Concept {
  readonly text?: string;
  readonly coding?: readonly { readonly system?: string; readonly code?: string }[];
}
interface Ref {
  readonly reference?: string;
  readonly display?: string;
}
interface Amount {
  readonly value?: number;
  readonly unit?: string;
  readonly currency?: string;
}
interface HumanName {
  readonly text?: string;
  readonly family?: string;
  readonly given?: readonly string[];
}
interface Span {
  readonly start?: string;
  readonly end?: string;
}

/** The elements of all kinds that are read here; `name` is a list for people and a text for places. */
export interface Content {
  readonly status?: string;
  readonly name?: readonly HumanName[] | string;
  readonly gender?: string;
  readonly birthDate?: string;
  readonly start?: string;
  readonly description?: string;
  readonly participant?: readonly { readonly status?: string; readonly actor?: Ref; readonly individual?: Ref }[];
  readonly code?: Concept;
  readonly clinicalStatus?: Concept;
  readonly onsetDateTime?: string;
  readonly criticality?: string;
  readonly effectiveDateTime?: string;
  readonly valueQuantity?: Amount;
  readonly valueCodeableConcept?: Concept;
  readonly component?: readonly { readonly code?: Concept; readonly valueQuantity?: Amount }[];
  readonly class?: { readonly code?: string };
  readonly type?: readonly Concept[];
  readonly period?: Span;
  readonly serviceProvider?: Ref;
  readonly location?: readonly { readonly location?: Ref }[];
  readonly performedPeriod?: Span;
  readonly vaccineCode?: Concept;
  readonly occurrenceDateTime?: string;
  readonly medicationCodeableConcept?: Concept;
  readonly authoredOn?: string;
  readonly requester?: Ref;
  readonly use?: string;
  readonly created?: string;
  readonly patient?: Ref;
  readonly provider?: Ref;
  readonly billablePeriod?: Span;
  readonly insurer?: Ref;
  readonly item?: readonly {
    readonly sequence?: number;
    readonly servicedDate?: string;
    readonly productOrService?: Concept;
    readonly net?: Amount;
  }[];
  readonly total?: Amount;
  readonly subscriberId?: string;
  readonly payor?: readonly Ref[];
}

export interface Row {
  readonly _id: string;
  readonly kind: string;
  readonly at?: Date | null;
  readonly content: Content;
}

/** Names of people and places by `Type/id`. */
export type Names = ReadonlyMap<string, Content>;

const idOf = (row: Row) => row._id.slice(row.kind.length + 1);
const text = (concept: Concept | undefined) => (concept ? { text: concept.text ?? null } : null);
const quantity = (value: Amount | undefined) => value && { value: value.value ?? null, unit: value.unit ?? null };
const money = (value: Amount | undefined) =>
  value ? { value: value.value ?? null, currency: value.currency ?? null } : null;
const span = (period: Span | undefined) => (period ? { start: period.start ?? null, end: period.end ?? null } : null);
const fullNames = (name: Content['name']) =>
  typeof name === 'object'
    ? name.map((one) => ({ text: one.text ?? null, family: one.family ?? null, given: one.given ?? null }))
    : null;

/** The name of a place or organisation. */
function place(ref: Ref | undefined, type: string, names: Names) {
  if (!ref?.reference?.startsWith(`${type}/`)) return null;
  const name = names.get(ref.reference)?.name;
  return { name: typeof name === 'string' ? name : null };
}

function practitioner(ref: Ref | undefined, names: Names) {
  if (!ref?.reference?.startsWith('Practitioner/')) return { practitioner: null };
  const name = names.get(ref.reference)?.name;
  return { practitioner: { name: typeof name === 'object' ? name.map((one) => ({ text: one.text ?? null })) : null } };
}

const SHAPES: Readonly<Record<string, (row: Row, names: Names) => unknown>> = {
  Appointment: ({ content: c, _id }) => ({
    id: _id.slice('Appointment/'.length),
    status: c.status ?? null,
    start: c.start ?? null,
    description: c.description ?? null,
    participant:
      c.participant?.map(({ status, actor }) => ({
        status: status ?? null,
        // The patient takes part too; references to people in their own record show no name.
        actor: actor?.display ? { display: actor.display } : null,
      })) ?? null,
  }),
  Condition: (row) => ({
    id: idOf(row),
    code: text(row.content.code),
    clinicalStatus: row.content.clinicalStatus
      ? { coding: row.content.clinicalStatus.coding?.map(({ code }) => ({ code: code ?? null })) ?? null }
      : null,
    onsetDateTime: row.content.onsetDateTime ?? null,
  }),
  AllergyIntolerance: (row) => ({
    id: idOf(row),
    code: text(row.content.code),
    criticality: row.content.criticality ?? null,
  }),
  Observation: (row) => {
    const c = row.content;
    return {
      id: idOf(row),
      status: c.status ?? null,
      code: c.code
        ? {
            text: c.code.text ?? null,
            coding: c.code.coding?.map(({ system, code }) => ({ system: system ?? null, code: code ?? null })) ?? null,
          }
        : null,
      effectiveDateTime: c.effectiveDateTime ?? null,
      valueQuantity: quantity(c.valueQuantity) ?? null,
      valueCodeableConcept: text(c.valueCodeableConcept),
      component:
        c.component?.map((part) => ({ code: text(part.code), valueQuantity: quantity(part.valueQuantity) ?? null })) ??
        null,
    };
  },
  Encounter: (row, names) => {
    const c = row.content;
    return {
      id: idOf(row),
      status: c.status ?? null,
      class: c.class ? { code: c.class.code ?? null } : null,
      type: c.type?.map(text) ?? null,
      period: span(c.period),
      serviceProvider: place(c.serviceProvider, 'Organization', names),
      participant:
        c.participant?.map(({ individual }) => ({ individual: individual ? practitioner(individual, names) : null })) ??
        null,
      location: c.location?.map(({ location }) => ({ location: place(location, 'Location', names) })) ?? null,
    };
  },
  Procedure: (row) => ({
    id: idOf(row),
    status: row.content.status ?? null,
    code: text(row.content.code),
    performedPeriod: row.content.performedPeriod ? { start: row.content.performedPeriod.start ?? null } : null,
  }),
  Immunization: (row) => ({
    id: idOf(row),
    vaccineCode: text(row.content.vaccineCode),
    occurrenceDateTime: row.content.occurrenceDateTime ?? null,
  }),
  MedicationRequest: (row, names) => ({
    id: idOf(row),
    status: row.content.status ?? null,
    medicationCodeableConcept: text(row.content.medicationCodeableConcept),
    authoredOn: row.content.authoredOn ?? null,
    requester: row.content.requester ? practitioner(row.content.requester, names) : null,
  }),
  DiagnosticReport: (row) => ({
    id: idOf(row),
    status: row.content.status ?? null,
    code: text(row.content.code),
    effectiveDateTime: row.content.effectiveDateTime ?? null,
  }),
  Claim: (row, names) => ({
    id: idOf(row),
    status: row.content.status ?? null,
    billablePeriod: span(row.content.billablePeriod),
    insurer: place(row.content.insurer, 'Organization', names),
    item:
      row.content.item?.map(({ sequence, productOrService, net }) => ({
        sequence: sequence ?? null,
        productOrService: text(productOrService),
        net: money(net),
      })) ?? null,
    total: money(row.content.total),
  }),
  Coverage: (row, names) => ({
    id: idOf(row),
    status: row.content.status ?? null,
    subscriberId: row.content.subscriberId ?? null,
    // Some people pay for themselves.
    payor: row.content.payor?.map((ref) => place(ref, 'Organization', names)).filter((payor) => payor !== null) ?? null,
  }),
};

/** The full chart. `lists` gives the answer's field for each kind. */
export function chart(patient: Row, rows: readonly Row[], names: Names, lists: Readonly<Record<string, string>>) {
  const { name, gender, birthDate } = patient.content;
  const answer: Record<string, unknown> = {
    id: idOf(patient),
    name: fullNames(name),
    gender: gender ?? null,
    birthDate: birthDate ?? null,
  };
  const nodes: Record<string, unknown[]> = {};
  for (const [kind, field] of Object.entries(lists)) {
    const list: unknown[] = [];
    nodes[kind] = list;
    answer[field] = { nodes: list };
  }
  for (const row of rows) nodes[row.kind]?.push(SHAPES[row.kind]?.(row, names));
  return { patient: answer };
}

/** An insurer's page of claims. */
export function claimsPage(rows: readonly Row[], names: Names, pageInfo: object) {
  const nodes = rows.map((row) => {
    const c = row.content;
    const patient = names.get(c.patient?.reference ?? '');
    return {
      id: idOf(row),
      status: c.status ?? null,
      use: c.use ?? null,
      created: c.created ?? null,
      billablePeriod: span(c.billablePeriod),
      patient: patient
        ? {
            id: c.patient?.reference?.slice('Patient/'.length),
            birthDate: patient.birthDate ?? null,
            name: fullNames(patient.name),
          }
        : null,
      provider: c.provider ? { organization: place(c.provider, 'Organization', names) } : null,
      item:
        c.item?.map(({ sequence, servicedDate, net }) => ({
          sequence: sequence ?? null,
          servicedDate: servicedDate ?? null,
          net: money(net),
        })) ?? null,
      total: money(c.total),
    };
  });
  return { claims: { nodes, pageInfo } };
}

/** What Claims and ExplanationsOfBenefit have in common: how they are found, what they imply, how they are stored. */
import { startOf } from '../../exchange/normalise/dates.js';
import { type FhirObject, type FhirValue, idsAt, isObject, objectsOf, stringOf } from '../../shared/fhir-json.js';
import { type ImpliedRecord, type Inheritance, type RelationClaim, VISIT_LABELS } from '../../shared/record-kind.js';
import { containedAs, nameOf, type Payer } from '../payer/payer.js';
import { itemCategoryOf, serviceCategoryOf } from '../service-category/service-category.js';
import { insuranceOf } from './insurance.js';

/** Where the main date of a bill stands: when the service was, else when the bill was made. */
export const BILL_DATES = ['billablePeriod', 'item.servicedPeriod', 'item.servicedDate', 'created'] as const;

/** A bill that was never sent, or never should have been, says nothing about who insures whom. */
const SAYS_NOTHING: ReadonlySet<string> = new Set(['draft', 'cancelled', 'entered-in-error']);

/** Organizations that billed: the provider, or whom the sender names in its place. */
export function providersOf(bill: FhirObject): string[] {
  return [
    ...new Set(['provider', 'facility', 'organization'].flatMap((element) => idsAt(bill, element, 'Organization'))),
  ];
}

/** A bill for a sensitive visit, condition, procedure or medicine is as sensitive. */
export const BILLED_SENSITIVITY: readonly Inheritance[] = [
  { ...VISIT_LABELS, element: 'item.encounter', keys: ['labels'] },
  { element: 'diagnosis.diagnosisReference', kind: 'Condition', keys: ['labels'] },
  { element: 'procedure.procedureReference', kind: 'Procedure', keys: ['labels'] },
  { element: 'prescription', kind: 'MedicationRequest', keys: ['labels'] },
  { element: 'provider', kind: 'PractitionerRole', keys: ['writers'], under: { writers: 'organizations' } },
];

/** Search keys of a bill. `claim` makes one bill of a Claim and what explains it. */
export function billKeys(bill: FhirObject, claim: string | null): Record<string, unknown> {
  return {
    claim,
    use: stringOf(bill['use']),
    created: startOf(bill['created']),
    serviceCategory: serviceCategoryOf(bill),
    payers: insuranceOf(bill)
      .payers.map(({ id }) => id)
      .sort(),
    providers: providersOf(bill).sort(),
    encounters: [
      ...new Set([...idsAt(bill, 'item.encounter', 'Encounter'), ...idsAt(bill, 'encounter', 'Encounter')]),
    ].sort(),
    billedConditions: [...new Set(idsAt(bill, 'diagnosis.diagnosisReference', 'Condition'))].sort(),
  };
}

/**
 * Elements a bill is stored with, in place of those it came with: its service categories, and references that lead to
 * the payer, the coverage and the people it names. Whatever is contained stays behind: nobody asks for it by path.
 */
export function billElements(bill: FhirObject): FhirObject {
  const items = objectsOf(bill['item']);
  return {
    serviceCategory: serviceCategoryOf(bill),
    ...(items.length > 0 && { item: items.map(withCategory) }),
    ...insurerElement(bill),
    ...insuranceElement(bill),
    ...peopleElements(bill),
  };
}

/** An element of that name which a sender made up is dropped: it may hold anything. */
function withCategory(item: FhirObject): FhirObject {
  const category = itemCategoryOf(item);
  if (category !== null) return { ...item, serviceCategory: category };
  if (!Object.hasOwn(item, 'serviceCategory')) return item;
  const { serviceCategory: _, ...rest } = item;
  return rest;
}

function insurerElement(bill: FhirObject): FhirObject {
  const [insurer] = objectsOf(bill['insurer']);
  if (insurer === undefined) return {};
  const [payer] = insuranceOf(bill).payers;
  const { reference, ...rest } = withoutContained(insurer, bill['contained']);
  const target = payer === undefined ? reference : `Organization/${payer.id}`;
  return { insurer: { ...rest, ...(target !== undefined && { reference: target }) } };
}

function insuranceElement(bill: FhirObject): FhirObject {
  const derived = new Map(insuranceOf(bill).derived.map(({ position, id }) => [position, id]));
  if (derived.size === 0) return {};
  const insurance = objectsOf(bill['insurance']).map((entry, position) => {
    const id = derived.get(position);
    const [coverage = {}] = objectsOf(entry['coverage']);
    return id === undefined ? entry : { ...entry, coverage: { ...coverage, reference: `Coverage/${id}` } };
  });
  return insurance.length > 0 ? { insurance } : {};
}

const PEOPLE = ['provider', 'facility', 'enterer'] as const;

/** References to contained people and places become their names; a person who is paid keeps no name at all. */
function peopleElements(bill: FhirObject): FhirObject {
  const { contained } = bill;
  const found: FhirObject = {};
  for (const element of PEOPLE)
    if (isContained(bill[element])) found[element] = withoutContained(bill[element], contained);
  const team = objectsOf(bill['careTeam']);
  if (team.some(({ provider }) => isContained(provider)))
    found['careTeam'] = team.map((member) =>
      isContained(member['provider'])
        ? { ...member, provider: withoutContained(member['provider'], contained) }
        : member,
    );
  const [payee] = objectsOf(bill['payee']);
  if (isObject(payee?.['party'])) found['payee'] = withParty(payee, contained);
  const information = objectsOf(bill['supportingInfo']);
  if (information.some(({ valueReference }) => isObject(valueReference)))
    found['supportingInfo'] = information.map(withoutPersonName);
  return found;
}

function isContained(value: FhirValue | undefined): value is FhirObject {
  return isObject(value) && stringOf(value['reference'])?.startsWith('#') === true;
}

function withoutContained(value: FhirObject, contained: FhirValue | undefined): FhirObject {
  const target = stringOf(value['reference']);
  if (!target?.startsWith('#')) return value;
  const { reference: _, ...rest } = value;
  const name = stringOf(value['display']) ?? nameOf(containedAs(target, contained));
  return name === null ? rest : { ...rest, display: name };
}

const ESTABLISHED = /^(Organization|Practitioner|PractitionerRole)\b/;

/** The payee may be the patient or a relative: their names are not the bill's to tell. */
function withParty(payee: FhirObject, contained: FhirValue | undefined): FhirObject {
  const { party, ...rest } = payee;
  if (!isObject(party)) return rest;
  const { display: _, identifier: __, ...nameless } = party;
  const target = stringOf(party['reference']);
  const resource = target?.startsWith('#') ? containedAs(target, contained) : undefined;
  const kind =
    resource === undefined ? (target ?? stringOf(party['type']) ?? '') : (stringOf(resource['resourceType']) ?? '');
  if (ESTABLISHED.test(kind)) return { ...rest, party: withoutContained(party, contained) };
  return target === null || target.startsWith('#') ? rest : { ...rest, party: nameless };
}

function withoutPersonName(information: FhirObject): FhirObject {
  const { valueReference } = information;
  if (!isObject(valueReference) || !/^(Patient|RelatedPerson)\b/.test(stringOf(valueReference['reference']) ?? ''))
    return information;
  const { display: _, ...nameless } = valueReference;
  return { ...information, valueReference: nameless };
}

/** The payers and coverages that a bill implies without holding them. */
export function billImplies(bill: FhirObject): ImpliedRecord[] {
  if (SAYS_NOTHING.has(stringOf(bill['status']) ?? '')) return insuranceOf(bill).payers.flatMap(impliedPayer);
  return [
    ...insuranceOf(bill).payers.flatMap(impliedPayer),
    ...insuranceOf(bill).derived.flatMap(({ id, patient, payer }) => [
      ...impliedPayer(payer),
      {
        kind: 'Coverage',
        id,
        patient,
        keys: { status: 'active', payers: [payer.id] },
        content: {
          resourceType: 'Coverage',
          status: 'active',
          beneficiary: { reference: `Patient/${patient}` },
          payor: [{ reference: `Organization/${payer.id}` }],
        },
      },
    ]),
  ];
}

/** A payer known by name only, as an Organization of type payer. */
export function impliedPayer({ id, name, named }: Payer): ImpliedRecord[] {
  if (!named || name === null) return [];
  const type = [
    { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/organization-type', code: 'pay', display: 'Payer' }] },
  ];
  return [{ kind: 'Organization', id, patient: null, keys: {}, content: { resourceType: 'Organization', type }, name }];
}

/**
 * Whom a bill ties to its patient: the organisation that bills for good, as it must keep its books; the insurer of a
 * derived coverage, of which no period is known. A Coverage record speaks for itself.
 */
export function billRelations(bill: FhirObject): RelationClaim[] {
  const [patient] = idsAt(bill, 'patient', 'Patient');
  const status = stringOf(bill['status']) ?? '';
  if (patient === undefined || status === 'entered-in-error') return [];
  const bills = providersOf(bill).map((id) => ({ patient, party: `Organization/${id}`, as: 'bills' as const }));
  if (SAYS_NOTHING.has(status)) return bills;
  const insures = insuranceOf(bill).derived.map(({ payer }) => ({
    patient,
    party: `Organization/${payer.id}`,
    as: 'insures' as const,
  }));
  return [...bills, ...insures];
}

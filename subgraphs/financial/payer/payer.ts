/**
 * Who pays. Many senders name an insurer and nothing else, so a payer known by name only gets an Organization id made
 * of the name: the same name gives the same payer, whoever wrote it and in whatever case.
 */
import { createHash } from 'node:crypto';
import { type FhirObject, type FhirValue, idOf, isObject, objectsOf, stringOf } from '../../shared/fhir-json.js';

export interface Payer {
  /** Organization id. */
  readonly id: string;
  /** What the sender calls it; null where only a reference says who it is. */
  readonly name: string | null;
  /** Known by name only: its id is made of the name. */
  readonly named: boolean;
}

/** Names that stand for having no payer. A payer made of them would reach everybody who pays for themselves. */
const NOBODY: ReadonlySet<string> = new Set(['no-insurance', 'uninsured', 'self-pay', 'none', 'unknown']);

/** Longer slugs are cut, and told apart by a hash. */
const LONGEST_SLUG = 48;

/** The Organization id of a payer known by name: `payer-blue-cross-blue-shield`; null where the name says nobody. */
export function payerIdOf(name: string): string | null {
  const slug = slugOf(name);
  return slug === '' || NOBODY.has(slug) ? null : `payer-${slug}`;
}

function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
  const slug = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
  // What ASCII cannot say would be lost, and two names would become one payer.
  const lossy = /[^a-z0-9\P{L}]/u.test(plain);
  if (!lossy && slug.length <= LONGEST_SLUG) return slug;
  const hash = createHash('sha256').update(plain).digest('hex').slice(0, 10);
  return [slug.slice(0, LONGEST_SLUG - 11).replace(/-$/, ''), hash].filter((part) => part !== '').join('-');
}

/** The payer that a Reference names, `contained` being what the resource contains; null for persons and for nobody. */
export function payerOf(reference: FhirValue | undefined, contained: FhirValue | undefined): Payer | null {
  if (!isObject(reference)) return null;
  const target = stringOf(reference['reference']);
  const display = stringOf(reference['display']);
  if (target?.startsWith('#')) return payerNamed(nameOf(containedAs(target, contained)) ?? display);
  const id = target === null ? null : idOf(target, 'Organization');
  if (id !== null) return { id, name: display, named: false };
  // Whoever pays for themselves or for a relative is no insurer: their name must not become an organisation's.
  if (/^(Patient|RelatedPerson)\b/.test(target ?? stringOf(reference['type']) ?? '')) return null;
  return payerNamed(display);
}

function payerNamed(name: string | null): Payer | null {
  const id = name === null ? null : payerIdOf(name);
  return id === null ? null : { id, name, named: true };
}

/** The contained resource behind `#id`. */
export function containedAs(target: string, contained: FhirValue | undefined): FhirObject | undefined {
  return objectsOf(contained).find((resource) => `#${stringOf(resource['id']) ?? ''}` === target);
}

/** The name of an organisation, a place or a practitioner; null for all others. */
export function nameOf(resource: FhirObject | undefined): string | null {
  switch (resource?.['resourceType']) {
    case 'Organization':
    case 'Location':
      return stringOf(resource['name']);
    case 'Practitioner':
      return personName(objectsOf(resource['name'])[0]);
    default:
      return null;
  }
}

function personName(name: FhirObject | undefined): string | null {
  const given = Array.isArray(name?.['given']) ? name['given'].filter((part) => typeof part === 'string') : [];
  const family = stringOf(name?.['family']);
  const whole = [...given, ...(family === null ? [] : [family])].join(' ');
  return stringOf(name?.['text']) ?? (whole === '' ? null : whole);
}

/** Coverage of type `pay` is an agreement to pay for oneself (http://terminology.hl7.org/CodeSystem/coverage-selfpay). */
function isSelfPay(coverage: FhirObject): boolean {
  const type = coverage['type'];
  return objectsOf(isObject(type) ? type['coding'] : undefined).some((coding) => coding['code'] === 'pay');
}

/**
 * The payers of a Coverage, each once.
 * @param contained what contains them, where the Coverage itself is contained.
 */
export function payersOfCoverage(coverage: FhirObject, contained = coverage['contained']): Payer[] {
  if (isSelfPay(coverage)) return [];
  const people = personNames(coverage);
  const payers = objectsOf(coverage['payor'])
    .map((payor) => payerOf(payor, contained))
    .filter((payer) => payer !== null)
    .filter((payer) => !payer.named || !people.has(payer.name));
  return [...new Map(payers.map((payer) => [payer.id, payer])).values()];
}

/** Names of the insured: a payor who bears one of them is a person, whatever the sender left out. */
function personNames(coverage: FhirObject): ReadonlySet<string | null> {
  return new Set(
    ['beneficiary', 'subscriber', 'policyHolder'].flatMap((element) =>
      objectsOf(coverage[element]).flatMap((person) => stringOf(person['display']) ?? []),
    ),
  );
}

import type { FhirResource } from './fhir.js';
import type { ReferenceForm } from './people.js';
import { CONDITIONAL_REFERENCES } from './places.js';
import { uuidOf } from './random.js';

export interface DemoEntry {
  fullUrl: string;
  resource: FhirResource;
  request?: { method: 'PUT'; url: string };
}

export interface DemoBundle {
  resourceType: 'Bundle';
  type: 'transaction' | 'collection';
  entry: DemoEntry[];
}

const BASE = 'https://demo.chartlens.example/fhir';

/**
 * Packs records as senders do. `plain` and `contained`: a transaction, references are `Type/id`. `urn`: a collection
 * whose entries have `urn:uuid:` addresses, by which they refer to each other. `conditional`: staff, places and
 * organisations are named by identifier (`Practitioner?identifier=system|value`).
 */
export function packBundle(resources: readonly FhirResource[], form: ReferenceForm): DemoBundle {
  if (form === 'urn') return urnBundle(resources);
  const shown =
    form === 'conditional' ? resources.map((resource) => renamed(resource, CONDITIONAL_REFERENCES)) : resources;
  return { resourceType: 'Bundle', type: 'transaction', entry: shown.map(transactionEntry) };
}

function transactionEntry(resource: FhirResource): DemoEntry {
  const address = `${resource.resourceType}/${resource.id}`;
  return { fullUrl: `${BASE}/${address}`, resource, request: { method: 'PUT', url: address } };
}

function urnBundle(resources: readonly FhirResource[]): DemoBundle {
  const addresses = new Map<string, string>();
  for (const { resourceType, id } of resources) {
    const address = `${resourceType}/${id}`;
    addresses.set(address, `urn:uuid:${uuidOf(address)}`);
  }
  const entry = resources.map((resource) => ({
    fullUrl: addresses.get(`${resource.resourceType}/${resource.id}`) ?? '',
    resource: renamed(resource, addresses),
  }));
  return { resourceType: 'Bundle', type: 'collection', entry };
}

/** The resource with its references renamed in place; nobody else holds the objects of a fresh chart. */
function renamed(resource: FhirResource, names: ReadonlyMap<string, string>): FhirResource {
  rename(resource, names);
  return resource;
}

function rename(value: unknown, names: ReadonlyMap<string, string>): void {
  if (value === null || typeof value !== 'object') return;
  if (Array.isArray(value)) {
    for (const member of value) rename(member, names);
    return;
  }
  const element = value as Record<string, unknown>;
  for (const key of Object.keys(element)) {
    const member = element[key];
    const name = key === 'reference' && typeof member === 'string' ? names.get(member) : undefined;
    if (name === undefined) rename(member, names);
    else element[key] = name;
  }
}

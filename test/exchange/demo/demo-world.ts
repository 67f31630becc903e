import {
  type DemoBundle,
  type DemoOptions,
  demoBundles,
  type FhirResource,
} from '../../../subgraphs/exchange/demo/index.js';

/** Demo data of one run, looked at from several sides. */
export interface DemoWorld {
  readonly bundles: readonly DemoBundle[];
  readonly resources: readonly FhirResource[];
  readonly byReference: ReadonlyMap<string, FhirResource>;
  /** Bundle of each patient by patient id. */
  readonly charts: ReadonlyMap<string, DemoBundle>;
}

export function demoWorld(options?: DemoOptions): DemoWorld {
  const bundles = [...demoBundles(options)];
  const resources = bundles.flatMap(({ entry }) => entry.map(({ resource }) => resource));
  const byReference = new Map(resources.map((resource) => [`${resource.resourceType}/${resource.id}`, resource]));
  const charts = new Map(bundles.slice(1).map((bundle) => [bundle.entry[0]?.resource.id ?? '', bundle]));
  return { bundles, resources, byReference, charts };
}

/** The value at a path of element names; arrays along the way are walked, so that the result is a list. */
export function at(value: unknown, ...path: string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((member) => at(member, ...path));
  const [first, ...rest] = path;
  if (first === undefined) return value === undefined ? [] : [value];
  if (value === null || typeof value !== 'object') return [];
  return at((value as Record<string, unknown>)[first], ...rest);
}

export function ofType(chart: DemoBundle | undefined, type: string): FhirResource[] {
  return (chart?.entry ?? []).map(({ resource }) => resource).filter(({ resourceType }) => resourceType === type);
}

/** Every `reference` string in a resource. */
export function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, member]) =>
    key === 'reference' && typeof member === 'string' ? [member] : referencesIn(member),
  );
}

/** Codes of the security labels of a resource. */
export function labelsOf(resource: FhirResource | undefined): unknown[] {
  return at(resource, 'meta', 'security', 'code');
}

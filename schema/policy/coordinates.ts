/** Names of schema coordinates, and which of them are federation's own machinery. */

export function fieldCoordinate(type: string, field: string, argument?: string): string {
  return argument === undefined ? `${type}.${field}` : `${type}.${field}(${argument}:)`;
}

/** Types and fields that GraphQL and federation bring along; they hold no record. */
export function isFederationMachinery(name: string): boolean {
  return name.startsWith('_') || name.startsWith('federation__') || name.startsWith('link__');
}

/** Arguments that page through a list or name a record by key, and so look at no stored value. */
export const ARGUMENT_FREE: ReadonlySet<string> = new Set(['first', 'after', 'id', 'representations']);

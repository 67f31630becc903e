/** Names of schema coordinates, and which of them are federation's own machinery. */

export function fieldCoordinate(type: string, field: string, argument?: string): string {
  return argument === undefined ? `${type}.${field}` : `${type}.${field}(${argument}:)`;
}

/** Types and fields that GraphQL and federation bring along; they hold no record. */
export function isFederationMachinery(name: string): boolean {
  return name.startsWith('_') || name.startsWith('federation__') || name.startsWith('link__');
}

/** The type of entry points that change the record. */
export const MUTATION = 'Mutation';

/** Arguments that page through a list or name a record by key, and so look at no stored value. */
const ARGUMENT_FREE: ReadonlySet<string> = new Set(['first', 'after', 'id', 'representations']);

/** Whether an argument looks at no stored value, so that it needs no facet: paging, keys, and what a change is told. */
export function isFreeArgument(type: string, argument: string): boolean {
  return type === MUTATION || ARGUMENT_FREE.has(argument);
}

/** Where the value of a field comes from, in words for those who know FHIR. */
import { type GraphQLObjectType, type GraphQLSchema, getNamedType, isObjectType } from 'graphql';
import type { Coordinate, FieldPolicy } from '../policy/catalogue.js';
import { fieldCoordinate } from '../policy/coordinates.js';
import type { Policy } from '../policy/decide.js';
import type { Role } from '../policy/viewer.js';

/** So many sources are named. */
const NAMED = 4;

/** Types whose fields are elements of FHIR: the kinds of record, and whatever stands in one under its own name. */
export function fhirTypes(schema: GraphQLSchema, kinds: readonly string[], policy: Policy): ReadonlySet<string> {
  const found = new Set<string>();
  const follow = (type: GraphQLObjectType): void => {
    if (found.has(type.name)) return;
    found.add(type.name);
    for (const field of Object.values(type.getFields())) {
      const inner = getNamedType(field.type);
      const known = policy.catalogue.fields.get(fieldCoordinate(type.name, field.name));
      if (known && isElement(known) && isObjectType(inner)) follow(inner);
    }
  };
  for (const kind of kinds) {
    const type = schema.getType(kind);
    if (isObjectType(type)) follow(type);
  }
  return found;
}

/** Shows an element of its record as it is. */
export function isElement({ needs, sources, records, asksStore }: FieldPolicy): boolean {
  return !needs && sources.length === 0 && !records?.length && !asksStore;
}

/**
 * The FHIR element, or what the field is computed from; empty for what is neither. Of sources only those that the role may
 * read are named: the page of a role must not tell of fields that do not exist for it.
 */
export function sourceOf(role: Role, coordinate: Coordinate, fhir: ReadonlySet<string>, policy: Policy): string {
  const known = policy.catalogue.fields.get(coordinate);
  const [type = ''] = coordinate.split('.');
  if (!known) return '';
  if (isElement(known)) return fhir.has(type) ? `FHIR \`${coordinate}\`` : '';
  const paths = (known.needs ?? []).map((path) => `${type}.${path}`);
  const elements = [...paths, ...known.sources].filter((source) => mayName(role, source, policy));
  const named = [...new Set([...elements, ...(known.records ?? [])])];
  if (named.length === 0) return 'computed';
  const more = named.length > NAMED ? ` and ${named.length - NAMED} more` : '';
  return `computed from ${named
    .slice(0, NAMED)
    .map((name) => `\`${name}\``)
    .join(', ')}${more}`;
}

/** A path may go deeper than the field that holds it. */
function mayName(role: Role, path: string, policy: Policy): boolean {
  const coordinate = path.split('.').slice(0, 2).join('.');
  return policy.catalogue.fields.has(coordinate) && policy.mayRead(role, coordinate);
}

/** One page for each role: what it is for, what it reads, and every type and field of its view. */
import { buildSchema, type GraphQLField, type GraphQLObjectType, isObjectType } from 'graphql';
import type { Coordinate } from '../policy/catalogue.js';
import { fieldCoordinate, MUTATION } from '../policy/coordinates.js';
import type { Policy } from '../policy/decide.js';
import { FACETS } from '../policy/facets.js';
import { ROLE_GRANTS } from '../policy/roles.js';
import type { Role } from '../policy/viewer.js';
import { type ExampleResource, examplesIn } from './field-examples.js';
import { meaningOf } from './field-meanings.js';
import { fhirTypes, sourceOf } from './field-sources.js';

/** What a page tells beside the schema itself. */
export interface DocsParts {
  readonly policy: Policy;
  /** The kinds of record. */
  readonly kinds: readonly string[];
  /** Records from which examples are taken: of people who never lived. */
  readonly resources: readonly ExampleResource[];
}

interface Page {
  readonly role: Role;
  readonly policy: Policy;
  readonly fhir: ReadonlySet<string>;
  readonly examples: ReadonlyMap<Coordinate, string>;
}

/** The page of a role, in Markdown. */
export function roleDocs(role: Role, sdl: string, { policy, kinds, resources }: DocsParts): string {
  const { title, purpose, grants, writes = [] } = ROLE_GRANTS[role];
  const schema = buildSchema(sdl, { assumeValidSDL: true });
  const page = { role, policy, fhir: fhirTypes(schema, kinds, policy), examples: examplesIn(schema, resources) };
  const types = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('_'));
  const entry = ['Query', MUTATION].flatMap((root) => types.filter(({ name }) => name === root));
  const others = types.filter((type) => !entry.includes(type)).sort((a, b) => (a.name < b.name ? -1 : 1));
  return [
    `# ${title}`,
    '',
    purpose,
    '',
    'Derived by `npm run build:schema`. Never edited. Where a field says no meaning of its own, it means what FHIR R4 says of',
    'its source. Examples are of people who never lived.',
    '',
    '## What this role reads',
    '',
    ...grants.map((facet) => `- **${facet}**: ${FACETS[facet]}`),
    ...(writes.length > 0
      ? ['', '## What this role changes', '', ...writes.map((facet) => `- **${facet}**: ${FACETS[facet]}`)]
      : []),
    '',
    ...[...entry, ...others].flatMap((type) => section(type, page)),
  ].join('\n');
}

function section(type: GraphQLObjectType, page: Page): string[] {
  const lines = Object.values(type.getFields()).map((field) => line(type, field, page));
  return [
    `## ${type.name}`,
    '',
    ...(type.description ? [type.description, ''] : []),
    '| field | type | facet | meaning | source | example |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines,
    '',
  ];
}

function line(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>, page: Page): string {
  const { role, policy, fhir, examples } = page;
  const at = fieldCoordinate(type.name, field.name);
  const facet = policy.catalogue.fields.get(at)?.facet ?? '';
  const args = field.args.map(({ name }) => name).join(', ');
  const name = args ? `${field.name}(${args})` : field.name;
  return `| \`${name}\` | \`${String(field.type)}\` | ${facet} | ${field.description ?? meaningOf(type.name, field.name)} | ${sourceOf(role, at, fhir, policy)} | ${examples.get(at) ?? ''} |`;
}

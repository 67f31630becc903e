/** One page for each role: what it is for, what it reads, and every type and field of its view. */
import { buildSchema, type GraphQLField, type GraphQLObjectType, isObjectType } from 'graphql';
import { fieldCoordinate, MUTATION } from '../policy/coordinates.js';
import type { Policy } from '../policy/decide.js';
import { FACETS } from '../policy/facets.js';
import { ROLE_GRANTS } from '../policy/roles.js';
import type { Role } from '../policy/viewer.js';

export function roleDocs(role: Role, sdl: string, policy: Policy): string {
  const { title, purpose, grants, writes = [] } = ROLE_GRANTS[role];
  const types = Object.values(buildSchema(sdl, { assumeValidSDL: true }).getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('_'));
  const entry = ['Query', MUTATION].flatMap((root) => types.filter(({ name }) => name === root));
  const others = types.filter((type) => !entry.includes(type)).sort((a, b) => (a.name < b.name ? -1 : 1));
  return [
    `# ${title}`,
    '',
    purpose,
    '',
    'Derived by `npm run build:schema`. Never edited.',
    '',
    '## What this role reads',
    '',
    ...grants.map((facet) => `- **${facet}**: ${FACETS[facet]}`),
    ...(writes.length > 0
      ? ['', '## What this role changes', '', ...writes.map((facet) => `- **${facet}**: ${FACETS[facet]}`)]
      : []),
    '',
    ...[...entry, ...others].flatMap((type) => section(type, policy)),
  ].join('\n');
}

function section(type: GraphQLObjectType, policy: Policy): string[] {
  const lines = Object.values(type.getFields()).map((field) => line(type, field, policy));
  return [
    `## ${type.name}`,
    '',
    ...(type.description ? [type.description, ''] : []),
    '| field | type | facet | meaning |',
    '| --- | --- | --- | --- |',
    ...lines,
    '',
  ];
}

function line(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>, policy: Policy): string {
  const facet = policy.catalogue.fields.get(fieldCoordinate(type.name, field.name))?.facet ?? '';
  const args = field.args.map(({ name }) => name).join(', ');
  const name = args ? `${field.name}(${args})` : field.name;
  return `| \`${name}\` | \`${String(field.type)}\` | ${facet} | ${field.description ?? ''} |`;
}

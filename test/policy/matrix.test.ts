import { buildSchema, type GraphQLObjectType, isObjectType, type OperationDefinitionNode, parse } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { deriveAll, staleFiles } from '../../schema/build.js';
import { readRoleSdl } from '../../schema/derive/generated.js';
import { catalogue } from '../../schema/policy/catalogue.js';
import { createPolicy } from '../../schema/policy/decide.js';
import { ROLE_GRANTS } from '../../schema/policy/roles.js';
import { ROLES, type Role } from '../../schema/policy/viewer.js';
import { administrative } from '../../subgraphs/administrative/subgraph.js';
import { clinical } from '../../subgraphs/clinical/subgraph.js';
import { financial } from '../../subgraphs/financial/subgraph.js';
import { population } from '../../subgraphs/population/subgraph.js';
import { refusals } from '../../subgraphs/shared/guard.js';
import { buildSubgraph } from '../../subgraphs/shared/subgraph.js';

const subgraphs = await Promise.all([administrative, clinical, financial, population].map(buildSubgraph));
const policy = createPolicy();
const fields = [...catalogue.fields.keys()].sort();
const args = [...catalogue.arguments.keys()].sort();

const ENTRY_POINTS: ReadonlySet<string> = new Set(['Query', 'Mutation']);

/** What the two homes of the policy say, without the code that decides. */
function isGranted(role: Role, coordinate: string): boolean {
  const facet = (catalogue.fields.get(coordinate) ?? catalogue.arguments.get(coordinate))?.facet;
  const { grants, writes = [] } = ROLE_GRANTS[role];
  const granted: readonly string[] = coordinate.startsWith('Mutation.') ? writes : grants;
  return facet !== undefined && granted.includes(facet);
}

describe('the derived files', () => {
  let derived: Map<string, string>;
  beforeAll(async () => {
    derived = await deriveAll();
  });

  it('are what facets and grants say today', async () => {
    expect(await staleFiles(derived)).toEqual([]);
  });

  it('are the same bytes when derived again', async () => {
    expect(await deriveAll()).toEqual(derived);
  });
});

describe.each(ROLES)('the view of the %s', (role) => {
  const view = buildSchema(readRoleSdl(role), { assumeValidSDL: true });
  const typeIn = (name: string) => view.getType(name) as GraphQLObjectType | undefined;

  it('has no field and no argument that is not granted', () => {
    const opened = Object.values(view.getTypeMap())
      .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
      .flatMap((type) =>
        Object.values((type as GraphQLObjectType).getFields()).flatMap((field) => [
          `${type.name}.${field.name}`,
          ...field.args
            // What a change is told looks at nothing stored.
            .filter(({ name }) => type.name !== 'Mutation' && !['first', 'after', 'id'].includes(name))
            .map(({ name }) => `${type.name}.${field.name}(${name}:)`),
        ]),
      )
      .filter((coordinate) => !isGranted(role, coordinate));
    expect(opened).toEqual([]);
  });

  it('has every granted field of the types it shows', () => {
    const missing = fields.filter((coordinate) => {
      const [type = '', field = ''] = coordinate.split('.');
      const shown = typeIn(type);
      if (!shown || !isGranted(role, coordinate)) return false;
      // An entity of which nothing but keys is granted is shown by its id alone.
      const facets = fields
        .filter((at) => at.startsWith(`${type}.`) && isGranted(role, at))
        .map((at) => catalogue.fields.get(at)?.facet);
      return (
        shown.getFields()[field] === undefined &&
        catalogue.fields.get(coordinate)?.facet !== 'key' &&
        facets.some((facet) => facet !== 'key') &&
        leadsSomewhere(type, field)
      );
    });
    expect(missing).toEqual([]);
  });

  /** Whether the field's type has anything granted at all. */
  function leadsSomewhere(type: string, field: string): boolean {
    const definition = subgraphs
      .map(({ schema }) => (schema.getType(type) as GraphQLObjectType | undefined)?.getFields()[field])
      .find(Boolean);
    const name = String(definition?.type).replaceAll(/[[\]!]/g, '');
    const inner = fields.filter((at) => at.startsWith(`${name}.`));
    return (
      inner.length === 0 || inner.some((at) => isGranted(role, at) && catalogue.fields.get(at)?.facet !== 'element')
    );
  }

  it('is guarded alike: every field of every subgraph, asked for straight, is refused unless granted', () => {
    const wrong: string[] = [];
    for (const { schema } of subgraphs)
      for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
        if (type.name.startsWith('_')) continue;
        for (const field of Object.values(type.getFields())) {
          if (field.name.startsWith('_')) continue;
          const coordinate = `${type.name}.${field.name}`;
          const document = parse(
            ENTRY_POINTS.has(type.name)
              ? `${type.name.toLowerCase()} { ${field.name} }`
              : // A type condition is walked wherever it stands: also where a subgraph has no entities.
                `{ ... on ${type.name} { ${field.name} } }`,
          );
          const refused = refusals(schema, document.definitions[0] as OperationDefinitionNode, {}, (at) =>
            policy.mayRead(role, at),
          );
          if ((refused.length === 0) !== isGranted(role, coordinate)) wrong.push(coordinate);
        }
      }
    expect(wrong).toEqual([]);
  });

  it('agrees with the decision on every argument', () => {
    expect(args.filter((at) => policy.mayRead(role, at) !== isGranted(role, at))).toEqual([]);
  });
});

/** The documentation of the role's schema: what is granted and nothing else. */
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql';
import { useState } from 'preact/hooks';

/** How many finds of a search are listed. */
const LISTED = 30;

/** A type of the schema, its fields, and the way on to theirs. */
export function Docs({
  schema,
  shown,
  onShow,
}: {
  readonly schema: GraphQLSchema;
  readonly shown: string;
  readonly onShow: (type: string) => void;
}) {
  const [search, setSearch] = useState('');
  const type = schema.getType(shown) ?? schema.getQueryType();
  return (
    <div class="docs">
      <label class="field">
        <span>Search the schema</span>
        <input type="search" value={search} onInput={(event) => setSearch(event.currentTarget.value)} />
      </label>
      {search.length > 1 ? (
        <Found
          schema={schema}
          search={search}
          onShow={(name) => {
            setSearch('');
            onShow(name);
          }}
        />
      ) : (
        type && <Type type={type} schema={schema} onShow={onShow} />
      )}
    </div>
  );
}

interface Shows {
  readonly onShow: (type: string) => void;
}

function Type({ type, schema, onShow }: Shows & { readonly type: GraphQLNamedType; readonly schema: GraphQLSchema }) {
  const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((root) => root?.name ?? []);
  return (
    <>
      <p class="roots">
        {roots.map((root) => (
          <TypeLink key={root} name={root} onShow={onShow} />
        ))}
      </p>
      <h3>{type.name}</h3>
      {type.description && <p class="quiet">{type.description}</p>}
      <dl>
        {membersOf(type).map((member) => (
          <Member key={member.name} member={member} onShow={onShow} />
        ))}
      </dl>
      {isEnumType(type) && (
        <ul>
          {type.getValues().map(({ name, description }) => (
            <li key={name}>
              <code>{name}</code> <span class="quiet">{description}</span>
            </li>
          ))}
        </ul>
      )}
      {isUnionType(type) && type.getTypes().map(({ name }) => <TypeLink key={name} name={name} onShow={onShow} />)}
    </>
  );
}

type MemberOf = GraphQLField<unknown, unknown> | GraphQLInputField;

function membersOf(type: GraphQLNamedType): MemberOf[] {
  const has = isObjectType(type) || isInterfaceType(type) || isInputObjectType(type);
  return has ? Object.values(type.getFields()) : [];
}

function Member({ member, onShow }: Shows & { readonly member: MemberOf }) {
  const taken = 'args' in member ? member.args : [];
  return (
    <>
      <dt>
        <code>{member.name}</code>: <TypeName type={member.type} onShow={onShow} />
      </dt>
      <dd>
        {member.description}
        {taken.length > 0 && (
          <details>
            <summary>
              {taken.length} {taken.length === 1 ? 'argument' : 'arguments'}
              <span class="unseen"> of {member.name}</span>
            </summary>
            <ul>
              {taken.map((argument) => (
                <Argument key={argument.name} argument={argument} onShow={onShow} />
              ))}
            </ul>
          </details>
        )}
      </dd>
    </>
  );
}

function Argument({ argument, onShow }: Shows & { readonly argument: GraphQLArgument }) {
  return (
    <li>
      <code>{argument.name}</code>: <TypeName type={argument.type} onShow={onShow} />{' '}
      <span class="quiet">{argument.description}</span>
    </li>
  );
}

function TypeName({ type, onShow }: Shows & { readonly type: GraphQLType }) {
  const named = getNamedType(type);
  if (isSpecifiedScalarType(named)) return <code>{String(type)}</code>;
  return <TypeLink name={named.name} label={String(type)} onShow={onShow} />;
}

function TypeLink({ name, label = name, onShow }: Shows & { readonly name: string; readonly label?: string }) {
  return (
    <button type="button" class="link" onClick={() => onShow(name)}>
      <code>{label}</code>
    </button>
  );
}

function Found({ schema, search, onShow }: Shows & { readonly schema: GraphQLSchema; readonly search: string }) {
  const wanted = search.toLowerCase();
  const found = Object.values(schema.getTypeMap())
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type) => [
      ...(type.name.toLowerCase().includes(wanted) ? [{ type: type.name, name: type.name }] : []),
      ...membersOf(type)
        .filter(({ name }) => name.toLowerCase().includes(wanted))
        .map(({ name }) => ({ type: type.name, name: `${type.name}.${name}` })),
    ]);
  return (
    <>
      <p class="quiet" role="status">
        {found.length} found{found.length > LISTED && `, the first ${LISTED}`}
      </p>
      <ul>
        {found.slice(0, LISTED).map(({ type, name }) => (
          <li key={name}>
            <TypeLink name={type} label={name} onShow={onShow} />
          </li>
        ))}
      </ul>
    </>
  );
}

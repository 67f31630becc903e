/** One subgraph of the naive stack, a process of its own: type-graphql, shield on every field, hydrated mongoose. */
import 'reflect-metadata';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { type GraphQLSchema, parse } from 'graphql';
import { applyMiddleware, type IMiddlewareTypeMap } from 'graphql-middleware';
import mongoose from 'mongoose';
import { buildSchema, createResolversMap, type NonEmptyArray } from 'type-graphql';
import { shield } from '../../../subgraphs/shared/graphql-shield.js';
import { serveMeasured } from '../child.js';
import { anybody, type Context, isAuthenticated, USER_HEADER, type User } from './user.js';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])\n';

async function definitionOf(name: string) {
  if (name === 'administrative') return (await import('./administrative.js')).ADMINISTRATIVE;
  if (name === 'clinical') return (await import('./clinical.js')).CLINICAL;
  return (await import('./financial.js')).FINANCIAL;
}

async function schemaOf(name: string): Promise<GraphQLSchema> {
  const { types, resolvers, references, permissions } = await definitionOf(name);
  const plain = await buildSchema({
    resolvers: resolvers as unknown as NonEmptyArray<new () => object>,
    orphanedTypes: [...types],
    skipCheck: true,
    validate: false,
  });
  const map = { ...createResolversMap(plain) } as Record<string, Record<string, unknown>>;
  for (const [type, __resolveReference] of Object.entries(references)) map[type] = { ...map[type], __resolveReference };
  const typeDefs = parse(`${LINK}\n${printSchemaWithDirectives(plain)}`);
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: map as never }]);
  const rules = { ...permissions, Query: { '*': isAuthenticated, _service: anybody }, _Service: { '*': anybody } };
  const generator = shield(rules, { fallbackRule: isAuthenticated, allowExternalErrors: true });
  return applyMiddleware(schema, generator.generate(schema) as IMiddlewareTypeMap);
}

const SILENT = { debug() {}, info() {}, warn() {}, error: console.error };

await serveMeasured(async ({ uri, prefix, subgraph = '' }) => {
  await mongoose.connect(uri, { dbName: `${prefix}_${subgraph}`, maxPoolSize: 20 });
  const server = new ApolloServer<Context>({ schema: await schemaOf(subgraph), logger: SILENT });
  const { url } = await startStandaloneServer(server, {
    listen: { port: 0, host: '127.0.0.1' },
    context: async ({ req }) => {
      const told = req.headers[USER_HEADER];
      return { user: typeof told === 'string' ? (JSON.parse(told) as User) : null };
    },
  });
  return { url };
});

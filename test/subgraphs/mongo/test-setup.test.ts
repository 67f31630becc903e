import 'reflect-metadata';
import { createRequire } from 'node:module';
import { execute, GraphQLSchema, parse } from 'graphql';
import mongoose from 'mongoose';
import { buildSchema, Field, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { describe, expect, it } from 'vitest';
import { freshPrefix, mongoUri } from '../../support/engine.js';

@ObjectType()
class Visit {
  @Field()
  reason!: string;

  @Field(() => Int)
  minutes!: number;
}

@Resolver(Visit)
class VisitResolver {
  @Query(() => Visit)
  visit(): Visit {
    return { reason: 'annual check', minutes: 20 };
  }
}

describe('the test setup', () => {
  const prefix = freshPrefix();

  it('emits the metadata from which type-graphql infers the type of a field', async () => {
    const schema = await buildSchema({ resolvers: [VisitResolver] });
    const answer = await execute({ schema, document: parse('{ visit { reason minutes } }') });
    expect(answer).toEqual({ data: { visit: { reason: 'annual check', minutes: 20 } } });
    expect(schema.getType('Visit')?.toConfig()).toHaveProperty('fields.reason.type.ofType.name', 'String');
  });

  it('has one copy of graphql for imports and for packages that require it', () => {
    const required = createRequire(import.meta.url)('graphql') as { GraphQLSchema: unknown };
    expect(required.GraphQLSchema).toBe(GraphQLSchema);
  });

  it('serves mongoose from the one MongoDB of the run', async () => {
    const connection = await mongoose.createConnection(mongoUri(), { dbName: `${prefix}_clinical` }).asPromise();
    const visits = connection.model('Visit', new mongoose.Schema({ reason: String }));
    await visits.create({ reason: 'annual check' });
    expect(await visits.findOne({}).lean()).toMatchObject({ reason: 'annual check' });
    await connection.close();
  });
});

/** What is wrong with a question to the population. Messages name the place in the question, never a value. */
import { GraphQLError } from 'graphql';

export type CriterionErrorCode = 'BAD_CRITERION' | 'UNKNOWN_CODE_SYSTEM' | 'MIXED_UNITS' | 'EMPTY_PERIOD';

/** `criterion` is a path below the argument: `where.and.0.measurement.unit`. */
export function badCriterion(code: CriterionErrorCode, criterion: string): GraphQLError {
  return new GraphQLError('A criterion of this question cannot be.', { extensions: { code, criterion } });
}

export function populationSpent(limit: number): GraphQLError {
  return new GraphQLError('No further numbers are told this month.', {
    extensions: { code: 'POPULATION_SPENT', limit },
  });
}

export function tooCostly(cost: number, limit: number): GraphQLError {
  return new GraphQLError('The question would cost too much.', {
    extensions: { code: 'POPULATION_TOO_COSTLY', cost, limit },
  });
}

export function tookTooLong(): GraphQLError {
  return new GraphQLError('The question took too long.', { extensions: { code: 'SUBGRAPH_DEADLINE' } });
}

/** Why a change is not made. Each names at most a place of the input, never a value. */
import { GraphQLError } from 'graphql';

export type RefusalCode =
  | 'UNKNOWN_RECORD'
  | 'BAD_RECORD'
  | 'AMOUNTS_DIFFER'
  | 'NOT_YOURS'
  | 'WRONG_STATE'
  | 'TIME_TAKEN';

/** @param input where it is in the arguments: `input.code`, `input.lines.2.net` */
export function refused(code: RefusalCode, input?: string): GraphQLError {
  return new GraphQLError(`The change was refused: ${code}.`, {
    extensions: { code, ...(input !== undefined && { input }) },
  });
}

/** A value that the record cannot take. */
export function badRecord(input: string): GraphQLError {
  return refused('BAD_RECORD', input);
}

/** A record that does not exist, or is out of reach: both are the same. */
export function unknownRecord(input: string): GraphQLError {
  return refused('UNKNOWN_RECORD', input);
}

/** What a change of schema would break for whoever already asks, role by role, and what was announced long enough before. */
import {
  type BreakingChange,
  BreakingChangeType,
  buildSchema,
  findBreakingChanges,
  findDangerousChanges,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
} from 'graphql';

export interface SchemaChanges {
  readonly breaking: readonly string[];
  /** Fields that went after the day that their deprecation named. */
  readonly announced: readonly string[];
  /** What clients may stumble over: a new value of an enum, a new member of a union. */
  readonly dangerous: readonly string[];
}

/** A deprecation says what to take instead and the first day on which the field may be gone. */
export const DEPRECATION = /^.{10,} Goes on (\d{4}-\d{2}-\d{2})\.$/;

/**
 * Compares the schemas of one role.
 * @param today as YYYY-MM-DD.
 */
export function schemaChanges(before: string, after: string, today: string): SchemaChanges {
  const old = schemaOf(before);
  const now = schemaOf(after);
  const changes = findBreakingChanges(old, now);
  const isAnnounced = (change: BreakingChange) => wasAnnounced(change, old, today);
  return {
    breaking: changes.filter((change) => !isAnnounced(change)).map(({ description }) => description),
    announced: changes.filter(isAnnounced).map(({ description }) => description),
    dangerous: findDangerousChanges(old, now).map(({ description }) => description),
  };
}

function schemaOf(sdl: string): GraphQLSchema {
  return buildSchema(sdl, { assumeValidSDL: true });
}

/** graphql-js names the field in its words only: `Type.field was removed.` */
function wasAnnounced({ type, description }: BreakingChange, old: GraphQLSchema, today: string): boolean {
  if (type !== BreakingChangeType.FIELD_REMOVED) return false;
  const [, typeName = '', fieldName = ''] = /^(\w+)\.(\w+) was removed/.exec(description) ?? [];
  const parent = old.getType(typeName);
  if (!isObjectType(parent) && !isInterfaceType(parent)) return false;
  const day = DEPRECATION.exec(parent.getFields()[fieldName]?.deprecationReason ?? '')?.[1];
  return day !== undefined && day <= today;
}

/** Deprecations that do not say what to take instead and when the field goes. */
export function vagueDeprecations(sdl: string): string[] {
  const types = Object.values(schemaOf(sdl).getTypeMap()).filter(
    (type) => (isObjectType(type) || isInterfaceType(type)) && !type.name.startsWith('__'),
  );
  return types.flatMap((type) =>
    isObjectType(type) || isInterfaceType(type)
      ? Object.values(type.getFields())
          .filter(({ deprecationReason }) => deprecationReason != null && !DEPRECATION.test(deprecationReason))
          .map(({ name }) => `${type.name}.${name}`)
      : [],
  );
}

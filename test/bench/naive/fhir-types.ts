/** Elements that several kinds of records hold, as type-graphql classes; each subgraph brings its own copy. */
import 'reflect-metadata';
import { Directive, Field, ObjectType } from 'type-graphql';

/** A field that may be missing. */
export const Maybe = (type: () => unknown) => Field(type as never, { nullable: true });

@Directive('@shareable')
@ObjectType()
export class HumanName {
  @Maybe(() => String) text?: string;
  @Maybe(() => String) family?: string;
  @Maybe(() => [String]) given?: string[];
}

@Directive('@shareable')
@ObjectType()
export class Coding {
  @Maybe(() => String) system?: string;
  @Maybe(() => String) code?: string;
}

@Directive('@shareable')
@ObjectType()
export class CodeableConcept {
  @Maybe(() => String) text?: string;
  @Maybe(() => [Coding]) coding?: Coding[];
}

@Directive('@shareable')
@ObjectType()
export class Period {
  @Maybe(() => String) start?: string;
  @Maybe(() => String) end?: string;
}

@Directive('@shareable')
@ObjectType()
export class Quantity {
  @Maybe(() => Number) value?: number;
  @Maybe(() => String) unit?: string;
}

@Directive('@shareable')
@ObjectType()
export class Money {
  @Maybe(() => Number) value?: number;
  @Maybe(() => String) currency?: string;
}

@Directive('@shareable')
@ObjectType()
export class PageInfo {
  @Field(() => Boolean) hasNextPage!: boolean;
  @Maybe(() => String) endCursor?: string | null;
}

/** Entities that the administrative subgraph owns, where others refer to them. */
export interface EntityRef {
  readonly id: string;
}

/** `Organization/1` as a reference to an entity of the type; null for anything else. */
export function entityOf(reference: string | undefined, type: string): EntityRef | null {
  return reference?.startsWith(`${type}/`) ? { id: reference.slice(type.length + 1) } : null;
}

/** A page of records. */
export function connectionOf<T extends object>(name: string, type: new () => T): new () => { nodes: T[] } {
  @ObjectType(`${name}Connection`)
  class Connection {
    @Field(() => [type]) nodes!: T[];
    @Maybe(() => PageInfo) pageInfo?: PageInfo;
  }
  return Connection;
}

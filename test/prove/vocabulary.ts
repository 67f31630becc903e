/**
 * What questions are asked with: values that stand in the worlds, the hidden ones among them, values that stand nowhere,
 * and cursors, both those of earlier answers and made-up ones that point at hidden records.
 */
import {
  type GraphQLArgument,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { catalogue } from '../../schema/policy/catalogue.js';
import { fieldCoordinate } from '../../schema/policy/coordinates.js';
import type { Random } from '../../subgraphs/exchange/demo/random.js';
import { encodeCursor } from '../../subgraphs/shared/cursor.js';
import type { TwinRecord } from './twin-records.js';

const IMPLAUSIBLE = ['', ' ', 'nobody', '0', '*', '.*', '$ne', 'a|b|c', 'urn:x|', '|code', 'null', 'é', '%', '-1'];
const DAYS = [
  '2020',
  '2020-02',
  '2021-03-12',
  '2022-04-01',
  '2023',
  '2024-06-30',
  '2025-01-01T10:30:00Z',
  '2030',
  '1900',
];
const KEPT_CURSORS = 200;

/** Kinds that an argument of type ID names, where the argument is not called after the kind. */
const KINDS_OF_ARGUMENTS: Readonly<Record<string, string>> = { provider: 'Organization', payer: 'Organization' };

export class Vocabulary {
  /** Values by the field that holds them and by the element. */
  readonly #values = new Map<string, Set<string>>();
  readonly #codes = new Map<string, Set<string>>();
  readonly #ids = new Map<string, string[]>();
  readonly #cursors: string[] = [];

  readonly noted = (coordinate: string, element: string, value: string): void => {
    add(this.#values, coordinate, value);
    if (element === 'code') {
      add(this.#codes, coordinate, value);
      add(this.#codes, coordinate, `urn:${coordinate.slice(coordinate.indexOf('.') + 1)}|${value}`);
    }
  };

  /** Ids of records, visible or not. */
  learn(records: readonly TwinRecord[]): void {
    for (const { told } of records) {
      const known = this.#ids.get(told.kind) ?? [];
      if (!known.includes(told.id)) known.push(told.id);
      this.#ids.set(told.kind, known);
    }
  }

  /** A cursor that an answer gave. */
  learnCursor(cursor: string): void {
    if (this.#cursors.length < KEPT_CURSORS) this.#cursors.push(cursor);
    else this.#cursors[(cursor.length * 31 + cursor.charCodeAt(cursor.length >> 1)) % KEPT_CURSORS] = cursor;
  }

  /** A value for an argument of `type.field`, which returns records of `kind`; undefined to leave it out. */
  valueFor(random: Random, type: string, field: string, kind: string, argument: GraphQLArgument): unknown {
    if (argument.name === 'first')
      return random.weighted([
        [1, 3],
        [2, 4],
        [3, 4],
        [5, 2],
        [50, 1],
      ] as const);
    if (argument.name === 'after') return this.#cursor(random, kind);
    const named = getNamedType(argument.type);
    if (isEnumType(named) && !isListType(getNullableType(argument.type))) return random.pick(named.getValues()).name;
    if (named.name === 'PeriodInput') return this.#period(random);
    if (isInputObjectType(named)) return criteria(random, argument.name, argument.type);
    if (isListType(getNullableType(argument.type))) return criteria(random, argument.name, argument.type);
    if (named.name === 'Boolean') return random.chance(0.5);
    if (named.name === 'Int') return random.integer(0, 5);
    if (named.name === 'ID') return this.#id(random, argument.name, kind);
    return this.#word(random, fieldCoordinate(type, field, argument.name), argument.type);
  }

  #id(random: Random, argument: string, kind: string): string {
    const of =
      argument === 'id' ? kind : (KINDS_OF_ARGUMENTS[argument] ?? argument.charAt(0).toUpperCase() + argument.slice(1));
    const ids = this.#ids.get(of) ?? [];
    return ids.length === 0 || random.chance(0.04) ? random.pick(IMPLAUSIBLE) : random.pick(ids);
  }

  #word(random: Random, coordinate: string, type: GraphQLInputType): string {
    const touched = catalogue.arguments.get(coordinate)?.touches ?? [];
    const from = (map: ReadonlyMap<string, ReadonlySet<string>>) => touched.flatMap((at) => [...(map.get(at) ?? [])]);
    const known = random.chance(0.6) ? [...from(this.#codes), ...STATUSES] : from(this.#values);
    if (known.length === 0 || (random.chance(0.05) && !isNonNullType(type))) return random.pick(IMPLAUSIBLE);
    const word = random.pick(known);
    // A beginning of a word is what names are searched by.
    return random.chance(0.1) ? word.slice(0, random.integer(1, word.length)) : word;
  }

  #period(random: Random): Record<string, string> {
    const ends = { from: random.pick(DAYS), to: random.pick(DAYS) };
    const { from, to } = ends.from <= ends.to ? ends : { from: ends.to, to: ends.from };
    return random.pick([{ from }, { to }, { from, to }]);
  }

  #cursor(random: Random, kind: string): string {
    if (this.#cursors.length > 0 && random.chance(0.6)) return random.pick(this.#cursors);
    if (random.chance(0.05)) return random.pick(IMPLAUSIBLE);
    const ids = this.#ids.get(kind) ?? ['nobody'];
    const key = random.pick([null, Date.parse('2021-03-12'), Date.parse('2023-01-01'), 'm']);
    return encodeCursor({ key, id: `${kind}/${random.pick(ids)}` });
  }
}

/** Words of criteria by the name of their field; some of them cannot be. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  code: ['4548-4', 'http://loinc.org|8480-6', 'http://snomed.info/sct|73761001', '140', 'urn:x|1'],
  unit: ['%', '%', 'mm[Hg]', 'furlong'],
  zip3: ['021', '606', '000', '02139'],
  payer: ['red', 'blue', 'nobody'],
};

const DEEPEST = 3;

/** A value of an input type, its lists and optional fields drawn too. */
function criteria(random: Random, name: string, type: GraphQLInputType, depth = 0): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable))
    return Array.from({ length: random.integer(1, 2) }, () => criteria(random, name, nullable.ofType, depth));
  if (isInputObjectType(nullable)) return input(random, nullable, depth);
  if (isEnumType(nullable)) return random.pick(nullable.getValues()).name;
  const { name: scalar } = nullable;
  if (scalar === 'Boolean') return random.chance(0.5);
  if (scalar === 'Int') return name === 'from' ? random.integer(0, 2022) : random.integer(2018, 2030);
  if (scalar === 'Float') return random.integer(0, 200);
  return random.pick(WORDS[name] ?? IMPLAUSIBLE);
}

/** What must be given, and one or two of what may. */
function input(random: Random, type: GraphQLInputObjectType, depth: number): Record<string, unknown> {
  const fields = Object.values(type.getFields());
  const optional = fields.filter((field) => {
    const deep = isInputObjectType(getNamedType(field.type));
    return !isNonNullType(field.type) && (!deep || depth < DEEPEST);
  });
  const chosen = new Set(fields.filter((field) => isNonNullType(field.type)));
  for (let more = random.integer(1, 2); more > 0 && optional.length > 0; more--) chosen.add(random.pick(optional));
  return Object.fromEntries(
    [...chosen].map((field) => [field.name, criteria(random, field.name, field.type, depth + 1)]),
  );
}

const STATUSES = ['active', 'finished', 'completed', 'booked', 'inactive', 'claim', 'male', 'female'];

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key) ?? new Set();
  map.set(key, known.add(value));
}

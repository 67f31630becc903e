/**
 * Operations drawn at random from a role's schema. The same seed draws the same ones. They stay within the gateway's
 * limits: one that is refused for its size proves nothing.
 */
import {
  astFromValue,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isNonNullType,
  isObjectType,
  print,
} from 'graphql';
import type { Random } from '../../subgraphs/exchange/demo/random.js';
import type { Asked } from './twin-gateway.js';
import type { Vocabulary } from './vocabulary.js';

/** Levels of records below an entry point. */
const MAX_LEVELS = 5;
/** Fields of one operation. */
const MAX_FIELDS = 60;
const PAGE_TYPE = /(Connection|Edge)$/;

const INTROSPECTION = [
  '__typename',
  '__type(name: "Patient") { name fields { name } }',
  '__schema { queryType { name } }',
];

/** How a variable's value is drawn anew. */
interface Variable {
  readonly name: string;
  readonly type: string;
  readonly draw: () => unknown;
}

/** A text with holes: each set of variables makes another operation of it. */
export interface Template {
  readonly query: string;
  /** One more set of variables. */
  vary(): Asked;
}

export class OperationGenerator {
  readonly #vocabulary: Vocabulary;
  readonly #root: GraphQLObjectType;

  constructor(schema: GraphQLSchema, vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    this.#root = schema.getQueryType() as GraphQLObjectType;
  }

  template(random: Random): Template {
    const draft = new Draft(random, this.#vocabulary);
    const selection = draft.entryPoints(this.#root);
    return draft.template(selection);
  }
}

class Draft {
  readonly #random: Random;
  readonly #vocabulary: Vocabulary;
  readonly #variables: Variable[] = [];
  readonly #fragments: string[] = [];
  #fields = 0;
  #aliases = 0;

  constructor(random: Random, vocabulary: Vocabulary) {
    this.#random = random;
    this.#vocabulary = vocabulary;
  }

  template(selection: string): Template {
    const declared = this.#variables.map(({ name, type }) => `$${name}: ${type}`).join(', ');
    const name = this.#random.chance(0.3) ? ' Asked' : '';
    const head = declared || name || this.#random.chance(0.2) ? `query${name}${declared && ` (${declared})`} ` : '';
    const query = [`${head}{ ${selection} }`, ...this.#fragments].join('\n');
    const vary = () => {
      const drawn = this.#variables.map(({ name: key, draw }) => [key, draw()] as const);
      return { query, variables: Object.fromEntries(drawn.filter(([, value]) => value !== undefined)) };
    };
    return { query, vary };
  }

  entryPoints(root: GraphQLObjectType): string {
    const random = this.#random;
    const names = new Set<string>();
    const count = random.weighted([
      [1, 6],
      [2, 3],
      [3, 1],
    ] as const);
    const chosen = Array.from({ length: count }, () => random.pick(Object.values(root.getFields())));
    const parts = chosen.flatMap((field) => this.#field(root, field, names, MAX_LEVELS) ?? []);
    if (random.chance(0.08)) parts.push(random.pick(INTROSPECTION));
    return parts.length > 0 ? parts.join(' ') : '__typename';
  }

  /** A selection of a type; `names` are the answer's names that are taken there. */
  #selection(type: GraphQLObjectType, levels: number, names: Set<string>): string {
    const random = this.#random;
    const fields = Object.values(type.getFields());
    const wanted = PAGE_TYPE.test(type.name) ? random.integer(1, 3) : random.integer(1, 5);
    const parts: string[] = [];
    for (let n = 0; n < wanted; n += 1) {
      const part = this.#field(type, random.pick(fields), names, levels);
      if (part) parts.push(part);
    }
    if (parts.length === 0) parts.push(this.#leaf(fields) ?? '__typename');
    else if (random.chance(0.1) && !names.has('__typename')) parts.push('__typename');
    return this.#wrapped(type, parts);
  }

  #leaf(fields: readonly GraphQLField<unknown, unknown>[]): string | undefined {
    const leaves = fields.filter(({ type, args }) => !isObjectType(getNamedType(type)) && args.length === 0);
    return leaves.length === 0 ? undefined : this.#random.pick(leaves).name;
  }

  /** Some of the parts behind a fragment, inline or named, or behind a condition. */
  #wrapped(type: GraphQLObjectType, parts: readonly string[]): string {
    const random = this.#random;
    if (parts.length < 2 || !random.chance(0.25)) return parts.join(' ');
    const at = random.integer(1, parts.length - 1);
    const [outside, inside] = [parts.slice(0, at).join(' '), parts.slice(at).join(' ')];
    const condition = random.chance(0.4) ? this.#condition() : '';
    if (random.chance(0.5))
      return `${outside} ...${random.chance(0.7) ? ` on ${type.name}` : ''}${condition} { ${inside} }`;
    const name = `F${this.#fragments.length}`;
    this.#fragments.push(`fragment ${name} on ${type.name} { ${inside} }`);
    return `${outside} ...${name}${condition}`;
  }

  #condition(): string {
    const directive = this.#random.pick(['include', 'skip']);
    const draw = () => this.#random.chance(directive === 'include' ? 0.8 : 0.2);
    return this.#random.chance(0.6)
      ? ` @${directive}(if: ${this.#variable('Boolean!', draw)})`
      : ` @${directive}(if: ${String(draw())})`;
  }

  #field(
    parent: GraphQLObjectType,
    field: GraphQLField<unknown, unknown>,
    names: Set<string>,
    levels: number,
  ): string | null {
    const inner = getNamedType(field.type);
    const isObject = isObjectType(inner);
    if (this.#fields >= MAX_FIELDS || (isObject && levels === 0)) return null;
    const answer = this.#answerName(field.name, names);
    if (answer === null) return null;
    this.#fields += 1;
    const alias = answer === field.name ? '' : `${answer}: `;
    const condition = this.#random.chance(0.04) ? this.#condition() : '';
    const call = `${alias}${field.name}${this.#arguments(parent, field)}${condition}`;
    if (!isObject) return call;
    // Pages and their rows are no level of their own.
    const left = PAGE_TYPE.test(inner.name) ? levels : levels - 1;
    return `${call} { ${this.#selection(inner, left, new Set())} }`;
  }

  /** The name in the answer: free at this place; null where there is none left. */
  #answerName(name: string, names: Set<string>): string | null {
    const isFree = !names.has(name);
    if (isFree && !this.#random.chance(0.06)) {
      names.add(name);
      return name;
    }
    if (this.#aliases >= 20) return null;
    this.#aliases += 1;
    const alias = `a${this.#aliases}`;
    names.add(alias);
    return alias;
  }

  #arguments(parent: GraphQLObjectType, field: GraphQLField<unknown, unknown>): string {
    const given = field.args.flatMap((argument) => this.#argument(parent, field, argument) ?? []);
    return given.length > 0 ? `(${given.join(', ')})` : '';
  }

  #argument(
    parent: GraphQLObjectType,
    field: GraphQLField<unknown, unknown>,
    argument: GraphQLArgument,
  ): string | null {
    const random = this.#random;
    const isNeeded = isNonNullType(argument.type) && argument.defaultValue === undefined;
    // Lists are asked for a few rows: a question of thousands says no more.
    const likely = { first: 0.9, after: 0.2, sort: 0.4 }[argument.name] ?? 0.18;
    if (!isNeeded && !random.chance(likely)) return null;
    const kind = getNamedType(field.type).name.replace(PAGE_TYPE, '');
    const draw = () => this.#vocabulary.valueFor(random, parent.name, field.name, kind, argument);
    if (random.chance(0.75)) return `${argument.name}: ${this.#variable(String(argument.type), draw)}`;
    const literal = written(draw(), argument);
    return `${argument.name}: ${literal}`;
  }

  #variable(type: string, draw: () => unknown): string {
    const name = `v${this.#variables.length}`;
    this.#variables.push({ name, type, draw });
    return `$${name}`;
  }
}

/** A value as a literal of the query language. */
function written(value: unknown, argument: GraphQLArgument): string {
  const literal = astFromValue(value, argument.type);
  return literal ? print(literal) : 'null';
}

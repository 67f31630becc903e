import type { GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Int, Resolver, Root } from 'type-graphql';
import type { SubgraphContext } from '../../shared/context.js';
import { decodeCursor, encodeCursor } from '../../shared/cursor.js';
import { badInput } from '../../shared/errors.js';
import { readablePaths } from '../../shared/history/readable-paths.js';
import { PeriodInput } from '../../shared/list-definition.js';
import { periodPredicate } from '../../shared/period.js';
import { declareArgument, RecordFieldResolver } from '../../shared/record-field.js';
import type { LookedThrough } from '../../shared/record-store.js';
import { Patient } from '../patient/patient.type.js';
import { type Match, matchOf, wordsOf } from './matching.js';
import { SEARCHED, SearchedKind, type SearchMatch, SearchResult } from './search.type.js';
import { textsOf, wordPaths } from './texts.js';

const MAX_MATCHES = 100;
const DEFAULT_MATCHES = 20;

/** Words are looked for in what the role may read and nowhere else; these are where most of them stand. */
const WORDS = ['Condition', 'Observation', 'Procedure'].flatMap((kind) => [`${kind}.code`, `${kind}.note`]);
declareArgument('Patient', 'search', 'text', {
  touches: [...WORDS, 'DocumentReference.description', 'DocumentReference.content', 'SearchExcerpt.text'],
});
declareArgument('Patient', 'search', 'kinds', { touches: ['SearchMatch.kind'] });
declareArgument('Patient', 'search', 'period', { touches: ['SearchMatch.at'] });

interface Found extends Match {
  readonly record: LookedThrough;
}

@Resolver(() => Patient)
export class SearchResolver {
  @RecordFieldResolver('Patient', 'narrative', () => SearchResult, {
    nullable: false,
    description:
      'Records of the person that hold all of the words, or words that begin with them, in notes, narratives, text attachments ' +
      'and the text of codes; case and accents do not matter. Of each kind the latest 2,000 records are looked through.',
    records: SEARCHED,
  })
  async search(
    @Root() patient: Patient,
    @Ctx() { store, policy, viewer }: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
    @Arg('text', () => String, { description: 'One to ten words.' }) text: string,
    @Arg('kinds', () => [SearchedKind], { nullable: true, description: 'All, when left out.' })
    kinds: SearchedKind[] | null | undefined,
    @Arg('period', () => PeriodInput, { nullable: true, description: 'The main date lies in it.' })
    period: PeriodInput | null | undefined,
    @Arg('first', () => Int, { nullable: true, description: `1 to ${MAX_MATCHES}; ${DEFAULT_MATCHES} when left out.` })
    first: number | null | undefined,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
  ): Promise<SearchResult> {
    const words = wordsOf(text);
    if (words === null) throw badInput('BAD_ARGUMENT', 'text takes one to ten words');
    const count = first ?? DEFAULT_MATCHES;
    if (count < 1 || count > MAX_MATCHES) throw badInput('BAD_PAGE', `first takes 1 to ${MAX_MATCHES}`);
    const asked = [...new Set(kinds ?? SEARCHED)].map((kind) => ({
      kind,
      paths: wordPaths(readablePaths(policy, viewer.role, info.schema.getType(kind) as GraphQLObjectType)),
    }));
    const where = period ? { at: periodPredicate(period) } : {};
    const records = await store.lookThrough(asked, patient.id, where);
    const found = records
      .flatMap((record): Found[] => {
        const match = matchOf(textsOf(record.content), words);
        return match ? [{ ...match, record }] : [];
      })
      .sort(byRank);
    for (const { record } of found) store.disclose(record.kind, patient.id, 1);
    const rest = after == null ? found : found.filter((one) => isBehind(one, after));
    const page = rest.slice(0, count);
    const last = page.at(-1);
    return {
      totalCount: found.length,
      matches: page.map(shown),
      endCursor: last && rest.length > count ? encodeCursor({ key: rankOf(last), id: keyOf(last) }) : null,
    };
  }
}

function shown({ record, excerpts }: Found): SearchMatch {
  const { kind, id, at } = record;
  return { kind: kind as SearchedKind, record: id, at: at?.toISOString() ?? null, excerpts };
}

const keyOf = ({ record }: Found) => `${record.kind}/${record.id}`;

/** Better matches first, of equal ones the later record; as a text that sorts so. */
function rankOf({ score, record }: Found): string {
  const time = (record.at?.getTime() ?? 0) + EPOCH;
  return `${String(score).padStart(3, '0')} ${String(time).padStart(16, '0')}`;
}

/** Keeps dates of long ago positive. */
const EPOCH = 1e14;

function byRank(one: Found, other: Found): number {
  return compare([rankOf(one), keyOf(one)], [rankOf(other), keyOf(other)]);
}

function isBehind(one: Found, cursor: string): boolean {
  const { key, id } = decodeCursor(cursor);
  return compare([rankOf(one), keyOf(one)], [String(key), id]) > 0;
}

function compare([rank, key]: readonly [string, string], [otherRank, otherKey]: readonly [string, string]): number {
  if (rank !== otherRank) return rank > otherRank ? -1 : 1;
  return key < otherKey ? -1 : key > otherKey ? 1 : 0;
}

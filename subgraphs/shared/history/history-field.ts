/** `history` on every record kind: derived from the kind, so that no kind can be without it or have another. */
import type { GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import { Arg, type ClassType, Ctx, Info, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { fieldCoordinate } from '../../../schema/policy/coordinates.js';
import type { SubgraphContext } from '../context.js';
import { badInput } from '../errors.js';
import { DEFAULT_PAGE, MAX_PAGE } from '../list-definition.js';
import { declareArgument, RecordField, RecordFieldResolver } from '../record-field.js';
import type { RecordNode } from '../record-store.js';
import { selectionOf } from '../selection.js';
import { Provenance, provenanceOf } from './provenance.type.js';
import { readablePaths } from './readable-paths.js';
import type { VersionNode } from './record-history.js';

const FACET = 'provenance';
const made = new Map<ClassType, ClassType>();

interface ShownVersion {
  readonly version: number;
  readonly provenance: Provenance;
  readonly changed: readonly string[];
  readonly record: RecordNode;
}

/** The resolver class that adds `history` to a record class; made once. */
export function historyField(record: ClassType): ClassType {
  const known = made.get(record);
  if (known) return known;
  const Version = versionType(record);
  declareArgument(record.name, 'history', 'version', {
    touches: [fieldCoordinate(`${record.name}HistoryEntry`, 'version')],
  });
  @Resolver(() => record)
  class HistoryResolver {
    @RecordFieldResolver(record.name, FACET, () => [Version], {
      description: 'The versions of the record, newest first: who changed what, when and why, and what it said.',
      nullable: false,
      records: [record.name],
    })
    async history(
      @Root() { id }: RecordNode,
      @Arg('version', () => Int, { nullable: true, description: 'Only this one.' }) version: number | null | undefined,
      @Arg('first', () => Int, {
        nullable: true,
        description: `How many: 1 to ${MAX_PAGE}, ${DEFAULT_PAGE} when left out.`,
      })
      first: number | null | undefined,
      @Ctx() context: SubgraphContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<ShownVersion[]> {
      const count = first ?? DEFAULT_PAGE;
      if (count < 1 || count > MAX_PAGE) throw badInput('BAD_PAGE', `"first" takes 1 to ${MAX_PAGE}.`);
      const { policy, viewer, history } = context;
      const type = info.schema.getType(record.name) as GraphQLObjectType;
      const versions = await history.of({
        kind: record.name,
        id,
        version: version ?? null,
        first: count,
        paths: selectionOf(info, policy, viewer.role, type, [['record']]).paths,
        readable: readablePaths(policy, viewer.role, type),
      });
      return versions.map(shown);
    }
  }
  made.set(record, HistoryResolver);
  return HistoryResolver;
}

function shown(node: VersionNode): ShownVersion {
  const { version, changed, record } = node;
  return { version, changed, record, provenance: provenanceOf(node) };
}

/** `ConditionHistoryEntry` for Condition. */
function versionType(record: ClassType): ClassType {
  class Version {}
  Object.defineProperty(Version, 'name', { value: `${record.name}HistoryEntry` });
  ObjectType(Version.name, {
    simpleResolvers: true,
    description: `One version of a record (${record.name}), as it was.`,
  })(Version);
  const field = (name: string, type: () => object, description: string) =>
    RecordField(FACET, type, { nullable: false, description })(Version.prototype, name);
  field('version', () => Int, 'Its number: 1 is the first. A write names the version that it changes.');
  field('provenance', () => Provenance, 'Who recorded it, when, why and from where.');
  field('changed', () => [String], 'The elements that differ from the version before, of those that you may read.');
  field('record', () => record, 'What it said. Records that it refers to are shown as they are now.');
  return Version;
}

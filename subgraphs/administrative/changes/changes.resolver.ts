import { Arg, Ctx, ID, Int, Resolver } from 'type-graphql';
import { dateRange } from '../../exchange/normalise/dates.js';
import { decodePosition, encodePosition } from '../../shared/changes/feed-position.js';
import type { RecordChange as FoundChange } from '../../shared/changes/record-changes.js';
import { badInput } from '../../shared/errors.js';
import { declareArgument, RecordQuery } from '../../shared/record-field.js';
import type { AdministrativeContext } from '../context.js';
import { type RecordChange, RecordChanges } from './changes.type.js';

const MAX_CHANGES = 1000;
const DEFAULT_CHANGES = 100;

declareArgument('Query', 'changes', 'since', { touches: ['RecordChange.recorded'] });
declareArgument('Query', 'changes', 'patient', { touches: ['RecordChange.about'] });

@Resolver()
export class ChangesResolver {
  @RecordQuery('provenance', () => RecordChanges, {
    nullable: false,
    description:
      'What was written since a point, of what you reach now. Pages go on where the last one ended, nothing is missed and ' +
      'nothing comes twice. The changes of one commit come together, so a page may hold more than was asked for.',
    sources: ['RecordChange.kind', 'RecordChange.record', 'RecordChange.about', 'RecordChange.version'],
  })
  async changes(
    @Ctx() { feed }: AdministrativeContext,
    @Arg('after', () => String, { nullable: true, description: 'The cursor of an earlier page.' })
    after: string | null | undefined,
    @Arg('since', () => String, {
      nullable: true,
      description: 'Where to begin without a cursor: a FHIR date or instant. From the very beginning, when left out.',
    })
    since: string | null | undefined,
    @Arg('first', () => Int, {
      nullable: true,
      description: `How many, about: 1 to ${MAX_CHANGES}, ${DEFAULT_CHANGES} when left out.`,
    })
    first: number | null | undefined,
    @Arg('patient', () => ID, { nullable: true, description: 'Only what is about this person.' })
    patient: string | null | undefined,
  ): Promise<RecordChanges> {
    const count = first ?? DEFAULT_CHANGES;
    if (count < 1 || count > MAX_CHANGES) throw badInput('BAD_PAGE', `first takes 1 to ${MAX_CHANGES}`);
    const begin = after == null ? { at: beginOf(since ?? null), seen: new Set<string>() } : decodePosition(after);
    const { changes, position, hasMore } = await feed.page({ after: begin, first: count, patient: patient ?? null });
    return { changes: changes.map(shown), cursor: encodePosition(position), hasMore };
  }
}

function beginOf(since: string | null): number {
  if (since === null) return 0;
  const { start } = dateRange(since);
  if (!start) throw badInput('BAD_ARGUMENT', 'since takes a FHIR date or instant');
  return start.getTime();
}

function shown({ kind, id, patient, version, at }: FoundChange): RecordChange {
  return { kind, record: id, about: patient, version, recorded: at.toISOString() };
}

import { Arg, Ctx, ID, Resolver } from 'type-graphql';
import { PartType, RecordField, RecordMutation, RecordQuery } from '../../shared/record-field.js';
import { Cohort } from '../cohort/cohort.type.js';
import { CohortInput } from '../cohort/cohort-input.js';
import { compileCohort } from '../cohort/cohort-predicate.js';
import type { PopulationContext } from '../context.js';
import type { SavedCohortDocument } from './saved-cohorts.js';

const KEY = { description: 'Chosen anew for each change: a retry with it returns the first answer.' } as const;

@PartType('A cohort that is kept by name.')
export class SavedCohort {
  @RecordField('saved-cohort', () => ID, { nullable: false }) id!: string;
  @RecordField('saved-cohort', () => String, { nullable: false }) name!: string;
  @RecordField('saved-cohort', () => Boolean, { nullable: false, description: 'Shared in the organisation.' })
  shared!: boolean;
  @RecordField('saved-cohort', () => Boolean, { nullable: false, description: 'Kept by you.' }) own!: boolean;
  @RecordField('saved-cohort', () => String, { nullable: false, description: 'The description, as JSON.' })
  where!: string;
  @RecordField('population-cohort', () => Cohort, { nullable: false }) cohort!: Cohort;
}

@Resolver()
export class SavedCohortResolver {
  @RecordQuery('saved-cohort', () => [SavedCohort], {
    nullable: false,
    description: 'Your cohorts, and those shared in your organisation.',
    sources: ['Query.cohort'],
  })
  async savedCohorts(@Ctx() context: PopulationContext): Promise<SavedCohort[]> {
    return (await context.savedCohorts.list()).map((document) => shown(document, context));
  }

  @RecordQuery('saved-cohort', () => SavedCohort, { description: 'One saved cohort by id.', sources: ['Query.cohort'] })
  async savedCohort(@Ctx() context: PopulationContext, @Arg('id', () => ID) id: string): Promise<SavedCohort | null> {
    const document = await context.savedCohorts.one(id);
    return document && shown(document, context);
  }

  @RecordMutation('saved-cohort', () => SavedCohort, {
    description: 'Keeps a cohort under a name, in place of an earlier one of yours of that name.',
  })
  async saveCohort(
    @Ctx() context: PopulationContext,
    @Arg('name', () => String, { description: '1 to 80 characters.' }) name: string,
    @Arg('where', () => CohortInput) where: CohortInput,
    @Arg('shared', () => Boolean, { defaultValue: false, description: 'With your organisation.' }) shared: boolean,
    @Arg('idempotencyKey', () => ID, KEY) idempotencyKey: string,
  ): Promise<SavedCohort> {
    compileCohort(where, new Date().getUTCFullYear());
    return shown(await context.savedCohorts.save(name, where, shared, idempotencyKey), context);
  }

  @RecordMutation('saved-cohort', () => Boolean, { description: 'Deletes one of your cohorts. False: there was none.' })
  async deleteSavedCohort(
    @Ctx() context: PopulationContext,
    @Arg('id', () => ID) id: string,
    @Arg('idempotencyKey', () => ID, KEY) idempotencyKey: string,
  ): Promise<boolean> {
    return context.savedCohorts.delete(id, idempotencyKey);
  }
}

function shown(document: SavedCohortDocument, { viewer }: PopulationContext): SavedCohort {
  const { _id: id, name, shared, subject, where } = document;
  const cohort = compileCohort(JSON.parse(where) as CohortInput, new Date().getUTCFullYear());
  return { id, name, shared, own: subject === viewer.subject, where, cohort };
}

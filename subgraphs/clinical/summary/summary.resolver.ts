import type { GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import { Ctx, Info, Resolver, Root } from 'type-graphql';
import { PART2_NOTICE } from '../../../schema/policy/part2-notice.js';
import type { SubgraphContext } from '../../shared/context.js';
import { referencesAt } from '../../shared/fhir-json.js';
import { readablePaths } from '../../shared/history/readable-paths.js';
import { PartType, RecordField, RecordFieldResolver } from '../../shared/record-field.js';
import type { LookedThrough } from '../../shared/record-store.js';
import { withoutCovered } from '../../shared/selection.js';
import { Patient } from '../patient/patient.type.js';
import { type SummaryParts, summaryBundle, summaryPage } from './ips.js';
import { nameAt, recordsOf, SECTIONS, SUMMARISED } from './sections.js';

@PartType('A summary of a person’s record by the International Patient Summary (HL7 IPS).')
export class PatientSummary {
  @RecordField('narrative', () => String, {
    nullable: false,
    description: 'A FHIR R4 Bundle of type document, as JSON.',
  })
  bundle!: string;
  @RecordField('narrative', () => String, { nullable: false, description: 'One page of HTML, to print.' })
  page!: string;
}

/** Elements of Patient that say whose summary it is. */
const WHO = ['name', 'birthDate', 'gender', 'address', 'telecom', 'identifier'];

@Resolver(() => Patient)
export class SummaryResolver {
  @RecordFieldResolver('Patient', 'narrative', () => PatientSummary, {
    nullable: true,
    description:
      'What another who treats the person must know at a glance: problems, allergies, medicines, vaccinations, the latest ' +
      'results, procedures and plans, of what you reach and in the elements that you may read.',
    records: ['Patient', 'Medication', ...SUMMARISED],
  })
  async summary(
    @Root() { id }: Patient,
    @Ctx() context: SubgraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PatientSummary | null> {
    const parts = await partsOf(id, context, info);
    return parts && { bundle: summaryBundle(parts), page: summaryPage(parts) };
  }
}

async function partsOf(id: string, context: SubgraphContext, info: GraphQLResolveInfo): Promise<SummaryParts | null> {
  const { store, storeOf, policy, viewer, now } = context;
  const pathsOf = (kind: string) =>
    withoutCovered(new Set(readablePaths(policy, viewer.role, info.schema.getType(kind) as GraphQLObjectType)));
  const who = WHO.filter((element) => policy.mayRead(viewer.role, `Patient.${element}`));
  const [person] = await storeOf('administrative').lookThrough([{ kind: 'Patient', paths: who }], id, {});
  if (!person) return null;
  const looked = await store.lookThrough(
    SUMMARISED.map((kind) => ({ kind, paths: pathsOf(kind) })),
    id,
    {},
  );
  const used = [...new Set(SECTIONS.flatMap((section) => recordsOf(section, looked)))];
  for (const { kind } of used) store.disclose(kind, id, 1);
  store.disclose('Patient', id, 1);
  const notices = store.disclosures.list().some(({ part2 }) => part2) ? [PART2_NOTICE] : [];
  return {
    patient: { id, content: person.content },
    records: used,
    names: await namesOf(used, context),
    author: viewer.organization === null ? null : `Organization/${viewer.organization}`,
    at: now(),
    notices,
  };
}

async function namesOf(records: readonly LookedThrough[], { store }: SubgraphContext) {
  const references = new Set(records.flatMap(({ content }) => referencesAt(content, 'medicationReference')));
  const found = await Promise.all(
    [...references].map(async (reference) => {
      const [kind = '', id = ''] = reference.split('/');
      const medication = kind === 'Medication' ? await store.one(kind, id, ['code']) : null;
      const name = medication && nameAt(medication, 'code');
      return name ? [[reference, name] as const] : [];
    }),
  );
  return new Map(found.flat());
}

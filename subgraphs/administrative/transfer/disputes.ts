/**
 * Which requests for amendment go with a record that is handed over (45 CFR 164.526(d)(5)): those that were denied and with
 * which the person disagreed, or asked that request and denial go along, and only with the record that they are about. The
 * rest is between the person and who decides; the person takes out all of it.
 */
import type { SubgraphContext } from '../../shared/context.js';
import type { Databases } from '../../shared/databases.js';
import { firstString, splitReference } from '../../shared/fhir-json.js';
import { subgraphOf } from '../../shared/record-kind.js';

const KIND = 'AmendmentRequest';

/** Of these records (`Condition/1`) those that may go, as far as disputes decide it. */
export async function withoutSilentDisputes(
  records: readonly string[],
  { viewer, storeOf }: Pick<SubgraphContext, 'viewer' | 'storeOf'>,
  databases: Databases,
): Promise<ReadonlySet<string>> {
  const requests = records.filter((record) => record.startsWith(`${KIND}/`));
  const others = new Set(records.filter((record) => !record.startsWith(`${KIND}/`)));
  if (viewer.role === 'patient') return new Set(records);
  if (requests.length === 0) return others;
  const found = await databases
    .of('administrative')
    .records.find(
      { _id: { $in: requests }, 'content.disagreement': { $exists: true } },
      { projection: { 'content.record.reference': 1 } },
    )
    .toArray();
  for (const { _id, content } of found) {
    const disputed = splitReference(firstString(content, 'record.reference') ?? '');
    if (!disputed) continue;
    const asked = [{ kind: disputed.type, id: disputed.id }];
    if ((await storeOf(subgraphOf(disputed.type)).reached(asked)).size > 0) others.add(_id);
  }
  return others;
}

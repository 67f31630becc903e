/** A whole question to the policy: may this role see this field, and this viewer this patient's? */
import { type Explanation, explainField, explanation, kindsOf, type RowExplainer, trailReason } from './explain.js';
import type { PolicyData } from './policy-data.js';
import type { Viewer } from './viewer.js';

export interface AccessQuestion {
  readonly viewer: Viewer;
  readonly field: string;
  /** Whose records; null where only the field is asked about. */
  readonly patient: string | null;
  /** One record of the patient, as `Kind/id`. */
  readonly record: string | null;
}

/** @throws UnknownFieldError */
export async function explainQuestion(
  data: PolicyData,
  { viewer, field, patient, record }: AccessQuestion,
  rows: RowExplainer | null,
): Promise<Explanation> {
  const ofField = explainField(data, viewer.role, field);
  const walls = [...ofField];
  if (patient === null || rows === null || ofField.some(({ open }) => !open)) return explanation(walls);
  const kinds = record === null ? kindsOf(data, field) : [record.split('/')[0] ?? ''];
  const found = await Promise.all(
    kinds.map((kind) => rows.explain(viewer, kind, patient, ...(record === null ? [] : [record]))),
  );
  walls.push(...found.flat());
  const { allowed } = explanation(walls);
  return explanation([...walls, trailReason(viewer, allowed, kinds, patient)]);
}

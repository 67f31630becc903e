/**
 * How often one field of the answer is selected. GraphQL merges such selections, and compares them pair by pair to see
 * whether they can be merged: a few hundred repeats make that check the most expensive part of a request.
 */
import type { FieldNode, SelectionSetNode } from 'graphql';
import { refusal } from '../errors.js';
import type { Fragments } from './measure.js';

export const MAX_REPEATS = 30;

/**
 * Merges the selections as execution will, and counts.
 * Only for documents whose unfolded size is bounded already: this walk goes through all of it.
 * @throws CataloguedError TOO_MANY_REPEATS
 */
export function refuseRepeats(sets: readonly SelectionSetNode[], fragments: Fragments): void {
  const byAnswerName = new Map<string, FieldNode[]>();
  const spread = new Set<string>();
  for (const set of sets) collect(set, fragments, byAnswerName, spread);
  for (const fields of byAnswerName.values()) {
    if (fields.length > MAX_REPEATS) throw refusal('TOO_MANY_REPEATS', { limit: MAX_REPEATS });
    const inner = fields.map((field) => field.selectionSet).filter((set) => set !== undefined);
    if (inner.length > 0) refuseRepeats(inner, fragments);
  }
}

function collect(
  set: SelectionSetNode,
  fragments: Fragments,
  byAnswerName: Map<string, FieldNode[]>,
  spread: Set<string>,
): void {
  for (const selection of set.selections) {
    if (selection.kind === 'Field') {
      const name = (selection.alias ?? selection.name).value;
      const fields = byAnswerName.get(name);
      if (fields) fields.push(selection);
      else byAnswerName.set(name, [selection]);
    } else if (selection.kind === 'InlineFragment') {
      collect(selection.selectionSet, fragments, byAnswerName, spread);
    } else if (!spread.has(selection.name.value)) {
      spread.add(selection.name.value);
      const fragment = fragments.get(selection.name.value);
      if (fragment) collect(fragment.selectionSet, fragments, byAnswerName, spread);
    }
  }
}

/** Runs what stands in the editors. */
import type { Width } from '../../../../schema/policy/viewer.js';
import { ask } from '../shared/ask.js';
import type { Identity } from '../shared/sign-in.js';

export interface Run {
  readonly text: string;
  /** In a word, for the line above. */
  readonly said: 'Answered' | 'Refused' | 'Answered with errors' | 'Not sent';
  readonly milliseconds: number;
}

/** The answer as text, or why nothing could be sent. */
export async function run(identity: Identity, query: string, variables: string, width: Width): Promise<Run> {
  const begun = performance.now();
  const passed = () => Math.round(performance.now() - begun);
  try {
    const values = JSON.parse(variables.trim() === '' ? '{}' : variables) as Record<string, unknown>;
    const answer = await ask(identity, { query, variables: values, width });
    const said = answer.errors === undefined ? 'Answered' : answer.data == null ? 'Refused' : 'Answered with errors';
    return { text: JSON.stringify(answer, null, 2), said, milliseconds: passed() };
  } catch (error) {
    return { text: error instanceof Error ? error.message : 'It failed.', said: 'Not sent', milliseconds: passed() };
  }
}

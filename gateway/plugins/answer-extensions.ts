/** What an answer says of itself: at which width it was given, what opened it, and under which conditions. */
import type { ApolloServerPlugin } from '@apollo/server';
import { PART2_NOTICE } from '../../schema/policy/part2-notice.js';
import type { GatewayContext } from '../context.js';

/** The `extensions` of a whole answer; absent where there is nothing to say. */
export interface AnswerExtensions {
  /** A clinician's: PRACTICE or NETWORK. */
  readonly width?: string;
  /** Patients of whom something was read under an emergency opening, by id. */
  readonly breakGlass?: readonly { readonly patient: string; readonly until: string }[];
  /** Notices that go with what was disclosed (42 CFR 2.32). */
  readonly notices?: readonly string[];
}

export function answerExtensions({ viewer, disclosed, brokenGlass }: GatewayContext): AnswerExtensions {
  return {
    ...(viewer.width !== null && { width: viewer.width }),
    ...(brokenGlass.size > 0 && { breakGlass: [...brokenGlass.values()].sort(byPatient) }),
    ...(disclosed.some(({ part2 }) => part2) && { notices: [PART2_NOTICE] }),
  };
}

function byPatient(a: { patient: string }, b: { patient: string }): number {
  return a.patient < b.patient ? -1 : 1;
}

/** Adds them to every answer that has data. */
export const sayHowAnswered: ApolloServerPlugin<GatewayContext> = {
  requestDidStart: async () => ({
    async willSendResponse({ contextValue, response }) {
      if (response.body.kind !== 'single' || !response.body.singleResult.data) return;
      const extensions = answerExtensions(contextValue);
      if (Object.keys(extensions).length > 0) response.body.singleResult.extensions = { ...extensions };
    },
  }),
};

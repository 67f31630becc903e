import type { Inheritance } from '../../shared/record-kind.js';

/** What is done or ordered for a sensitive condition is as sensitive. */
export const OF_REASON: Inheritance = { element: 'reasonReference', kind: 'Condition', keys: ['labels'] };

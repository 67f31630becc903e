import type { Inheritance } from '../../shared/record-kind.js';

/** What is done or ordered for a sensitive condition is as sensitive. */
export const OF_REASON: Inheritance = { element: 'reasonReference', kind: 'Condition', keys: ['labels'] };

/** What is planned about conditions is as sensitive, and of whoever noted them where it does not say whose it is. */
export const OF_ADDRESSED: Inheritance = { element: 'addresses', kind: 'Condition', keys: ['labels', 'writers'] };

/** What is handed out or given on an order is as sensitive as the order. */
export function ofOrder(element: string): Inheritance {
  return { element, kind: 'MedicationRequest', keys: ['labels'] };
}

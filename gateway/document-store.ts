/** The parsed operations of a view: so many, those in use. A flood of new ones drives out what nobody asks any more. */
import type { DocumentStore } from '@apollo/server';
import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';

/** Operations that a view keeps. An application has tens; eight views of Apollo's own measure could hold 240 MB. */
export const KEPT_OPERATIONS = 500;

export function createDocumentStore(max: number = KEPT_OPERATIONS): DocumentStore {
  const kept = new LRUCache<string, DocumentNode>({ max });
  return {
    get: (key) => Promise.resolve(kept.get(key)),
    set(key, document) {
      kept.set(key, document);
      return Promise.resolve();
    },
    delete: (key) => Promise.resolve(kept.delete(key)),
  };
}

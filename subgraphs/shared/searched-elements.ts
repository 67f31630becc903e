/**
 * A search key is made from elements of the record: a list that is sorted or filtered by it looks at all of them, so its
 * argument must say so. Otherwise an argument could be open to a role which may not read one of the elements.
 */
import { kindDefinition } from './record-kind.js';

/** The search keys that every kind declares the elements of. */
export type SearchKey = 'at' | 'status' | 'codes' | 'categories' | 'encounter';

const SEARCH_KEYS: ReadonlySet<string> = new Set(['at', 'status', 'codes', 'categories', 'encounter']);

/**
 * Elements that the key of a kind is made from and that no touched field shows.
 * @param touches names of fields of the record, or coordinates of fields of its parts.
 */
export function unnamedElements(kind: string, key: string, touches: readonly string[]): string[] {
  const found = SEARCH_KEYS.has(key) ? kindDefinition(kind)?.[key as SearchKey] : undefined;
  const elements = found === undefined ? [] : [found].flat();
  return elements.filter((element) => !touches.some((touched) => shows(touched, element)));
}

/** `effectiveTiming` shows `effectiveTiming.event`; `ClaimItem.servicedDate` shows `item.servicedDate`. */
function shows(touched: string, element: string): boolean {
  if (!touched.includes('.')) return element === touched || element.startsWith(`${touched}.`);
  return element.includes('.') && touched.split('.').at(-1) === element.split('.').at(-1);
}

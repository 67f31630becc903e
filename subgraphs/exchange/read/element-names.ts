import { isObject } from '../../shared/fhir-json.js';

/**
 * The path of the first object with a member whose name the database takes for more than a name ('$...', '_bsontype',
 * names with a zero byte); null if there is none. FHIR has no such elements, but a stranger's JSON may, and what was
 * committed with one could never be projected.
 */
export function unsafeName(resource: object, path: string, text: string): string | null {
  // Walking costs as much as parsing; only text with one of these can hold such a name, spelt out or as an escape.
  if (!text.includes('"$') && !text.includes('_bsontype') && !text.includes('\\u00')) return null;
  return firstUnsafe(resource, path);
}

function firstUnsafe(value: unknown, path: string): string | null {
  if (Array.isArray(value)) {
    for (const inner of value) {
      const found = firstUnsafe(inner, path);
      if (found !== null) return found;
    }
  }
  if (!isObject(value)) return null;
  for (const [name, inner] of Object.entries(value)) {
    if (name.startsWith('$') || name === '_bsontype' || name.includes('\0')) return path;
    const found = typeof inner === 'object' ? firstUnsafe(inner, `${path}.${name}`) : null;
    // The names on the way are a stranger's too: only what looks like an element is told.
    if (found !== null) return /^[A-Za-z0-9.]{1,200}$/.test(found) ? found : path;
  }
  return null;
}

import { extname } from 'node:path';
import { isObject } from '../../shared/fhir-json.js';
import { parseJson } from '../normalise/fhir-resource.js';
import type { ReadErrorCode } from './errors.js';

/** As much of a file's (unpacked) beginning as is looked at to tell what it is. */
export const HEAD_BYTES = 64 * 1024;

export type FileKind =
  /** `lines`: NDJSON, one value per line. */
  | { readonly form: 'json'; readonly lines: boolean }
  /** Something else than FHIR in JSON; `what` names it for the table. */
  | { readonly form: 'other'; readonly what: string }
  | { readonly form: 'unusable'; readonly code: ReadErrorCode; readonly detail?: string };

/** What the names of files that are no FHIR JSON say about them. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  '.csv': 'CSV table',
  '.tsv': 'TSV table',
  '.xlsx': 'Excel workbook',
  '.xls': 'Excel workbook',
  '.fsh': 'FHIR Shorthand',
  '.yml': 'YAML',
  '.yaml': 'YAML',
  '.md': 'text',
  '.txt': 'text',
  '.html': 'HTML',
  '.xml': 'XML (only FHIR in JSON is read)',
  '.ttl': 'Turtle (only FHIR in JSON is read)',
  '.zip': 'zip archive (unpack it first)',
  '.pdf': 'PDF',
};

const JSON_NAMES = new Set(['.json', '.ndjson', '.jsonl']);

/**
 * Tells from its name and its beginning what a file is; the beginning decides, the name only where it cannot.
 *
 * @param head up to HEAD_BYTES of the unpacked content, without a byte order mark; all of it when it is shorter.
 */
export function fileKind(file: string, head: Buffer): FileKind {
  const extension = extname(file.replace(/\.gz$/i, '')).toLowerCase();
  const magic = binaryKind(head);
  if (magic !== null) return { form: 'other', what: magic };
  if (isUtf16(head)) return { form: 'unusable', code: 'NOT_UTF8', detail: 'it looks like UTF-16' };
  const text = head.toString('utf8');
  const first = /\S/.exec(text)?.[0];
  if (first === undefined) return { form: 'unusable', code: 'EMPTY_FILE' };
  // A Markdown file may well begin with a bracket.
  const other = extension === '.txt' ? undefined : OTHER_NAMES[extension];
  if (other === undefined && (first === '{' || first === '['))
    return jsonKind(text, head.length >= HEAD_BYTES, extension);
  if (JSON_NAMES.has(extension)) return notJson(extension);
  return { form: 'other', what: OTHER_NAMES[extension] ?? (first === '<' ? 'XML or HTML' : 'other text') };
}

/** A JSON file that does not begin as JSON: NDJSON may have one bad line before good ones. */
function notJson(extension: string): FileKind {
  return extension === '.json' ? { form: 'unusable', code: 'INVALID_JSON' } : { form: 'json', lines: true };
}

function jsonKind(text: string, cut: boolean, extension: string): FileKind {
  const companion = companionKind(text);
  if (companion !== null) return { form: 'other', what: companion };
  return { form: 'json', lines: isLines(text, cut, extension) };
}

/**
 * NDJSON or one JSON text over many lines? A first line that is complete JSON with more after it is NDJSON. A first
 * line that is broken is NDJSON's when the next begins a new object, which cannot follow an open member.
 */
function isLines(text: string, cut: boolean, extension: string): boolean {
  const lines = text.split('\n').map((line) => line.trim());
  const complete = cut ? lines.slice(0, -1) : lines;
  const [first, second] = complete.filter((line) => line !== '');
  const named = extension === '.ndjson' || extension === '.jsonl';
  if (first === undefined) return named;
  if (parses(first)) return named || second !== undefined;
  if (second === undefined) return named;
  return second.startsWith('{') && !/[[,:]$/.test(first);
}

function parses(line: string): boolean {
  try {
    parseJson(line);
    return true;
  } catch {
    return false;
  }
}

/** JSON files which come along with FHIR exports and hold no resources (Bulk Data Access IG: manifest and log). */
function companionKind(text: string): string | null {
  const [line = ''] = text.trimStart().split('\n', 1);
  const start = parses(line) ? (parseJson(line) as unknown) : null;
  if (isObject(start) && 'exportId' in start && 'eventId' in start) return 'bulk export log';
  if (/^\{\s*"transactionTime"/.test(text.trimStart())) return 'bulk export manifest';
  return null;
}

function binaryKind(head: Buffer): string | null {
  const start = head.subarray(0, 4).toString('latin1');
  if (start.startsWith('PK\x03\x04')) return 'zip archive or Excel workbook';
  if (start === '%PDF') return 'PDF';
  if (start === '\xd0\xcf\x11\xe0') return 'Excel workbook';
  if (start === 'BZh9' || start === '\xfd7zX' || start === '\x28\xb5\x2f\xfd')
    return 'archive of another kind than gzip';
  return null;
}

/** A mark, or ASCII with a zero byte before or after each character. */
function isUtf16(head: Buffer): boolean {
  const [first, second] = [head[0], head[1]];
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || first === 0 || second === 0;
}

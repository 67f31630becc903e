import type { Rejection } from '../read/errors.js';
import type { FileResult } from '../read/source-entry.js';
import { count } from './table.js';

/** So many rejections of one file are told one by one; a broken export may have millions. */
const TOLD_PER_FILE = 20;

/** One line for a rejection: file, place, element, what is wrong and its code. No content. */
export function rejectionLine({ file, where, path, message, code }: Rejection): string {
  const place = [file, where, path].filter((part) => part !== undefined && part !== '').join(', ');
  return `rejected: ${place}: ${message} [${code}]`;
}

/** Tells what is wrong, and how many more of it there are in a file that has much. */
export class Messages {
  readonly #told = new Map<string, number>();

  constructor(private readonly say: (line: string) => void) {}

  rejected(rejection: Rejection): void {
    const told = (this.#told.get(rejection.file) ?? 0) + 1;
    this.#told.set(rejection.file, told);
    if (told <= TOLD_PER_FILE) this.say(rejectionLine(rejection));
  }

  file({ file, outcome }: FileResult): void {
    const more = (this.#told.get(file) ?? 0) - TOLD_PER_FILE;
    if (more > 0) this.say(`rejected: ${file}: ${count(more)} more`);
    this.#told.delete(file);
    if (outcome.status === 'not FHIR') this.say(`not FHIR: ${file}: ${outcome.what}, holds no FHIR resources`);
  }
}

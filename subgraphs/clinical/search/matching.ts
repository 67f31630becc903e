/** Which words a text holds, and the part of it to show. Pure. */
import type { RecordText } from './texts.js';

/** Where words that were asked for stand in an excerpt, in UTF-16 units. */
export interface Highlight {
  readonly start: number;
  readonly end: number;
}

export interface Excerpt {
  readonly element: string;
  readonly text: string;
  readonly highlights: readonly Highlight[];
}

export interface Match {
  /** The better the higher: whole words count more than beginnings, often more than once. */
  readonly score: number;
  readonly excerpts: readonly Excerpt[];
}

const MAX_WORDS = 10;
const MAX_EXCERPTS = 3;
/** Characters shown before the first word that was found, and in all. */
const BEFORE = 60;
const SHOWN = 200;
/** One text that repeats a word for pages is no better than one that says it often. */
const MOST = 20;
const WHOLE = 2;
const BEGINNING = 1;

/** The words of a question, folded; null where there are none or too many. */
export function wordsOf(question: string): string[] | null {
  const words = [...new Set(tokens(question).map(({ folded }) => folded))];
  return words.length === 0 || words.length > MAX_WORDS ? null : words;
}

/** Null unless every word is found somewhere in the texts, as a word or as the beginning of one. */
export function matchOf(texts: readonly RecordText[], words: readonly string[]): Match | null {
  const missing = new Set(words);
  const excerpts: Excerpt[] = [];
  let score = 0;
  for (const { element, text } of texts) {
    const found: Highlight[] = [];
    for (const { folded, start, end } of tokens(text)) {
      const word = words.find((one) => folded.startsWith(one));
      if (word === undefined) continue;
      missing.delete(word);
      for (const one of words) if (folded.startsWith(one)) missing.delete(one);
      score += folded === word ? WHOLE : BEGINNING;
      found.push({ start, end });
    }
    if (found.length > 0) excerpts.push(excerptOf(element, text, found));
  }
  if (missing.size > 0) return null;
  return { score: Math.min(score, MOST), excerpts: excerpts.slice(0, MAX_EXCERPTS) };
}

interface Token {
  readonly folded: string;
  readonly start: number;
  readonly end: number;
}

function tokens(text: string): Token[] {
  return [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].map(({ 0: word, index }) => ({
    folded: folded(word),
    start: index,
    end: index + word.length,
  }));
}

/** Without case and accents: `Möller` is found by `moller`. */
function folded(word: string): string {
  return word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function excerptOf(element: string, text: string, found: readonly Highlight[]): Excerpt {
  const [first] = found;
  const from = Math.max(0, (first?.start ?? 0) - BEFORE);
  const begin = from === 0 ? 0 : text.slice(from).search(/\s/) + from + 1 || from;
  const shown = text.slice(begin, begin + SHOWN);
  const before = begin > 0 ? '…' : '';
  const after = begin + SHOWN < text.length ? '…' : '';
  const shift = before.length - begin;
  return {
    element,
    text: `${before}${shown}${after}`,
    highlights: found
      .filter(({ start, end }) => start >= begin && end <= begin + SHOWN)
      .map(({ start, end }) => ({ start: start + shift, end: end + shift })),
  };
}

/** The hash of a query without its values: the same question about two people has the same hash, and tells of neither. */
import { createHash } from 'node:crypto';
import { Lexer, Source, TokenKind } from 'graphql';
import { LRUCache } from 'lru-cache';

const VALUES: readonly TokenKind[] = [TokenKind.INT, TokenKind.FLOAT, TokenKind.STRING, TokenKind.BLOCK_STRING];
const kept = new LRUCache<string, string>({
  max: 2000,
  maxSize: 4_000_000,
  sizeCalculation: (_, query) => query.length,
});

/** Sixteen hexadecimal digits; `unreadable` for what is no GraphQL. */
export function operationHash(query: string): string {
  const known = kept.get(query);
  if (known !== undefined) return known;
  const hash = hashOf(query);
  if (query !== '') kept.set(query, hash);
  return hash;
}

function hashOf(query: string): string {
  const digest = createHash('sha256');
  try {
    const lexer = new Lexer(new Source(query));
    for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance())
      digest.update(VALUES.includes(token.kind) ? token.kind : `${token.kind} ${token.value ?? ''}`).update('\n');
  } catch {
    return 'unreadable';
  }
  return digest.digest('hex').slice(0, 16);
}

/** What `npm start` prints: the addresses, the database, and for each role a token and a question to try. */

import { ROLES } from '../schema/policy/viewer.js';
import type { Databases } from '../subgraphs/shared/databases.js';
import type { Engine } from '../subgraphs/shared/mongo/index.js';
import { Directory } from './directory.js';
import { FIRST_QUESTIONS } from './first-questions.js';
import type { LocalIssuer } from './issuer.js';
import type { Gateway } from './server.js';

export interface WelcomeParts {
  readonly gateway: Gateway;
  readonly engine: Engine;
  readonly databases: Databases;
  /** Null: tokens come from elsewhere, so none are printed. */
  readonly issuer: LocalIssuer | null;
  /** Whether the console is served. */
  readonly hasConsole: boolean;
}

export async function welcome({ gateway, engine, databases, issuer, hasConsole }: WelcomeParts): Promise<string> {
  const lines = [
    '',
    `chartlens serves ${gateway.url}/graphql`,
    ...(hasConsole ? [`  console ${gateway.url}/`] : []),
    `  alive ${gateway.url}/healthz · ready ${gateway.url}/readyz · your role's schema ${gateway.url}/schema.graphql`,
    `  MongoDB: ${engine.description}`,
    ...(engine.lacks.length > 0 ? [`  which lacks: ${engine.lacks.join(', ')}`] : []),
    '',
  ];
  if (!issuer) return lines.join('\n');
  const directory = new Directory(databases);
  for (const role of ROLES) {
    const { asks, query } = FIRST_QUESTIONS[role];
    const token = await directory.firstToken(issuer, role);
    lines.push(`${role}: ${asks}`);
    if (token === null) lines.push('  (nobody in the record fits this role yet)', '');
    else
      lines.push(
        `  TOKEN=${token}`,
        `  curl -s ${gateway.url}/graphql -H "Authorization: Bearer $TOKEN" --json '${JSON.stringify({ query })}'`,
        '',
      );
  }
  return lines.join('\n');
}

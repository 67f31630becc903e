/** The types of an example's operations against the schema of its role: what GraphQL Code Generator writes for a client. */
import { readFileSync } from 'node:fs';
import { codegen } from '@graphql-codegen/core';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import { parse } from 'graphql';
import { readRoleSdl } from '../../schema/derive/generated.js';
import type { Role } from '../../schema/policy/viewer.js';

export interface Example {
  readonly folder: string;
  readonly role: Role;
}

export const EXAMPLES: readonly Example[] = [
  { folder: 'clinician-frontend', role: 'clinician' },
  { folder: 'insurer-portal', role: 'insurer' },
];

/** Scalars as they come in JSON. */
const SCALARS = { DateTime: 'string', FHIRDate: 'string', Decimal: 'number' };

/** The text of `operations.generated.ts`. Throws when an operation does not fit the schema of the role. */
export async function generate({ role }: Example, operations: URL): Promise<string> {
  const text = await codegen({
    filename: 'operations.generated.ts',
    schema: parse(readRoleSdl(role)),
    documents: [{ location: 'operations.graphql', document: parse(readFileSync(operations, 'utf8')) }],
    config: { scalars: SCALARS, useTypeImports: true, enumsAsTypes: true, strictScalars: false },
    plugins: [{ operations: {} }, { documents: {} }],
    pluginMap: { operations: typescriptOperations, documents: typedDocumentNode },
  });
  return `// Written by npm run examples from operations.graphql and the schema of the ${role}.\n${text.trimEnd()}\n`;
}

/** `policy -- matrix`: who may see and change what. */
import { parseArgs } from 'node:util';
import { buildPolicy } from '../../schema/build.js';
import { matrixMarkdown } from '../../schema/derive/access-matrix.js';
import { type MatrixFilter, matrixTables } from '../../schema/derive/matrix.js';
import { matrixText } from '../../schema/derive/matrix-text.js';
import type { PolicyData } from '../../schema/policy/policy-data.js';
import { isRole, ROLES } from '../../schema/policy/viewer.js';

export const MATRIX_HELP = `Usage: npm run -s policy -- matrix [options]

Prints who reads and changes which kind of information, and who may use which field and argument, of the sources as they
stand. Summaries come with the reason for which they are open to roles that may not read all they are made from.

  --role ROLE     only this role; may be repeated: ${ROLES.join(', ')}
  --facet FACET   only this kind of information
  --type TYPE     only fields of this type, for example Patient
  --markdown      tables in Markdown
  --json          tables in JSON
  --help          this text`;

const OPTIONS = {
  role: { type: 'string', multiple: true },
  facet: { type: 'string' },
  type: { type: 'string' },
  markdown: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** The text to print. @throws Error naming the option that is wrong and what it takes. */
export async function matrixCommand(args: readonly string[]): Promise<string> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false });
  if (values.help) return MATRIX_HELP;
  if (values.json && values.markdown) throw new Error('--json and --markdown are two forms: take one.');
  const { data } = await buildPolicy();
  const filter = filterOf(values, data);
  if (values.json) return JSON.stringify(matrixTables(data, filter), null, 2);
  return values.markdown ? matrixMarkdown(data, filter).trimEnd() : matrixText(data, filter);
}

function filterOf(
  values: { readonly role?: string[]; readonly facet?: string; readonly type?: string },
  data: PolicyData,
): MatrixFilter {
  const roles = values.role?.map((role) => {
    if (!isRole(role)) throw new Error(`--role takes one of ${ROLES.join(', ')}.`);
    return role;
  });
  const { facet, type } = values;
  if (facet !== undefined && !Object.hasOwn(data.facets, facet))
    throw new Error(`--facet takes one of ${Object.keys(data.facets).join(', ')}.`);
  if (type !== undefined && !Object.keys(data.fields).some((at) => at.startsWith(`${type}.`)))
    throw new Error(`--type: no type of the schema is called ${JSON.stringify(type)}.`);
  return { ...(roles && { roles }), ...(facet !== undefined && { facet }), ...(type !== undefined && { type }) };
}

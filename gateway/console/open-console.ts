/** From the configuration to the console's parts; undefined where it is off. */
import { readPolicyText } from '../../schema/derive/generated.js';
import type { Databases } from '../../subgraphs/shared/databases.js';
import type { Config } from '../config.js';
import { Directory } from '../directory.js';
import { reportToStderr } from '../plugins/mask-errors.js';
import type { SignInParts } from '../sign-in.js';
import type { ConsoleParts } from './console.js';
import { PolicyVersions } from './policy-versions.js';
import { tokenIssuer } from './token-request.js';

/** The console as it is configured, over the record whose organisations and patients tokens can be for. */
export function openConsole(
  config: Pick<Config, 'console' | 'signIn'>,
  { issuer }: Pick<SignInParts, 'issuer'>,
  databases: Databases,
): ConsoleParts | undefined {
  const { console: settings, signIn } = config;
  if (settings === null) return undefined;
  const versions = new PolicyVersions(databases);
  // Who starts a gateway does not wait for it: a record that cannot be written to is looked at nevertheless.
  versions.keep(readPolicyText()).catch((error: unknown) => reportToStderr('policy-versions', error));
  if (signIn.issuer.kind === 'oidc') {
    const { clientId, scope } = settings;
    return { versions, signIn: { kind: 'oidc', issuer: signIn.issuer.url, clientId, scope, claims: signIn.claims } };
  }
  if (issuer === null) throw new Error('The local issuer is configured and was not opened.');
  const issue = tokenIssuer(issuer, new Directory(databases));
  return { versions, signIn: { kind: 'local', issue, claims: signIn.claims } };
}

/** From the configuration to the console's parts; undefined where it is off. */
import type { Databases } from '../../subgraphs/shared/databases.js';
import type { Config } from '../config.js';
import { Directory } from '../directory.js';
import type { SignInParts } from '../sign-in.js';
import type { ConsoleParts } from './console.js';
import { tokenIssuer } from './token-request.js';

/** The console as it is configured, over the record whose organisations and patients tokens can be for. */
export function openConsole(
  config: Pick<Config, 'console' | 'signIn'>,
  { issuer }: Pick<SignInParts, 'issuer'>,
  databases: Databases,
): ConsoleParts | undefined {
  const { console: settings, signIn } = config;
  if (settings === null) return undefined;
  if (signIn.issuer.kind === 'oidc') {
    const { clientId, scope } = settings;
    return { signIn: { kind: 'oidc', issuer: signIn.issuer.url, clientId, scope, claims: signIn.claims } };
  }
  if (issuer === null) throw new Error('The local issuer is configured and was not opened.');
  const issue = tokenIssuer(issuer, new Directory(databases));
  return { signIn: { kind: 'local', issue, claims: signIn.claims } };
}

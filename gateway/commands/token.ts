/** `npm run -s token -- --role ...`: prints one token of the local issuer on standard output, and nothing else. */
import { parseArgs } from 'node:util';
import { type Config, readConfig } from '../config.js';
import { Directory } from '../directory.js';
import { openLocalIssuer } from '../issuer.js';
import { withDatabases } from './open-databases.js';
import {
  needsDirectory,
  readTokenOptions,
  TOKEN_OPTIONS,
  TOKEN_USAGE,
  type TokenOptions,
  tokenRequest,
} from './token-options.js';

/** Whoever asks for a token wants the token; which MongoDB answers is told by npm start. */
function withDirectory<T>({ mongodbUri, dataDir }: Config, use: (directory: Directory) => Promise<T>): Promise<T> {
  return withDatabases({ uri: mongodbUri, dataDir, holder: 'chartlens token' }, (databases) =>
    use(new Directory(databases)),
  );
}

async function issue(options: TokenOptions): Promise<string> {
  const config = readConfig(process.env);
  if (config.signIn.issuer.kind !== 'local') {
    throw new Error('The local issuer is off: OIDC_ISSUER is set, so tokens come from there.');
  }
  const issuer = await openLocalIssuer(config.dataDir, config.signIn);
  const request = needsDirectory(options)
    ? await withDirectory(config, (directory) => tokenRequest(options, directory))
    : await tokenRequest(options, null);
  return issuer.issueToken(request);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: TOKEN_OPTIONS, strict: true, allowPositionals: false });
  if (values.help) console.log(TOKEN_USAGE);
  else console.log(await issue(readTokenOptions(values)));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'no token could be made');
  process.exitCode = 1;
});

/** The measured gateway: all walls, the trail on, over HTTP with tokens, as `npm start` serves it. */
import 'reflect-metadata';
import { readConfig } from '../../gateway/config.js';
import { startInOneProcess } from '../../gateway/one-process.js';
import { openSignIn } from '../../gateway/sign-in.js';
import '../../subgraphs/kinds.js';
import { openDatabases } from '../../subgraphs/shared/databases.js';
import { serveMeasured } from './child.js';
import { partiesOf } from './parties.js';

await serveMeasured(async ({ uri, prefix, dataDir, walls }) => {
  const config = readConfig({ DATA_DIR: dataDir, PORT: '0' });
  const databases = await openDatabases({ uri, prefix });
  const signIn = await openSignIn(config);
  if (!signIn.issuer) throw new Error('the benchmark signs its own tokens');
  const gateway = await startInOneProcess({
    databases,
    dataDir,
    limits: config.limits,
    subgraphDeadlineMs: config.subgraphs.deadlineMs,
    signIn: { viewers: signIn.viewers, ...(signIn.jwks && { jwks: signIn.jwks }) },
    listen: { port: 0, host: '127.0.0.1' },
    ...(walls && { walls: { guard: walls, store: walls } }),
  });
  const { provider, payer } = await partiesOf(databases);
  return {
    url: `${gateway.url}/graphql`,
    tokens: {
      clinician: await signIn.issuer.issueToken({ role: 'clinician', organization: provider }),
      insurer: await signIn.issuer.issueToken({ role: 'insurer', organization: payer }),
    },
  };
});

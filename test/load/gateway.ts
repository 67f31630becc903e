/** The gateway under load: as `npm start` serves it, over HTTP with tokens, trail and admission on. */
import 'reflect-metadata';
import { readConfig } from '../../gateway/config.js';
import { startInOneProcess } from '../../gateway/one-process.js';
import { openSignIn } from '../../gateway/sign-in.js';
import '../../subgraphs/kinds.js';
import { openDatabases } from '../../subgraphs/shared/databases.js';
import { serveMeasured } from '../bench/child.js';
import { partiesOf } from '../bench/parties.js';

await serveMeasured(async ({ uri, prefix, dataDir }) => {
  const config = readConfig({ DATA_DIR: dataDir, PORT: '0' });
  const databases = await openDatabases({ uri, prefix });
  const signIn = await openSignIn(config);
  if (!signIn.issuer) throw new Error('the load signs its own tokens');
  const gateway = await startInOneProcess({
    databases,
    dataDir,
    limits: config.limits,
    subgraphDeadlineMs: config.subgraphs.deadlineMs,
    signIn: { viewers: signIn.viewers, ...(signIn.jwks && { jwks: signIn.jwks }) },
    listen: { port: 0, host: '127.0.0.1' },
  });
  await gateway.population.caughtUp();
  const { provider } = await partiesOf(databases);
  return {
    url: `${gateway.url}/graphql`,
    tokens: {
      clinician: await signIn.issuer.issueToken({ role: 'clinician', organization: provider }),
      analyst: await signIn.issuer.issueToken({ role: 'analyst' }),
    },
  };
});

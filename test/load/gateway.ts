/** The gateway under load: as `npm start` serves it, with admission on. */
import 'reflect-metadata';
import { serveMeasured } from '../bench/child.js';
import { openMeasured } from '../bench/open-measured.js';
import { partiesOf } from '../bench/parties.js';

await serveMeasured(async (at) => {
  const { databases, issuer, start } = await openMeasured(at);
  const gateway = await start();
  await gateway.population.caughtUp();
  const { provider } = await partiesOf(databases);
  return {
    url: `${gateway.url}/graphql`,
    tokens: {
      clinician: await issuer.issueToken({ role: 'clinician', organization: provider }),
      analyst: await issuer.issueToken({ role: 'analyst' }),
    },
  };
});

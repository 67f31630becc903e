/** The gateway that is compared with others. */
import 'reflect-metadata';
import { Directory } from '../../gateway/directory.js';
import type { LocalIssuer } from '../../gateway/issuer.js';
import { Trail } from '../../gateway/trail.js';
import { ROLES, type Role } from '../../schema/policy/viewer.js';
import type { Databases } from '../../subgraphs/shared/databases.js';
import { serveMeasured } from './child.js';
import { openMeasured } from './open-measured.js';
import { partiesOf } from './parties.js';

/** A machine that is busy with other work is slow, not overloaded. */
const PATIENT = { MAX_WAIT_MS: '30000', SUBGRAPH_DEADLINE_MS: '30000' };

const { append } = Trail.prototype;

function switchTrail(on: boolean): void {
  Trail.prototype.append = on ? append : () => Promise.resolve();
}

await serveMeasured(async ({ besides, population, ...at }) => {
  const { databases, issuer, start } = await openMeasured(at, PATIENT);
  const gateway = await start();
  if (population === 'off') await gateway.population.stop();
  // In one process both are compiled alike: two processes differ by more than the walls cost.
  const open = besides && (await start({ guard: 'open', store: 'open' }));
  return {
    url: `${gateway.url}/graphql`,
    ...(open && { openUrl: `${open.url}/graphql` }),
    tokens: await tokensOf(databases, issuer),
  };
}, switchTrail);

/** One for each role for which there is somebody in the record; those with the most patients where it is a party. */
async function tokensOf(databases: Databases, issuer: LocalIssuer): Promise<Record<string, string>> {
  const { provider, payer } = await partiesOf(databases);
  const directory = new Directory(databases);
  const tokens = {
    ...{ clinician: await issuer.issueToken({ role: 'clinician', organization: provider }) },
    ...{ insurer: await issuer.issueToken({ role: 'insurer', organization: payer }) },
  };
  const others = ROLES.filter((role) => !(role in tokens));
  const found = await Promise.all(others.map((role: Role) => directory.firstToken(issuer, role)));
  return { ...tokens, ...Object.fromEntries(others.flatMap((role, at) => (found[at] ? [[role, found[at]]] : []))) };
}

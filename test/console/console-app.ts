/** The console's routes over a bare server: who asks is said by the test. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { onTestFinished } from 'vitest';
import { type ConsoleSignIn, consoleRoutes } from '../../gateway/console/console.js';
import type { PolicyVersions } from '../../gateway/console/policy-versions.js';
import { errorHandler } from '../../gateway/http-errors.js';
import type { Role } from '../../schema/policy/viewer.js';

/** Its address; closed after the test. */
export async function openConsoleApp(signIn: ConsoleSignIn, role: Role, versions?: PolicyVersions): Promise<string> {
  const app = express();
  app.use(
    consoleRoutes({ signIn, ...(versions && { versions }) }, (_request, response, next) => {
      response.locals['viewer'] = { role };
      next();
    }),
  );
  app.use(errorHandler);
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

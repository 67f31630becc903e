/** The time between being told to stop and stopping: nobody new is sent here, and whoever comes all the same is answered. */
import type { RequestListener } from 'node:http';

/** How a gateway goes out of a roll-over. */
export interface Drain {
  /** From now on the gateway is not ready, and each answer ends its connection: the client's next one goes elsewhere. */
  begin(): void;
  before(app: RequestListener): RequestListener;
}

const READYZ = /^\/readyz(?:\?|$)/;
const STOPPING = JSON.stringify({ status: 'stopping' });

/** A drain that has not begun. */
export function createDrain(): Drain {
  let isDraining = false;
  return {
    begin() {
      isDraining = true;
    },
    before: (app) => (request, response) => {
      if (!isDraining) return app(request, response);
      response.setHeader('Connection', 'close');
      if (!READYZ.test(request.url ?? '')) return app(request, response);
      response.writeHead(503, { 'Content-Type': 'application/json; charset=utf-8' }).end(STOPPING);
    },
  };
}

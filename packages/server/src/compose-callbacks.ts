import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Database } from './database/connect.ts';
import { keepCallback } from './features/idv/keep-callback.command.ts';
import { callbackRoutes } from './features/providers/callbacks.routes.ts';
import type { Clock } from './kernel/clock.ts';

type Listening = { readonly database: Database; readonly logger: Logger; readonly now: Clock };

/** What a provider calls about is kept, and wakes the runs that wait for it. */
export function listenForCallbacks(
  http: FastifyInstance,
  { database, logger, now }: Listening,
  read: Parameters<typeof callbackRoutes>[1]['read'],
): void {
  callbackRoutes(http, {
    read,
    async onCallback(provider, about) {
      const taken = await keepCallback({ system: database.system, now }, { provider, ...about });
      logger.info({ provider, taken }, 'a provider called back');
    },
  });
}

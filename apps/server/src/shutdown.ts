import { failpoint, type Logger } from '@columba/core';
import type { INestApplication } from '@nestjs/common';
import { currentSession } from './supervision/session-scope.js';

/** Docker and Home Assistant kill after 10 s. */
const LONGEST_MS = 9_500;

/**
 * Ends in order on SIGTERM and SIGINT. The order stands in the hooks of the modules: `onModuleDestroy` refuses new work,
 * ends waiting and has all engines and relays begin to stop, beside each other; `beforeApplicationShutdown` waits for
 * them, then the HTTP server closes, and `onApplicationShutdown` closes the database. Nothing relies on it: the same state is reached after a kill.
 */
export function installShutdown(app: INestApplication, logger: Logger): void {
  let ending = false;
  const end = (signal: NodeJS.Signals): void => {
    if (ending) return;
    ending = true;
    logger.info('stopping', { signal });
    failpoint('stop.begun');
    setTimeout(() => {
      logger.error('stopping took too long');
      process.exit(1);
    }, LONGEST_MS).unref();
    app.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error('stopping failed', { error });
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

/**
 * Another process owns the data directory now. This one can store nothing, so it may acknowledge nothing: it ends on the
 * spot, as if it were killed, which everything here is made to survive.
 */
export function endAsStale(logger: Logger): never {
  logger.error('another process has taken over the data directory: this one ends');
  process.exit(1);
}

/**
 * A mistake in one session, or in a library, must not end the others: it is logged under the session from which it came.
 * @param tell hears in which session something went astray.
 */
export function surviveStrayErrors(logger: Logger, tell: (session: string) => void): void {
  const stray = (what: string) => (error: unknown) => {
    const session = currentSession();
    logger.error(what, { session, error });
    if (session !== undefined) tell(session);
  };
  process.on('unhandledRejection', stray('unhandled rejection'));
  process.on('uncaughtException', stray('uncaught exception'));
}

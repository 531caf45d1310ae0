import { mkdirSync } from 'node:fs';
import { armFailpoints, failpoint, systemClock } from '@columba/core';
import { openStorage } from '@columba/storage';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { WsAdapter } from '@nestjs/platform-ws';
import { adoptOldData } from './adoption/adopt-old-data.js';
import { AppModule, type Platform } from './app.module.js';
import { ensureFirstKey } from './auth/first-key.js';
import { configureHttp } from './common/http/configure-http.js';
import { NestLog } from './common/logging/nest-log.js';
import { PinoLogger } from './common/logging/pino-logger.js';
import { openApiDocument } from './common/openapi/document.js';
import { OpenApiHolder } from './common/openapi/openapi-holder.js';
import type { ColumbaConfig } from './config/columba.config.js';
import { BundledEngines } from './engine/bundled-engines.js';
import { IngressListener } from './ingress/ingress-listener.js';
import { SessionsService } from './sessions/sessions.service.js';
import { Supervisor } from './supervision/supervisor.js';
import { endAsStale, installShutdown, surviveStrayErrors } from './shutdown.js';

const KEEP_ALIVE_MS = 65_000;

/** The application on given parts, ready to listen. */
export async function createApp(platform: Platform): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.with(platform), {
    logger: new NestLog(platform.logger),
    abortOnError: false,
    bodyParser: false,
    forceCloseConnections: true,
  });
  app.useWebSocketAdapter(new WsAdapter(app));
  configureHttp(app, platform.config.http);
  app.get(OpenApiHolder).makeWith(() => openApiDocument(app));
  return app;
}

/** The whole server: storage, then HTTP, then sessions. Resolves when it listens. */
export async function startServer(config: ColumbaConfig): Promise<void> {
  const logger = PinoLogger.create(config.logging.level);
  let supervisor: Supervisor | undefined;
  surviveStrayErrors(logger, (session) => supervisor?.stumbled(session));
  armFailpoints(config.faults.failpoints);
  mkdirSync(config.storage.directory, { recursive: true, mode: 0o700 });
  const storage = openStorage({
    directory: config.storage.directory,
    clock: systemClock,
    onOwnershipLost: () => endAsStale(logger),
  });
  try {
    logger.usePseudonymKey(storage.installKey);
    await adoptOldData({ config, storage, clock: systemClock, logger });
    ensureFirstKey(storage, config);
    const engines = new BundledEngines(config);
    const app = await createApp({ config, storage, clock: systemClock, logger, engines, stdin: process.stdin });
    await app.listen(config.http.port, config.http.host);
    // Longer than any client keeps an idle connection: otherwise a request can meet the end of its connection.
    app.getHttpServer().keepAliveTimeout = KEEP_ALIVE_MS;
    await app.get(IngressListener).listen();
    installShutdown(app, logger);
    supervisor = app.get(Supervisor);
    logger.info(`listening on ${await app.getUrl()}`);
    failpoint('start.listening');
    await app.get(SessionsService).startConfigured();
    failpoint('start.sessions');
  } catch (error) {
    storage.close();
    throw error;
  }
}

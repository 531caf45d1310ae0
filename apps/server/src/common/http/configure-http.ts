import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import { Authentication } from '../../auth/authentication.js';
import { ingressCallerOf } from '../../auth/ingress-arrivals.js';
import type { HttpConfig } from '../../config/http.config.js';
import { ApiFaces } from './api-faces.js';
import { checkCaller } from './host-check.js';
import { jsonBody } from './json-body.js';
import { requestId, REQUEST_ID_HEADER } from './request-id.js';

/** Headers that browsers understand as: run nothing, frame nothing, leak nothing. */
const secureHeaders = (frames: "'none'" | "'self'") =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: [frames],
      },
    },
    frameguard: { action: frames === "'none'" ? 'deny' : 'sameorigin' },
    referrerPolicy: { policy: 'no-referrer' },
    // Columba speaks plain HTTP in a home network; TLS and its promises belong to the proxy in front of it.
    strictTransportSecurity: false,
    originAgentCluster: false,
  });

const headersOutside = secureHeaders("'none'");
/** Home Assistant shows the page in a frame of its own. */
const headersInside = secureHeaders("'self'");

/** What every request passes, in this order, before any route: a stranger's body is never even parsed. */
export function configureHttp(app: NestExpressApplication, config: HttpConfig): void {
  app.disable('x-powered-by');
  app.set('trust proxy', false);
  app.set('etag', false);
  app.use(requestId);
  app.use((request: Request, response: Response, next: NextFunction) =>
    (ingressCallerOf(request) ? headersInside : headersOutside)(request, response, next),
  );
  app.use(checkCaller(config.allowedHosts, config.corsOrigins));
  if (config.corsOrigins.length > 0) {
    app.enableCors({ origin: config.corsOrigins, credentials: false, exposedHeaders: EXPOSED_HEADERS, maxAge: 600 });
  }
  app.use(app.get(Authentication).middleware);
  app.use(...jsonBody(app.get(ApiFaces)));
}

const EXPOSED_HEADERS = [REQUEST_ID_HEADER, 'Idempotent-Replayed', 'Location', 'Retry-After', 'Allow'];

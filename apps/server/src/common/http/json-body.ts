import { DomainError } from '@columba/core';
import { json, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import type { ApiFaces } from './api-faces.js';

const LIMIT = '1mb';

/**
 * Reads JSON bodies. A body of another type counts as none in the other APIs, which promise so; in the native one it is
 * refused, through `next`, with DomainError `unsupported_media_type`.
 */
export const jsonBody = (faces: ApiFaces): RequestHandler[] => [
  json({ limit: LIMIT, type: ['application/json', '+json'] }),
  (request, response, next) => (faces.of(request.path) ? next() : refuseOtherBodies(request, response, next)),
];

function refuseOtherBodies(request: Request, _response: Response, next: NextFunction): void {
  const hasBody = Number(request.get('content-length') ?? 0) > 0 || request.get('transfer-encoding') !== undefined;
  if (hasBody && request.body === undefined)
    return next(new DomainError('unsupported_media_type', 'The body must be application/json'));
  next();
}

import { DomainError } from '@columba/core';
import { json, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import type { ApiFaces } from './api-faces.js';

/** Small files may stand in it, as base64. A stranger's body is never read. */
const LIMIT = '16mb';
/** Files come as they are. */
const UPLOAD = /^\/v1\/sessions\/[^/]+\/media\/?$/;

const readJson = json({ limit: LIMIT, type: ['application/json', '+json'] });

/**
 * Reads JSON bodies. A body of another type counts as none in the other APIs, which promise so; in the native one it is
 * refused, through `next`, with DomainError `unsupported_media_type`.
 */
export const jsonBody = (faces: ApiFaces): RequestHandler[] => [
  (request, response, next) => (UPLOAD.test(request.path) ? next() : readJson(request, response, next)),
  (request, response, next) =>
    faces.of(request.path) || UPLOAD.test(request.path) ? next() : refuseOtherBodies(request, response, next),
];

function refuseOtherBodies(request: Request, _response: Response, next: NextFunction): void {
  const hasBody = Number(request.get('content-length') ?? 0) > 0 || request.get('transfer-encoding') !== undefined;
  if (hasBody && request.body === undefined)
    return next(new DomainError('unsupported_media_type', 'The body must be application/json'));
  next();
}

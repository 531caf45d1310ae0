import { DomainError } from '@columba/core';
import { json, type NextFunction, type Request, type Response } from 'express';

const LIMIT = '1mb';

/** Reads JSON bodies. @throws DomainError `unsupported_media_type` (through `next`) for a body of another type. */
export const jsonBody = [json({ limit: LIMIT, type: ['application/json', '+json'] }), refuseOtherBodies];

function refuseOtherBodies(request: Request, _response: Response, next: NextFunction): void {
  const hasBody = Number(request.get('content-length') ?? 0) > 0 || request.get('transfer-encoding') !== undefined;
  if (hasBody && request.body === undefined)
    return next(new DomainError('unsupported_media_type', 'The body must be application/json'));
  next();
}

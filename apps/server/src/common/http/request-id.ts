import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';

export const REQUEST_ID_HEADER = 'X-Request-Id';
const ACCEPTABLE = /^[A-Za-z0-9._-]{1,128}$/;

/** Takes the caller's request id, or makes one, and gives it back in the answer. */
export function requestId(request: Request, response: Response, next: NextFunction): void {
  const given = request.get(REQUEST_ID_HEADER);
  response.setHeader(REQUEST_ID_HEADER, given !== undefined && ACCEPTABLE.test(given) ? given : randomUUID());
  // Whatever is answered is about people; the files of the page about the API say otherwise themselves.
  response.setHeader('Cache-Control', 'no-store');
  next();
}

export const requestIdOf = (response: Response): string => String(response.getHeader(REQUEST_ID_HEADER));

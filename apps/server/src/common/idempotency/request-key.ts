import { randomUUID } from 'node:crypto';
import { InvalidInputError } from '@columba/core';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

/** A key that is used again later is a new one. */
export const KEY_KEPT_FOR_MS = 7 * 24 * 3600 * 1000;

const ACCEPTABLE = /^[\x21-\x7e]{1,255}$/;

/** One request's name: what must not happen twice under it, within which scope. */
export interface RequestKey {
  key: string;
  /** Caller and operation; the session stands beside it. */
  scope: string;
}

/** Keys are claimed for one session each. */
export const claimScope = (session: string, scope: string): string => `${session}:${scope}`;

const keys = new WeakMap<Request, RequestKey>();

/** The caller's key, or a fresh one. @throws InvalidInputError for a key that is not 1 to 255 visible ASCII characters. */
export function nameRequest(request: Request, scope: string): RequestKey {
  const given = request.get('idempotency-key');
  if (given !== undefined && !ACCEPTABLE.test(given))
    throw new InvalidInputError('Idempotency-Key must be 1 to 255 visible ASCII characters', {
      fields: [
        { pointer: '/Idempotency-Key', code: 'wrong_format', detail: 'Must be 1 to 255 visible ASCII characters' },
      ],
    });
  const named = { key: given ?? randomUUID(), scope };
  keys.set(request, named);
  return named;
}

/** Hands the request's key to a controller's method. */
export const CurrentRequestKey = createParamDecorator((_data: unknown, context: ExecutionContext): RequestKey => {
  const named = keys.get(context.switchToHttp().getRequest<Request>());
  if (!named) throw new Error('Only operations marked idempotent have a key');
  return named;
});

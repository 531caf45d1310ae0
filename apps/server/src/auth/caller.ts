import { DomainError, NotFoundError } from '@columba/core';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

export const SCOPES = ['read', 'send', 'admin'] as const;
/** What a key may do; each scope holds the ones before it. */
export type Scope = (typeof SCOPES)[number];

/** Who makes a request: an API key, never its secret. */
export class Caller {
  constructor(
    readonly keyId: string,
    readonly name: string,
    readonly scopes: readonly Scope[],
    /** The sessions it is bound to; absent: all. */
    readonly sessions?: readonly string[],
  ) {}

  may(scope: Scope): boolean {
    return this.scopes.some((held) => SCOPES.indexOf(held) >= SCOPES.indexOf(scope));
  }

  sees(session: string): boolean {
    return this.sessions === undefined || this.sessions.includes(session);
  }

  /** @throws NotFoundError as if the session did not exist, so that a bound key cannot find out which do. */
  requireSession(session: string): void {
    if (!this.sees(session)) throw new NotFoundError(`There is no session '${session.slice(0, 64)}'`);
  }
}

const callers = new WeakMap<Request, Caller>();

export const rememberCaller = (request: Request, caller: Caller): void => void callers.set(request, caller);
export const callerOf = (request: Request): Caller | undefined => callers.get(request);

export function requireCaller(request: Request): Caller {
  const caller = callerOf(request);
  if (!caller) throw new DomainError('unauthorized', MISSING_KEY);
  return caller;
}

export const MISSING_KEY = 'Give an API key in the header X-Api-Key, X-Auth-Token or Authorization: Bearer';

/** Hands the caller to a controller's method. */
export const CurrentCaller = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  requireCaller(context.switchToHttp().getRequest<Request>()),
);

import { DomainError, type SessionName } from '@columba/core';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { scopeOf } from '../common/openapi/operation.js';
import { isPublic } from './public-routes.js';
import { requireCaller } from './caller.js';

/** Decides what a known caller may do: the operation's scope, and the session in the path. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    if (isPublic(request.method, request.path)) return true;
    const caller = requireCaller(request);
    const session = request.params['session'];
    if (session !== undefined) caller.requireSession(session as SessionName);
    const scope = scopeOf(this.reflector, context.getHandler());
    if (!caller.may(scope)) throw new DomainError('forbidden', `This key lacks the scope '${scope}'`);
    return true;
  }
}

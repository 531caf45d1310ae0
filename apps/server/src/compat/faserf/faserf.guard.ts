import { DomainError, NotConnectedError, NotFoundError } from '@columba/core';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { requireCaller } from '../../auth/caller.js';
import { CONFIG } from '../../common/tokens.js';
import type { FaserfConfig } from '../../config/faserf.config.js';
import { rememberCall } from './faserf-call.js';
import { FaserfInput, isObject } from './faserf-input.js';
import { answersAlways } from './openapi/faserf-operation.js';
import { cleanSessionId, DEFAULT_SESSION_ID, FaserfSessions } from './session/faserf-sessions.js';

/** Before a handler runs: which session is meant, may this key see it, and is WhatsApp there? */
@Injectable()
export class FaserfGuard implements CanActivate {
  constructor(
    @Inject(CONFIG) private readonly config: { faserf: FaserfConfig },
    private readonly sessions: FaserfSessions,
    private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    requireSwitchedOn(this.config);
    const caller = requireCaller(request);
    const sessionId = sessionIdOf(request);
    const session = this.sessions.named(sessionId);
    if (!caller.sees(session)) throw new DomainError('forbidden', 'This key is bound to other sessions');
    const input = new FaserfInput(request.body, request.query);
    rememberCall(request, { session, sessionId, caller, route: request.path, input });
    if (!answersAlways(this.reflector, context.getHandler()) && !this.sessions.connected(session))
      throw new NotConnectedError('Not connected');
    return true;
  }
}

/** @throws NotFoundError */
export function requireSwitchedOn({ faserf }: { faserf: FaserfConfig }): void {
  if (!faserf.enabled) throw new NotFoundError('There is no such path');
}

/** The path, the rest of the address, then the body, then the header. */
function sessionIdOf(request: Request): string {
  const body = isObject(request.body) ? request.body['session_id'] : undefined;
  const named = [request.params['sessionId'], request.query['session_id'], body, request.get('x-session-id')];
  const text = named.find((value) => typeof value === 'string' && value.trim() !== '');
  return typeof text === 'string' ? cleanSessionId(text) : DEFAULT_SESSION_ID;
}

import { DomainError } from '@columba/core';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { requireCaller } from '../../auth/caller.js';
import { answersAlways } from './openapi/gajosu-operation.js';
import { notConnected } from './gajosu-refusal.js';
import { GajosuSession } from './gajosu-session.js';

/** Before anything of a request is looked at: may this key see the session, and is WhatsApp there? */
@Injectable()
export class GajosuReadyGuard implements CanActivate {
  constructor(
    private readonly session: GajosuSession,
    private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    if (!requireCaller(request).sees(this.session.name))
      throw new DomainError('forbidden', 'This key is bound to other sessions');
    if (!answersAlways(this.reflector, context.getHandler()) && !this.session.connected) throw notConnected();
    return true;
  }
}

import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { callerOf } from '../auth/caller.js';
import { nameOfOperation, scopeOf } from '../common/openapi/operation.js';
import { AuditTrail } from './audit-trail.js';

/** Lets everybody pass, and has everything that changes something written down: also what is refused after it. */
@Injectable()
export class AuditGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly trail: AuditTrail,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const caller = callerOf(request);
    const operation = nameOfOperation(this.reflector, context.getHandler());
    if (caller && operation !== undefined && this.changes(request.method, context))
      this.trail.follow(operation, caller, request, http.getResponse<Response>());
    return true;
  }

  /** One of the APIs changes things by GET. */
  private changes(method: string, context: ExecutionContext): boolean {
    const scope = scopeOf(this.reflector, context.getHandler());
    const reads = method === 'GET' || method === 'HEAD';
    return reads ? scope === 'send' : scope !== 'read';
  }
}

import { createHash } from 'node:crypto';
import { DomainError } from '@columba/core';
import type { Storage } from '@columba/storage';
import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { catchError, map, of, type Observable } from 'rxjs';
import { requireCaller } from '../../auth/caller.js';
import { idempotentOperation } from '../openapi/operation.js';
import { STORAGE } from '../tokens.js';
import { canonicalJson } from './canonical-json.js';
import { claimScope, nameRequest } from './request-key.js';

const KEPT_FOR_MS = 7 * 24 * 3600 * 1000;
const ASK_AGAIN_SECONDS = 1;

/** Runs an operation once per key: a repetition gets the stored answer. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    @Inject(STORAGE) private readonly storage: Storage,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const operation = idempotentOperation(this.reflector, context.getHandler());
    if (operation === undefined) return next.handle();
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const { key, scope: caller } = nameRequest(request, `${requireCaller(request).keyId}:${operation}`);
    const scope = claimScope(String(request.params['session']), caller);

    const begun = this.storage.idempotency.begin(scope, key, hashOf(request), KEPT_FOR_MS);
    if (begun.kind === 'mismatch')
      throw new DomainError('idempotency_mismatch', 'This Idempotency-Key was used with another request');
    if (begun.kind === 'running')
      throw new DomainError('idempotency_in_progress', 'The first request with this Idempotency-Key still runs', {
        retryAfterSeconds: ASK_AGAIN_SECONDS,
      });
    if (begun.kind === 'done') {
      response.setHeader('Idempotent-Replayed', 'true');
      response.status(begun.status);
      return of(begun.body);
    }
    return next.handle().pipe(
      map((body: unknown) => {
        this.storage.idempotency.finish(scope, key, { status: response.statusCode, body });
        return body;
      }),
      catchError((error: unknown) => {
        // Nothing is to be repeated of a request that did not succeed: the same key may try again.
        this.storage.idempotency.release(scope, key);
        throw error;
      }),
    );
  }
}

/** What makes it the same request: the path and the body, not the query, which only says how long to wait. */
const hashOf = (request: Request): string =>
  createHash('sha256')
    .update(`${request.method} ${request.path}\n${canonicalJson(request.body)}`)
    .digest('hex');

import { createHash } from 'node:crypto';
import { DomainError } from '@columba/core';
import type { Storage } from '@columba/storage';
import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { catchError, finalize, map, of, Subject, take, throwIfEmpty, type Observable } from 'rxjs';
import { requireCaller } from '../../auth/caller.js';
import { idempotentOperation } from '../openapi/operation.js';
import { STORAGE } from '../tokens.js';
import { canonicalJson } from './canonical-json.js';
import { claimScope, KEY_KEPT_FOR_MS, nameRequest } from './request-key.js';

const ASK_AGAIN_SECONDS = 1;

interface Answer {
  status: number;
  body: unknown;
}

const inProgress = () =>
  new DomainError('idempotency_in_progress', 'The first request with this Idempotency-Key still runs', {
    retryAfterSeconds: ASK_AGAIN_SECONDS,
  });

/** Runs an operation once per key: a repetition gets the stored answer, or waits for the one that is being made. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  /** Requests that run now, by scope and key. */
  private readonly running = new Map<string, Subject<Answer>>();

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

    const begun = this.storage.idempotency.begin(scope, key, hashOf(request), KEY_KEPT_FOR_MS);
    if (begun.kind === 'mismatch')
      throw new DomainError('idempotency_mismatch', 'This Idempotency-Key was used with another request');
    const replay = ({ status, body }: Answer): unknown => {
      response.setHeader('Idempotent-Replayed', 'true');
      response.status(status);
      return body;
    };
    if (begun.kind === 'done') return of(replay(begun));
    if (begun.kind === 'running') return this.join(`${scope} ${key}`).pipe(map(replay));
    const answers = this.first(`${scope} ${key}`);
    return next.handle().pipe(
      map((body: unknown) => {
        const answer = { status: response.statusCode, body };
        this.storage.idempotency.finish(scope, key, answer);
        answers.next(answer);
        return body;
      }),
      catchError((error: unknown) => {
        // Nothing is to be repeated of a request that did not succeed: the same key may try again.
        this.storage.idempotency.release(scope, key);
        answers.error(error);
        throw error;
      }),
      finalize(() => {
        this.running.delete(`${scope} ${key}`);
        answers.complete();
      }),
    );
  }

  /** The same request while the first one runs gets the first one's answer, as soon as there is one. */
  private join(name: string): Observable<Answer> {
    const first = this.running.get(name);
    if (first) return first.pipe(take(1), throwIfEmpty(inProgress));
    throw inProgress();
  }

  private first(name: string): Subject<Answer> {
    const answers = new Subject<Answer>();
    this.running.set(name, answers);
    return answers;
  }
}

/** What makes it the same request: the path, the body and the query, but for what only says how long to wait. */
function hashOf({ method, path, query, body }: Request): string {
  const { waitFor: _waitFor, waitSeconds: _waitSeconds, ...asked } = query;
  const words = Object.keys(asked).length > 0 ? `?${canonicalJson(asked)}` : '';
  return createHash('sha256')
    .update(`${method} ${path}${words}\n${canonicalJson(body)}`)
    .digest('hex');
}

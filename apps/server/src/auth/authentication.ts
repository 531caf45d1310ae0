import type { IncomingHttpHeaders } from 'node:http';
import { DomainError, InvalidInputError, type Clock } from '@columba/core';
import { Inject, Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { ApiFaces } from '../common/http/api-faces.js';
import { CLOCK } from '../common/tokens.js';
import { type Caller, MISSING_KEY, rememberCaller } from './caller.js';
import { FailureLimiter } from './failure-limiter.js';
import { ingressCallerOf } from './ingress-arrivals.js';
import { KeyRing } from './key-ring.js';
import { isPublic } from './public-routes.js';

export const SECRET_IN_QUERY = /^(x[-_])?(access|api|auth)?[-_]?(token|key)$/i;

/** Finds out who calls. It runs before anything of the request is read; what the caller may do is decided later. */
@Injectable()
export class Authentication {
  private readonly limiter: FailureLimiter;

  constructor(
    private readonly keys: KeyRing,
    private readonly faces: ApiFaces,
    @Inject(CLOCK) clock: Clock,
  ) {
    this.limiter = new FailureLimiter(clock);
  }

  readonly middleware = (request: Request, _response: Response, next: NextFunction): void => {
    try {
      this.identify(request);
      next();
    } catch (error) {
      next(error);
    }
  };

  /** @throws DomainError `unauthorized` or `rate_limited`; InvalidInputError when the key stands in the address. */
  private identify(request: Request): void {
    if (Object.keys(request.query).some((name) => SECRET_IN_QUERY.test(name)))
      throw new InvalidInputError('A key in the address ends in logs: send it in a header');
    if (isPublic(request.method, request.path)) return;
    const inside = ingressCallerOf(request);
    if (inside) return rememberCaller(request, inside);
    const anonymous = this.faces.of(request.path)?.anonymous(request.path);
    if (anonymous) return rememberCaller(request, anonymous);
    rememberCaller(request, this.recognise(request.headers, request.socket.remoteAddress));
  }

  /**
   * Who has the key in these headers, or in another place where there can be no headers.
   * @throws DomainError `unauthorized` or `rate_limited`
   */
  recognise(headers: IncomingHttpHeaders, remoteAddress?: string, key?: string): Caller {
    const presented = presentedKey(headers) ?? key;
    if (presented === undefined) throw new DomainError('unauthorized', MISSING_KEY);
    return this.callerOf(presented, remoteAddress);
  }

  /** Whom a line that stays open belongs to now, with the rights of now; `undefined` when nobody any more. */
  renew(caller: Caller): Caller | undefined {
    return this.keys.renew(caller);
  }

  /** For a key that did not come in a header of a request. @throws DomainError `unauthorized` or `rate_limited` */
  callerOf(key: string, remoteAddress = ''): Caller {
    const caller = this.keys.find(key);
    if (caller) return caller;
    const wait = this.limiter.failed(remoteAddress);
    if (wait > 0) throw new DomainError('rate_limited', 'Too many wrong keys', { retryAfterSeconds: wait });
    throw new DomainError('unauthorized', 'This API key is not known, or has expired');
  }
}

/** The first credential that was sent, wherever it stands. */
function presentedKey(headers: IncomingHttpHeaders): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  return [headers['x-api-key'] ?? headers['x-auth-token'] ?? bearer].flat()[0];
}

import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { DomainError } from '@columba/core';
import { ingressCallerOf } from '../../auth/ingress-arrivals.js';
import type { NextFunction, Request, Response } from 'express';

/**
 * Which names a browser may know us by. A page of a foreign site can reach a private address only by a name of its own
 * (DNS rebinding), so addresses, `localhost` and `*.local` are safe, and any other name must be configured.
 */
export function allowsHost(header: string | undefined, configured: readonly string[]): boolean {
  if (header === undefined || !URL.canParse(`http://${header}`)) return false;
  const { hostname, username, pathname } = new URL(`http://${header}`);
  if (username !== '' || pathname !== '/') return false;
  const name = hostname.replace(/^\[|\]$|\.$/g, '').toLowerCase();
  return isIP(name) > 0 || name === 'localhost' || name.endsWith('.local') || configured.includes(name);
}

/** Refuses a browser's request from another origin than our own page or a configured one. */
export function allowsOrigin(request: Pick<Request, 'get' | 'protocol'>, configured: readonly string[]): boolean {
  const origin = request.get('origin');
  if (origin === undefined || configured.includes(origin)) return true;
  return origin === `${request.protocol}://${request.get('host') ?? ''}`;
}

/**
 * What comes through Home Assistant has its names, whichever these are; it has checked them, and its session. A page of
 * another origin is refused all the same.
 */
export function allowsIngressOrigin({ headers }: IncomingMessage): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return true;
  const forwarded = [headers['x-forwarded-host']].flat()[0];
  return URL.canParse(origin) && [host, forwarded].includes(new URL(origin).host);
}

export function checkCaller(hosts: readonly string[], origins: readonly string[]) {
  return (request: Request, _response: Response, next: NextFunction): void => {
    if (ingressCallerOf(request)) return allowsIngressOrigin(request) ? next() : next(foreignOrigin());
    if (!allowsHost(request.get('host'), hosts))
      return next(new DomainError('forbidden', 'This host name is not allowed here; add it to COLUMBA_ALLOWED_HOSTS'));
    if (!allowsOrigin(request, origins)) return next(foreignOrigin());
    next();
  };
}

const foreignOrigin = (): DomainError =>
  new DomainError('forbidden', 'Web pages of this origin are not allowed here; add it to CORS_ORIGINS');

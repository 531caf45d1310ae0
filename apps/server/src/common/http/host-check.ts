import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { DomainError } from '@columba/core';
import { ingressCallerOf } from '../../auth/ingress-arrivals.js';
import type { NextFunction, Request, Response } from 'express';

/** What this machine, container or add-on is called by its neighbours; an add-on also by the longer form. */
const OWN_NAMES = [hostname(), `${hostname()}.local.hass.io`].map((name) => name.toLowerCase());

/**
 * Which names a browser may know us by. A page of a foreign site can reach a private address only by a name of its own
 * (DNS rebinding), so addresses, `localhost`, `*.local` and our own name are safe; any other one must be configured.
 */
export function allowsHost(header: string | undefined, configured: readonly string[]): boolean {
  if (header === undefined || !URL.canParse(`http://${header}`)) return false;
  const { hostname: host, username, pathname } = new URL(`http://${header}`);
  if (username !== '' || pathname !== '/') return false;
  const name = host.replace(/^\[|\]$|\.$/g, '').toLowerCase();
  if (isIP(name) > 0 || name === 'localhost' || name.endsWith('.local')) return true;
  return OWN_NAMES.includes(name) || configured.includes(name);
}

/**
 * Refuses a browser's request from another origin than our own page or a configured one. The scheme is not compared:
 * behind a proxy with TLS the page is `https`, and what arrives here is not.
 */
export function allowsOrigin({ headers }: Pick<IncomingMessage, 'headers'>, configured: readonly string[]): boolean {
  const { origin, host } = headers;
  if (origin === undefined || configured.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
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

import type { IncomingMessage } from 'node:http';
import { Caller, type Scope } from './caller.js';

/**
 * The requests that came in by the ingress listener, which serves one peer only: Home Assistant, which has checked who its
 * user is. Nothing in a request can put it here.
 */
const arrivals = new WeakMap<IncomingMessage, Caller>();

/** Who Home Assistant says it is; the name is for the log. */
export function ingressUserOf({ headers }: IncomingMessage): { id: string; name: string } {
  const [id = ''] = [headers['x-remote-user-id']].flat();
  const [name = 'somebody'] = [headers['x-remote-user-name']].flat();
  return { id: id.slice(0, 100), name: name.slice(0, 100) };
}

/** @param scopes what this user may do */
export function admitThroughIngress(request: IncomingMessage, scopes: readonly Scope[]): void {
  const { name } = ingressUserOf(request);
  arrivals.set(request, new Caller('ingress', `${name} in Home Assistant`, scopes));
}

export const ingressCallerOf = (request: IncomingMessage): Caller | undefined => arrivals.get(request);

import type { IncomingMessage } from 'node:http';
import { Caller, SCOPES } from './caller.js';

/**
 * The requests that came in by the ingress listener, which serves one peer only: Home Assistant, which has checked who its
 * user is. Nothing in a request can put it here.
 */
const arrivals = new WeakMap<IncomingMessage, Caller>();

/** Whoever reaches the panel of Home Assistant operates it; the name is for the log. */
export function admitThroughIngress(request: IncomingMessage): void {
  const user = [request.headers['x-remote-user-name']].flat()[0]?.slice(0, 100) ?? 'somebody';
  arrivals.set(request, new Caller('ingress', `${user} in Home Assistant`, SCOPES));
}

export const ingressCallerOf = (request: IncomingMessage): Caller | undefined => arrivals.get(request);

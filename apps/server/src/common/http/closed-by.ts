import type { Request } from 'express';

/** A signal that tells when the caller has hung up or was answered, so that nobody waits for nobody. */
export function closedBy(request: Request): AbortSignal {
  const closed = new AbortController();
  // The answer's own event: that of the request comes as soon as its body is read.
  request.res?.once('close', () => closed.abort());
  return closed.signal;
}

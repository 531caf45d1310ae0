import type { SessionName } from '@columba/core';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Caller } from '../../auth/caller.js';
import { closedBy } from '../../common/http/closed-by.js';
import type { FaserfInput } from './faserf-input.js';

/** One request of this dialect: what is asked, of which session, and by whom. */
export interface FaserfCall {
  session: SessionName;
  /** How the caller names the session. */
  sessionId: string;
  caller: Caller;
  /** The path that was called. */
  route: string;
  input: FaserfInput;
  /** Aborts when the caller has hung up. */
  signal: AbortSignal;
}

const calls = new WeakMap<Request, Omit<FaserfCall, 'signal'>>();

export const rememberCall = (request: Request, call: Omit<FaserfCall, 'signal'>): void => void calls.set(request, call);

/** Hands the call that the guard has read to a controller's method. */
export const Call = createParamDecorator((_data: unknown, context: ExecutionContext): FaserfCall => {
  const request = context.switchToHttp().getRequest<Request>();
  const call = calls.get(request);
  if (!call) throw new Error('This controller has no FaserfGuard');
  return { ...call, signal: closedBy(request) };
});

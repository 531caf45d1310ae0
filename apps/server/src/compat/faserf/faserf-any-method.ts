import type { NextFunction, Request, Response } from 'express';

/** Paths of the contract that take any method. */
export const ANY_METHOD = ['chats/delete', 'chats/messages', 'groups/info', 'groups/invite_code', 'channels/info'];

const OTHERS = ['PUT', 'PATCH', 'DELETE'];

/** Lets the other methods do on these paths what POST does. */
export function anyMethod(request: Request, _response: Response, next: NextFunction): void {
  if (OTHERS.includes(request.method)) request.method = 'POST';
  next();
}

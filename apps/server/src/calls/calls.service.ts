import { ConflictError, NotFoundError } from '@columba/core';
import { Injectable } from '@nestjs/common';
import { LogWatch } from '../events/log-watch.js';
import { SessionAccess } from '../sessions/session-access.js';
import { CallBook, type Call } from './call-book.js';

@Injectable()
export class CallsService {
  constructor(
    private readonly access: SessionAccess,
    private readonly book: CallBook,
    private readonly watch: LogWatch,
  ) {}

  list(session: string): Call[] {
    return this.book.list(this.access.name(session));
  }

  /** @throws NotFoundError, ConflictError when it does not ring any more, NotConnectedError, UnsupportedError */
  async reject(session: string, callId: string): Promise<Call> {
    const name = this.access.name(session);
    const call = this.book.get(name, callId);
    if (!call) throw new NotFoundError('There is no such call');
    if (call.endedAt) throw new ConflictError('This call does not ring any more');
    await this.access.engine(name).calls.reject(callId, call.from.id);
    const now = () => this.book.get(name, callId) ?? call;
    await this.watch.told(() => now().endedAt !== undefined);
    return now();
  }
}

import {
  fact,
  failpoint,
  statusDedupe,
  type Clock,
  type EventMap,
  type Jid,
  type Logger,
  type MessageId,
} from '@columba/core';
import type { SendRecord, Storage } from '@columba/storage';
import type { PacingGovernor } from '../pacing/governor.js';
import type { LiveSession } from '../sessions/live-session.js';
import { inSession } from '../supervision/session-scope.js';
import { failureOf } from './send-failure.js';
import { SendLifetime } from './send-lifetime.js';

/** Not confirmed after this long: the next message of the chat no longer waits for it. */
const UNCERTAIN_AFTER_MS = 30_000;
/** An engine that failed in an unknown way gets a pause before the same bytes go again. */
const RETRY_AFTER_MS = 10_000;
/** However long the governor wants to wait: quiet hours go by the system clock, and that may be set meanwhile. */
const LOOK_AGAIN_MS = 15 * 60_000;

/**
 * A send on its way. `queued`: waits for its turn; `leaving`: with the engine; `unconfirmed`: left, not acknowledged;
 * `resting`: the engine failed, it goes again after a pause.
 */
interface Entry {
  readonly record: SendRecord;
  phase: 'queued' | 'leaving' | 'unconfirmed' | 'resting';
  /** Once true it can no longer be said that the message never left. */
  mayHaveLeft: boolean;
  /** Unconfirmed for so long that the chat goes on without it. */
  overdue: boolean;
  /** Monotonic; when it last went to the engine. */
  leftAt?: number;
  cancelTimer?: () => void;
  lifetime?: SendLifetime;
}

export interface OutboxParts {
  storage: Storage;
  clock: Clock;
  logger: Logger;
  live: LiveSession;
  governor: PacingGovernor;
  /** WhatsApp answered that we ask too fast. */
  tooFast: () => void;
}

/**
 * The one owner of all attempts to send in one session. First in, first out per chat, one unconfirmed message per chat
 * at a time; chats do not wait for each other. Whatever is on its way when the connection or the process ends goes
 * again under its own id.
 */
export class SessionOutbox {
  private readonly entries = new Map<MessageId, Entry>();
  private stopped = false;
  /** It is being found out what has outlived itself, and nothing leaves meanwhile. */
  private looking = false;
  private cancelPause?: () => void;

  constructor(private readonly parts: OutboxParts) {
    for (const record of parts.storage.sends.unfinished(parts.live.name)) this.enter(record, true);
  }

  get size(): number {
    return this.entries.size;
  }

  /** Takes over a send that is stored already. */
  add(record: SendRecord): void {
    if (!this.entries.has(record.messageId)) this.enter(record, false);
    this.pump();
  }

  /** The connection is up: what was on its way when the last one ended goes again, each chat in its order. */
  connected(): void {
    this.looking = true;
    for (const { lifetime } of this.entries.values()) lifetime?.look();
    this.looking = false;
    for (const entry of this.entries.values()) {
      if (entry.phase === 'leaving') continue;
      entry.cancelTimer?.();
      Object.assign(entry, { phase: 'queued', overdue: false });
    }
    this.pump();
  }

  /** What went out on the present connection at least so long ago, and of which nothing was heard. */
  unanswered(ms: number): MessageId[] {
    const before = this.parts.clock.monotonic() - ms;
    return [...this.entries.values()]
      .filter(({ phase, leftAt }) => phase === 'unconfirmed' && leftAt !== undefined && leftAt <= before)
      .map(({ record }) => record.messageId);
  }

  /** Ends a send of which nothing has left. Returns false when there is none. */
  cancel(messageId: MessageId): boolean {
    const entry = this.entries.get(messageId);
    if (!entry || entry.mayHaveLeft || entry.phase === 'leaving') return false;
    this.settle(entry, { code: 'cancelled', detail: 'It was taken back before it left' });
    return true;
  }

  /** WhatsApp said what became of a message. */
  settled(messageId: MessageId): void {
    const entry = this.entries.get(messageId);
    if (entry) this.remove(entry);
  }

  stop(): void {
    this.stopped = true;
    this.cancelPause?.();
    for (const entry of this.entries.values()) cancelTimers(entry);
  }

  /** Sends whatever may leave now. */
  private pump(): void {
    if (this.stopped || this.looking || this.parts.live.state.state !== 'connected') return;
    const busy = new Set<Jid>();
    let pauseMs = Infinity;
    for (const entry of this.entries.values()) {
      const { chat } = entry.record;
      const isNext = entry.phase === 'queued' && !busy.has(chat);
      const waitMs = isNext ? this.parts.governor.waitFor(chat) : 0;
      if (waitMs > 0) pauseMs = Math.min(pauseMs, waitMs);
      else if (isNext) void this.dispatch(entry);
      if (!entry.overdue) busy.add(chat);
    }
    this.pause(pauseMs);
  }

  /** What the governor holds back is looked at again when it may have changed its mind. */
  private pause(ms: number): void {
    this.cancelPause?.();
    const lookMs = Math.min(ms, LOOK_AGAIN_MS);
    this.cancelPause = ms === Infinity ? undefined : this.parts.clock.after(lookMs, () => this.pump());
  }

  private enter(record: SendRecord, old: boolean): void {
    const entry: Entry = { record, phase: 'queued', mayHaveLeft: record.state === 'dispatched', overdue: false };
    this.entries.set(record.messageId, entry);
    const { clock, live } = this.parts;
    entry.lifetime = new SendLifetime({ clock, live, send: record, old, over: () => this.expire(entry) });
  }

  private async dispatch(entry: Entry): Promise<void> {
    const { storage, live } = this.parts;
    const { session, messageId, chat, content, quoted, mentions, mentionAll, audience, disappearingSeconds } =
      entry.record;
    const leftBefore = entry.mayHaveLeft;
    entry.phase = 'leaving';
    entry.leftAt = this.parts.clock.monotonic();
    if (!leftBefore) this.parts.governor.leaving(chat);
    try {
      // Before the first byte: after a crash, "accepted" has to mean that nothing left.
      storage.sends.setState(session, messageId, 'dispatched');
      failpoint('send.dispatch.after');
      entry.mayHaveLeft = true;
      entry.cancelTimer = this.parts.clock.after(UNCERTAIN_AFTER_MS, () => this.giveWay(entry));
      await inSession(session, () =>
        live
          .connectedEngine()
          .messages.send(chat, content, { messageId, quoted, mentions, mentionAll, audience, disappearingSeconds }),
      );
      entry.phase = 'unconfirmed';
    } catch (error) {
      this.failed(entry, error, leftBefore);
    }
  }

  private failed(entry: Entry, thrown: unknown, leftBefore: boolean): void {
    const { storage, logger, clock } = this.parts;
    const { session, messageId } = entry.record;
    const failure = failureOf(thrown);
    logger.warn('send failed', { messageId, outcome: failure.outcome, error: thrown });
    if (failure.tooFast) this.parts.tooFast();
    if (!this.entries.has(messageId)) return;
    if (failure.outcome === 'failed') {
      const { code, message, details } = failure.error;
      return this.settle(entry, { code, detail: message, whatsappCode: details.whatsappCode });
    }
    if (failure.outcome === 'waiting' && !leftBefore) {
      entry.mayHaveLeft = false;
      storage.sends.setState(session, messageId, 'accepted');
    }
    entry.cancelTimer?.();
    entry.phase = 'resting';
    entry.cancelTimer = clock.after(RETRY_AFTER_MS, () => {
      entry.phase = 'queued';
      this.pump();
    });
  }

  /** Nothing was heard of it for long: the next message of the chat may go. */
  private giveWay(entry: Entry): void {
    const { session, messageId } = entry.record;
    entry.overdue = true;
    this.parts.storage.sends.setState(session, messageId, 'dispatched', UNCERTAIN);
    this.pump();
  }

  private expire(entry: Entry): void {
    if (entry.mayHaveLeft) this.settle(entry, UNCERTAIN);
    else this.settle(entry, { code: 'expired', detail: 'It could not be sent within its lifetime' });
  }

  /** The end of a send that WhatsApp did not tell: it is logged, and the send settled, like the ends that WhatsApp tells. */
  private settle(entry: Entry, error: StatusError): void {
    const { storage, clock } = this.parts;
    const { session, messageId, chat } = entry.record;
    this.remove(entry);
    const data = { messageId, chat, status: 'failed', previousStatus: 'pending', error } as const;
    const dedupe = statusDedupe(messageId, 'failed');
    storage.inbox.record(session, [fact('message.status_changed', data, dedupe, { occurredAt: clock.now(), chat })]);
  }

  private remove(entry: Entry): void {
    cancelTimers(entry);
    this.entries.delete(entry.record.messageId);
    this.pump();
  }
}

type StatusError = NonNullable<EventMap['message.status_changed']['error']>;

const UNCERTAIN: StatusError = {
  code: 'uncertain',
  detail: 'It was handed over and is not confirmed: it may have arrived',
};

function cancelTimers(entry: Entry): void {
  entry.cancelTimer?.();
  entry.lifetime?.cancel();
}

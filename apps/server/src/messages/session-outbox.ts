import { fact, failpoint, statusDedupe, type Clock, type Jid, type Logger, type MessageId } from '@columba/core';
import type { SendRecord, SendState, Storage } from '@columba/storage';
import type { PacingGovernor } from '../pacing/governor.js';
import type { LiveSession } from '../sessions/live-session.js';
import { inSession } from '../supervision/session-scope.js';
import { cancelTimers, ENGINE_FAILS, EngineFailures, UNCERTAIN, type Entry, type StatusError } from './outbox-entry.js';
import { failureOf, type SendFailure } from './send-failure.js';
import { SendLifetime } from './send-lifetime.js';

/** Not confirmed after this long: the next message of the chat no longer waits for it. */
const UNCERTAIN_AFTER_MS = 30_000;
/** After the connection or the database failed a message. */
const RETRY_AFTER_MS = 10_000;
/** However long the governor wants to wait: quiet hours go by the system clock, and that may be set meanwhile. */
const LOOK_AGAIN_MS = 15 * 60_000;

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
      if (entry.phase === 'leaving' || entry.phase === 'over') continue;
      this.cancelGiveWay(entry);
      entry.cancelRest?.();
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
    const mayHaveLeft = record.state === 'dispatched';
    const entry: Entry = { record, phase: 'queued', mayHaveLeft, overdue: false, failures: new EngineFailures() };
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
      storage.sends.setState(session, messageId, 'dispatched', entry.overdue ? UNCERTAIN : undefined);
      failpoint('send.dispatch.after');
      entry.mayHaveLeft = true;
      entry.cancelGiveWay ??= this.parts.clock.after(UNCERTAIN_AFTER_MS, () => this.giveWay(entry));
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
    const { messageId } = entry.record;
    const failure = failureOf(thrown);
    this.parts.logger.warn('send failed', { messageId, outcome: failure.outcome, error: thrown });
    if (failure.tooFast) this.parts.tooFast();
    if (!this.entries.has(messageId)) return;
    const end = endOf(entry, failure);
    if (end) return this.end(entry, end);
    const neverLeft = failure.outcome === 'waiting' && !leftBefore;
    if (neverLeft) {
      entry.mayHaveLeft = false;
      this.cancelGiveWay(entry);
    }
    this.rest(entry, failure.outcome === 'in_doubt' ? entry.failures.restMs : RETRY_AFTER_MS, () => {
      entry.phase = 'queued';
      this.pump();
    });
    if (neverLeft) this.note(entry, 'accepted');
  }

  /** Nothing was heard of it for long: the next message of the chat may go. */
  private giveWay(entry: Entry): void {
    entry.overdue = true;
    this.note(entry, 'dispatched', UNCERTAIN);
    this.pump();
  }

  private expire(entry: Entry): void {
    if (entry.mayHaveLeft) this.end(entry, UNCERTAIN);
    else this.end(entry, { code: 'expired', detail: 'It could not be sent within its lifetime' });
  }

  /** Settles a send for which nobody waits: a database that refuses that is asked again, and nothing leaves meanwhile. */
  private end(entry: Entry, error: StatusError): void {
    try {
      this.settle(entry, error);
    } catch (refused) {
      this.parts.logger.error('the end of a send could not be stored', {
        messageId: entry.record.messageId,
        error: refused,
      });
      this.rest(entry, RETRY_AFTER_MS, () => this.end(entry, error));
      entry.phase = 'over';
    }
  }

  /** The end of a send that WhatsApp did not tell: it is logged, and the send settled, like the ends that WhatsApp tells. */
  private settle(entry: Entry, error: StatusError): void {
    const { storage, clock } = this.parts;
    const { session, messageId, chat } = entry.record;
    const data = { messageId, chat, status: 'failed', previousStatus: 'pending', error } as const;
    const dedupe = statusDedupe(messageId, 'failed');
    storage.inbox.record(session, [fact('message.status_changed', data, dedupe, { occurredAt: clock.now(), chat })]);
    this.remove(entry);
  }

  /** For whoever asks. What may leave does not hang on it. */
  private note({ record: { session, messageId } }: Entry, state: SendState, error?: StatusError): void {
    try {
      this.parts.storage.sends.setState(session, messageId, state, error);
    } catch (refused) {
      this.parts.logger.error('the state of a send could not be stored', { messageId, error: refused });
    }
  }

  private rest(entry: Entry, ms: number, then: () => void): void {
    entry.phase = 'resting';
    entry.cancelRest?.();
    if (!this.stopped) entry.cancelRest = this.parts.clock.after(ms, then);
  }

  private cancelGiveWay(entry: Entry): void {
    entry.cancelGiveWay?.();
    entry.cancelGiveWay = undefined;
  }

  private remove(entry: Entry): void {
    cancelTimers(entry);
    this.entries.delete(entry.record.messageId);
    this.pump();
  }
}

/** What a failure makes of a send for good; `undefined` when it is to go again. */
function endOf({ failures }: Entry, failure: SendFailure): StatusError | undefined {
  if (failure.outcome === 'waiting') return undefined;
  const { code, message, details } = failure.error;
  if (failure.outcome === 'failed') return { code, detail: message, whatsappCode: details.whatsappCode };
  failures.add(failure.error);
  return failures.isHopeless ? ENGINE_FAILS : undefined;
}

import { isActive, jidUser } from '@columba/core';
import { Injectable } from '@nestjs/common';
import { LogWatch } from '../../../events/log-watch.js';
import { VERSION } from '../../../health/version.js';
import { textOf } from '../events/faserf-text.js';
import type { FaserfCall } from '../faserf-call.js';
import { FaserfReads } from '../faserf-reads.js';
import { FaserfSessions } from './faserf-sessions.js';
import { FaserfTally, type Counters } from './faserf-tally.js';

/** How a session stands, in the several forms that clients ask for. */
@Injectable()
export class FaserfState {
  constructor(
    private readonly sessions: FaserfSessions,
    private readonly tally: FaserfTally,
    private readonly reads: FaserfReads,
    private readonly watch: LogWatch,
  ) {}

  status({ session, sessionId }: Asked) {
    const live = this.sessions.find(session);
    const state = this.sessions.state(session);
    const account = live?.account;
    return {
      connected: state === 'connected',
      connecting: state !== 'connected' && (isActive(state) || state === 'pairing'),
      version: VERSION,
      session_id: sessionId,
      disconnect_reason: this.disconnectReason(session),
      user: account ? { id: account.id, name: account.name ?? null } : null,
      stats: this.tally.of(session).now,
      admin_numbers: [],
    };
  }

  stats({ session }: Asked) {
    const { now, before, lastDisconnectReason } = this.tally.of(session);
    const account = this.sessions.find(session)?.account;
    return {
      connected: this.sessions.connected(session),
      disconnect_reason: this.disconnectReason(session),
      last_disconnect_reason: lastDisconnectReason ?? null,
      shutting_down: this.watch.stopped,
      ...now,
      ...lifetime(now, before),
      ...this.lastNews(session),
      version: VERSION,
      my_number: account ? (account.phone?.replace(/^\+/, '') ?? jidUser(account.id)) : null,
      uptime: this.tally.uptimeSeconds,
      start_time: this.tally.startedAt.getTime(),
      admin_numbers: [],
      chat_count: this.reads.chats(session).length,
      group_count: this.reads.groupCount(session),
      contact_count: this.reads.contacts(session).length,
    };
  }

  passkey({ session }: Asked) {
    const { passkeyDetected, passkeyWaiting, isConnected } = this.dashboard({ session, sessionId: '' });
    const message = passkeyDetected
      ? 'WhatsApp asks for a passkey to link this account.'
      : 'No passkey issues detected.';
    return { passkeyDetected, passkeyWaiting, isConnected, message };
  }

  dashboard({ session, sessionId }: Asked) {
    const isAsked = this.sessions.state(session) === 'passkey_required';
    return {
      sessionId,
      isConnected: this.sessions.connected(session),
      passkeyDetected: isAsked,
      passkeyWaiting: isAsked,
      disconnectReason: this.disconnectReason(session),
    };
  }

  /** Newest first. */
  log({ session }: Asked) {
    return this.tally.of(session).log.map(({ at, msg, type }) => ({ timestamp: TIME_OF_DAY.format(at), msg, type }));
  }

  /** Null in a session that is connected, or was never anything else than stopped. */
  private disconnectReason(session: FaserfCall['session']): string | null {
    const live = this.sessions.find(session);
    if (!live || ['connected', 'stopped', 'starting', 'pairing'].includes(live.state.state)) return null;
    return live.state.state === 'logged_out' ? 'logged_out' : (live.state.reason ?? live.state.state);
  }

  private lastNews(session: string) {
    const sent = this.reads.newest(session, 'out');
    const received = this.reads.newest(session, 'in');
    const { lastFailure } = this.tally.of(session);
    return {
      last_sent_message: sent ? textOf(sent.content) : null,
      last_sent_target: sent?.key.chat ?? null,
      last_sent_time: sent?.occurredAt.getTime() ?? null,
      last_received_message: received ? textOf(received.content) : null,
      last_received_sender: received ? jidUser(received.from.id) : null,
      last_received_time: received?.occurredAt.getTime() ?? null,
      last_failed_message: lastFailure?.message ?? null,
      last_failed_target: lastFailure?.target ?? null,
      last_failed_time: lastFailure?.at.getTime() ?? null,
      last_error_reason: lastFailure?.reason ?? null,
    };
  }
}

type Asked = Pick<FaserfCall, 'session' | 'sessionId'>;

const TIME_OF_DAY = new Intl.DateTimeFormat('en-US', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

const lifetime = (now: Counters, before: Counters) => ({
  lifetime_sent: before.sent + now.sent,
  lifetime_received: before.received + now.received,
  lifetime_failed: before.failed + now.failed,
});

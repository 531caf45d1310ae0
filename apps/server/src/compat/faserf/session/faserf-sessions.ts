import { DomainError, NotConnectedError, type EngineService, type SessionName, type SessionState } from '@columba/core';
import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '../../../auth/caller.js';
import { CONFIG } from '../../../common/tokens.js';
import type { FaserfConfig } from '../../../config/faserf.config.js';
import type { SessionsConfig } from '../../../config/sessions.config.js';
import type { LiveSession } from '../../../sessions/live-session.js';
import { SessionRegistry } from '../../../sessions/session-registry.js';
import { SessionsService } from '../../../sessions/sessions.service.js';
import { invalid } from '../faserf-refusal.js';

/** What callers say when they mean no particular session. */
export const DEFAULT_SESSION_ID = 'default';

/** The sessions as this dialect names them: one that was never made is simply not connected. */
@Injectable()
export class FaserfSessions {
  /** The session that is called `default`. */
  readonly main: SessionName;

  constructor(
    @Inject(CONFIG) config: { faserf: FaserfConfig; sessions: SessionsConfig },
    private readonly registry: SessionRegistry,
    private readonly sessions: SessionsService,
  ) {
    this.main = (config.faserf.session ?? config.sessions.names[0] ?? 'home') as SessionName;
  }

  /** @throws InvalidInputError when nothing usable is left of the id */
  named(sessionId: string): SessionName {
    if (sessionId === DEFAULT_SESSION_ID) return this.main;
    const name = sessionId.replaceAll('.', '_');
    if (!/^[a-z0-9][a-z0-9_-]{0,63}$/.test(name))
      throw invalid('session_id', 'must be at most 64 letters and digits, `_`, `-` and `.`, and not begin with a mark');
    return name as SessionName;
  }

  /** How the callers name a session. */
  idOf(session: string): string {
    return session === this.main ? DEFAULT_SESSION_ID : session;
  }

  find(session: SessionName): LiveSession | undefined {
    try {
      return this.registry.session(session);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'not_found') return undefined;
      throw error;
    }
  }

  /** Makes the session when it is not there yet. From here on it starts together with the server. */
  async obtain(caller: Caller, session: SessionName): Promise<LiveSession> {
    if (!this.find(session)) this.sessions.create(caller, { name: session, autoStart: false });
    return (await this.sessions.update(session, { autoStart: true })).live;
  }

  state(session: SessionName): SessionState {
    return this.find(session)?.state.state ?? 'stopped';
  }

  connected(session: SessionName): boolean {
    return this.state(session) === 'connected';
  }

  /** @throws NotConnectedError */
  engine(session: SessionName): EngineService {
    const live = this.find(session);
    if (!live) throw new NotConnectedError('Not connected');
    return live.connectedEngine();
  }
}

/** Of an id only what may stand in one counts. */
export function cleanSessionId(text: string): string {
  return text.replace(/[^A-Za-z0-9_.-]/g, '').toLowerCase() || DEFAULT_SESSION_ID;
}

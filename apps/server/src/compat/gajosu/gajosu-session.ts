import { DomainError, type Account, type EngineService, type SessionName } from '@columba/core';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../../common/tokens.js';
import type { GajosuConfig } from '../../config/gajosu.config.js';
import type { SessionsConfig } from '../../config/sessions.config.js';
import type { LiveSession } from '../../sessions/live-session.js';
import { SessionRegistry } from '../../sessions/session-registry.js';
import { notConnected } from './gajosu-refusal.js';
import { presentState, type WaState } from './gajosu-state.presenter.js';

/** The one session that this dialect serves: its paths name none. */
@Injectable()
export class GajosuSession {
  readonly name: SessionName;

  constructor(
    @Inject(CONFIG) { gajosu, sessions }: { gajosu: GajosuConfig; sessions: SessionsConfig },
    private readonly registry: SessionRegistry,
  ) {
    this.name = (gajosu.session ?? sessions.names[0] ?? 'home') as SessionName;
  }

  /** `INITIALIZING` while there is nothing yet that could have a state. */
  get state(): WaState | 'INITIALIZING' {
    const live = this.live;
    if (!live?.capabilities) return 'INITIALIZING';
    return presentState(live.state.state, live.state.reason);
  }

  get connected(): boolean {
    return this.live?.state.state === 'connected';
  }

  get account(): Account | undefined {
    return this.live?.account;
  }

  /** What the QR shows, while there is one to scan. */
  get qr(): string | undefined {
    const pairing = this.live?.pairing;
    return pairing?.kind === 'qr' ? pairing.text : undefined;
  }

  /** @throws GajosuRefusal 503 unless connected. */
  engine(): EngineService {
    if (!this.live || !this.connected) throw notConnected();
    return this.live.connectedEngine();
  }

  private get live(): LiveSession | undefined {
    try {
      return this.registry.session(this.name);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'not_found') return undefined;
      throw error;
    }
  }
}

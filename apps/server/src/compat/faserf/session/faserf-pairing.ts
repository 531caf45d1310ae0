import { DomainError, type Logger } from '@columba/core';
import { Inject, Injectable } from '@nestjs/common';
import { toDataURL } from 'qrcode';
import { LOGGER } from '../../../common/tokens.js';
import { Outboxes } from '../../../messages/outboxes.js';
import { PairingService } from '../../../sessions/pairing.service.js';
import { SessionsService } from '../../../sessions/sessions.service.js';
import type { FaserfCall } from '../faserf-call.js';
import { FaserfRefusal } from '../faserf-refusal.js';
import { FaserfSessions } from './faserf-sessions.js';

const QR_PIXELS = 300;

/** Linking a session to a phone, and taking the link away. */
@Injectable()
export class FaserfPairing {
  constructor(
    private readonly sessions: FaserfSessions,
    private readonly life: SessionsService,
    private readonly pairing: PairingService,
    private readonly outboxes: Outboxes,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Answers at once; how it goes is told by the status and the QR. */
  async start({ caller, session, sessionId }: FaserfCall) {
    const live = await this.sessions.obtain(caller, session);
    const facts = { session_id: sessionId, isConnected: live.state.state === 'connected' };
    if (facts.isConnected) return { status: 'connected', message: 'Already connected', ...facts };
    if (live.running) return { status: 'scanning', message: 'Session negotiation in progress', ...facts };
    live.start().catch((error: unknown) => this.logger.error('session did not start', { session, error }));
    return { status: 'starting', message: 'Session init started', ...facts };
  }

  async qr({ session }: FaserfCall) {
    const live = this.sessions.find(session);
    if (live?.state.state === 'connected') return { status: 'connected', qr: null };
    if (live?.pairing.kind !== 'qr') return { status: 'waiting', qr: null, detail: 'QR generation in progress' };
    return { status: 'scanning', qr: await toDataURL(live.pairing.text, { width: QR_PIXELS }) };
  }

  /** @throws FaserfRefusal without a number; DomainError of what WhatsApp refused */
  async pair({ caller, session, input }: FaserfCall) {
    const phone = input.optionalText('phone_number', 'phoneNumber', 'number');
    if (!phone) throw new FaserfRefusal('invalid_input', 'phone_number required', {});
    const live = await this.sessions.obtain(caller, session);
    if (live.state.state === 'connected') return { status: 'connected', message: 'Already connected' };
    const pairing = await this.pairing.start(session, { method: 'code', phone });
    if (pairing.kind === 'linked') return { status: 'connected', message: 'Already connected' };
    if (pairing.kind !== 'code') throw new DomainError('engine_error', 'WhatsApp gave no code to link with');
    return { status: 'success', code: pairing.code };
  }

  /** Unlinks where WhatsApp can be reached; in any case nothing is left that another account would show as its own. */
  async unlink({ session }: FaserfCall) {
    if (this.sessions.find(session)) {
      this.outboxes.cancelAll(session);
      await this.life.forget(session);
    }
    return { status: 'success', message: 'Session deleted and logged out' };
  }
}

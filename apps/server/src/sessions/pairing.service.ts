import { ConflictError, jidUser, NotFoundError, phoneJid, TimeoutError } from '@columba/core';
import { Injectable } from '@nestjs/common';
import { toBuffer } from 'qrcode';
import { LogWatch } from '../events/log-watch.js';
import type { LiveSession } from './live-session.js';
import type { PairingDto } from './pairing.schema.js';
import { SessionRegistry } from './session-registry.js';
import { toAccountDto } from './sessions.schema.js';

const QR_COMES_WITHIN_MS = 15_000;
const QR_PIXELS = 512;

export type PairingRequest = { method: 'qr' } | { method: 'code'; phone: string };

/** Linking a session to a phone. */
@Injectable()
export class PairingService {
  constructor(
    private readonly registry: SessionRegistry,
    private readonly watch: LogWatch,
  ) {}

  get(session: string): PairingDto {
    return toPairingDto(this.registry.session(session));
  }

  /**
   * Starts the session where needed, and waits until there is something to scan or to type.
   * @throws ConflictError when it is linked already; TimeoutError when WhatsApp gives nothing to scan in time.
   */
  async start(session: string, request: PairingRequest): Promise<PairingDto> {
    const live = this.registry.session(session);
    const phone = request.method === 'code' ? jidUser(phoneJid(request.phone)) : undefined;
    requireUnlinked(live);
    await live.start();
    await this.watch.until(() => live.pairing.kind !== 'none' || isSettled(live), QR_COMES_WITHIN_MS);
    if (phone !== undefined && live.state.state === 'pairing') await live.runningEngine().session.requestCode(phone);
    const pairing = toPairingDto(live);
    if (pairing.kind === 'none')
      throw new TimeoutError('WhatsApp gave nothing to link with in time; look at the state of the session');
    return pairing;
  }

  /** @throws NotFoundError unless a QR waits to be scanned. */
  async qrImage(session: string): Promise<Buffer> {
    const { pairing } = this.registry.session(session);
    if (pairing.kind !== 'qr') throw new NotFoundError('There is no QR to scan now');
    return toBuffer(pairing.text, { type: 'png', width: QR_PIXELS, margin: 4, errorCorrectionLevel: 'M' });
  }

  /** Ends the waiting for a phone. Nothing happens in a session that does not wait. */
  async cancel(session: string): Promise<void> {
    const live = this.registry.session(session);
    if (live.state.state === 'pairing') await live.stop();
  }
}

function requireUnlinked(live: LiveSession): void {
  if (live.state.state === 'connected')
    throw new ConflictError(`Session '${live.name}' is linked already; log out first`);
}

/** Nothing to link with will come by itself any more. */
const isSettled = (live: LiveSession): boolean => live.state.state === 'connected' || !live.running;

function toPairingDto(live: LiveSession): PairingDto {
  const { pairing, account, state } = live;
  if (state.state === 'passkey_required')
    return {
      kind: 'passkey',
      detail: state.detail ?? 'WhatsApp asks for a passkey to link this account; that is not possible here.',
    };
  if (pairing.kind === 'none')
    return live.running && account ? { kind: 'linked', account: toAccountDto(account) } : { kind: 'none' };
  return { ...pairing, expiresAt: pairing.expiresAt.toISOString() };
}

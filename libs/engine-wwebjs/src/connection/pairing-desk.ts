import { fact, type Clock, type Pairing, type SessionLog } from '@columba/core';

export interface PairingDeskParts {
  clock: Clock;
  log: Pick<SessionLog, 'bootId' | 'tell'>;
  /** How long one QR is shown as valid. */
  qrTimeoutMs: number;
  /** How long somebody has to link at all. */
  linkTimeoutMs: number;
  printQr?: ((text: string) => void) | undefined;
}

/** What a person can do now to link the session. A code, once asked for, stays; the QRs behind it are not shown. */
export class PairingDesk {
  private shown: Pairing = { kind: 'none' };
  private changes = 0;
  private endsAt: Date | undefined;

  constructor(private readonly parts: PairingDeskParts) {}

  get current(): Pairing {
    return this.shown;
  }

  offerQr(text: string): void {
    const { clock, qrTimeoutMs, linkTimeoutMs, printQr } = this.parts;
    const now = clock.now().getTime();
    this.endsAt ??= new Date(now + linkTimeoutMs);
    if (this.shown.kind === 'code' || (this.shown.kind === 'qr' && this.shown.text === text)) return;
    this.show({ kind: 'qr', text, expiresAt: new Date(now + qrTimeoutMs) });
    printQr?.(text);
  }

  offerCode(code: string): Extract<Pairing, { kind: 'code' }> {
    const pairing = { kind: 'code' as const, code, expiresAt: this.endsAt ?? this.parts.clock.now() };
    this.show(pairing);
    return pairing;
  }

  close(): void {
    this.endsAt = undefined;
    if (this.shown.kind !== 'none') this.show({ kind: 'none' });
  }

  private show(pairing: Pairing): void {
    this.shown = pairing;
    this.changes += 1;
    const { clock, log } = this.parts;
    const expires = pairing.kind === 'none' ? {} : { expiresAt: pairing.expiresAt };
    const dedupe = ['p', log.bootId, String(this.changes)];
    log.tell(fact('session.pairing_changed', { kind: pairing.kind, ...expires }, dedupe, { occurredAt: clock.now() }));
  }
}

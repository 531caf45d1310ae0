import { fact, type Clock, type Fact, type Pairing } from '@columba/core';

/** WhatsApp's own times, for QRs and the code that stands in for them. */
const FIRST_QR_MS = 60_000;
const NEXT_QR_MS = 20_000;
const USUAL_QRS = 6;

export interface PairingDeskParts {
  clock: Clock;
  bootId: string;
  emit: (fact: Fact) => void;
  qrTimeoutMs?: number | undefined;
  printQr?: ((text: string) => void) | undefined;
}

/** What a person can do now to link the session. A code, once asked for, stays; the QRs behind it are not shown. */
export class PairingDesk {
  private shown: Pairing = { kind: 'none' };
  private qrs = 0;
  private changes = 0;
  private endsAt: Date | undefined;

  constructor(private readonly parts: PairingDeskParts) {}

  get current(): Pairing {
    return this.shown;
  }

  /** @param total how many QRs WhatsApp allows in a row; after the last it closes the connection. */
  offerQr(text: string, total = USUAL_QRS): void {
    const { clock, qrTimeoutMs, printQr } = this.parts;
    const now = clock.now().getTime();
    const lifetimeMs = qrTimeoutMs ?? (this.qrs === 0 ? FIRST_QR_MS : NEXT_QR_MS);
    if (this.qrs === 0) {
      const restMs = (qrTimeoutMs ?? NEXT_QR_MS) * (total - 1);
      this.endsAt = new Date(now + lifetimeMs + restMs);
    }
    this.qrs += 1;
    if (this.shown.kind === 'code') return;
    this.show({ kind: 'qr', text, expiresAt: new Date(now + lifetimeMs) });
    printQr?.(text);
  }

  offerCode(code: string): Extract<Pairing, { kind: 'code' }> {
    const pairing = { kind: 'code' as const, code, expiresAt: this.endsAt ?? this.parts.clock.now() };
    this.show(pairing);
    return pairing;
  }

  close(): void {
    this.qrs = 0;
    this.endsAt = undefined;
    if (this.shown.kind !== 'none') this.show({ kind: 'none' });
  }

  private show(pairing: Pairing): void {
    this.shown = pairing;
    this.changes += 1;
    const { clock, bootId, emit } = this.parts;
    const expires = pairing.kind === 'none' ? {} : { expiresAt: pairing.expiresAt };
    const dedupe = ['p', bootId, String(this.changes)];
    emit(fact('session.pairing_changed', { kind: pairing.kind, ...expires }, dedupe, { occurredAt: clock.now() }));
  }
}

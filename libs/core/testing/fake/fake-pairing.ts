import type { Clock, Pairing } from '../../src/index.js';
import type { FakeDevice } from './fake-device.js';
import type { FakeNetwork } from './fake-network.js';

const QR_SHOWN_MS = 20_000;
const QR_COUNT = 6;
const CODE_SHOWN_MS = 180_000;

interface PairingListener {
  changed(pairing: Pairing): void;
  linked(device: FakeDevice): void;
  /** Nobody scanned in time. */
  expired(): void;
  refused(): void;
}

/** Shows a QR that changes, or a code, until a phone accepts it or it is given up. */
export class FakePairing {
  current: Pairing = { kind: 'none' };
  private shown = 0;
  private token: string | undefined;
  private cancelTimer = () => {};

  constructor(
    private readonly clock: Clock,
    private readonly world: FakeNetwork,
    private readonly listener: PairingListener,
  ) {}

  begin(): void {
    this.shown = 0;
    this.showQr();
  }

  requestCode(): Extract<Pairing, { kind: 'code' }> {
    const code = this.world.hex(8);
    const pairing = { kind: 'code', code, expiresAt: this.in(CODE_SHOWN_MS) } as const;
    this.show(pairing, code);
    this.cancelTimer = this.clock.after(CODE_SHOWN_MS, () => this.giveUp());
    return pairing;
  }

  end(): void {
    this.takeDown();
    if (this.current.kind === 'none') return;
    this.current = { kind: 'none' };
    this.listener.changed(this.current);
  }

  private showQr(): void {
    this.shown += 1;
    const text = `fake-link,${this.world.hex(32)}`;
    this.show({ kind: 'qr', text, expiresAt: this.in(QR_SHOWN_MS) }, text);
    this.cancelTimer = this.clock.after(QR_SHOWN_MS, () => (this.shown < QR_COUNT ? this.showQr() : this.giveUp()));
  }

  private show(pairing: Pairing, token: string): void {
    this.takeDown();
    this.current = pairing;
    this.token = token;
    this.world.linking.offer(token, {
      accepted: (device) => {
        this.end();
        this.listener.linked(device);
      },
      refused: () => {
        this.end();
        this.listener.refused();
      },
    });
    this.listener.changed(pairing);
  }

  private giveUp(): void {
    this.end();
    this.listener.expired();
  }

  private takeDown(): void {
    this.cancelTimer();
    if (this.token) this.world.linking.withdraw(this.token);
    this.token = undefined;
  }

  private in(ms: number): Date {
    return new Date(this.clock.now().getTime() + ms);
  }
}

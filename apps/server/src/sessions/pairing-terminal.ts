import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { LoggedEvent, Logger } from '@columba/core';
import { toString } from 'qrcode';
import { LOGGER } from '../common/tokens.js';
import { LogWatch } from '../events/log-watch.js';
import { SessionRegistry } from './session-registry.js';

/** Draws each new QR for the person in front of the terminal. A log that goes anywhere else never sees one. */
@Injectable()
export class PairingTerminal implements OnModuleInit {
  constructor(
    private readonly registry: SessionRegistry,
    private readonly watch: LogWatch,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    if (process.stdout.isTTY) this.watch.subscribe((events) => events.forEach((event) => this.draw(event)));
  }

  private draw(event: LoggedEvent): void {
    if (event.type !== 'session.pairing_changed' || event.data.kind !== 'qr') return;
    const { pairing } = this.registry.session(event.session);
    if (pairing.kind !== 'qr') return;
    toString(pairing.text, { type: 'terminal', small: true }).then(
      (picture) =>
        process.stdout.write(
          `\nSession '${event.session}': scan this on your phone, under Linked devices\n${picture}\n`,
        ),
      (error: unknown) => this.logger.warn('the QR cannot be drawn', { error }),
    );
  }
}

import type { WASocket } from '@whiskeysockets/baileys';
import type { Jid, Logger } from '@columba/core';
import type { LidBook } from '../people/lid-book.js';

/** Whoever was asked for longest ago is no longer watched. */
const MOST_WATCHED = 100;

/** How this account shows itself and whom it watches: WhatsApp forgets both with each connection. */
export class PresenceWishes {
  /** The library begins each connection like this. */
  private wanted: 'available' | 'unavailable' = 'unavailable';
  private readonly watched = new Set<Jid>();

  constructor(
    private readonly book: Pick<LidBook, 'other'>,
    private readonly logger: Logger,
  ) {}

  get own(): 'available' | 'unavailable' {
    return this.wanted;
  }

  show(presence: 'available' | 'unavailable'): void {
    this.wanted = presence;
  }

  async watch(person: Jid): Promise<void> {
    await this.unwatch(person);
    this.watched.add(person);
    const [oldest] = this.watched;
    if (oldest && this.watched.size > MOST_WATCHED) this.watched.delete(oldest);
  }

  async unwatch(person: Jid): Promise<void> {
    const other = await this.book.other(person);
    this.watched.delete(person);
    if (other) this.watched.delete(other);
  }

  /** Says all of it on a new connection. */
  async repeat(socket: Pick<WASocket, 'sendPresenceUpdate' | 'presenceSubscribe'>): Promise<void> {
    try {
      if (this.wanted === 'available') await socket.sendPresenceUpdate(this.wanted);
      for (const person of this.watched) await socket.presenceSubscribe(person);
    } catch (error) {
      this.logger.warn('WhatsApp could not be told once more whose presence is wanted', { error });
    }
  }
}

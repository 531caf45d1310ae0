import { isGroup, phoneJid, STATUS_JID, type Jid } from '@columba/core';
import { Watch } from '@columba/core/testing';
import type { Simulator } from '@columba/simulator';

/** Longer than in a world without network and cryptography. */
export const PATIENCE_MS = 12_000;

export interface Known {
  number: string;
  jid: Jid;
  lid: Jid;
  hidden: boolean;
}

/** A running simulator, who lives in it, and a way to wait until it is so. */
export class SimWorld {
  readonly watch = new Watch(PATIENCE_MS);
  private readonly people = new Map<Jid, Known>();
  private made = 0;
  private readonly unfollow: () => void;

  constructor(readonly sim: Simulator) {
    this.unfollow = sim.onEvent(() => this.watch.changed());
  }

  async newcomer(hidden: boolean): Promise<Known> {
    const number = this.freeNumber();
    const { lid } = await this.sim.contact.add({ pn: number, name: `Person ${this.made}`, phoneHidden: hidden });
    const person = { number, jid: phoneJid(number), lid: `${lid}@lid` as Jid, hidden };
    this.people.set(person.jid, person);
    this.people.set(person.lid, person);
    return person;
  }

  /** A number that is never given to anybody. */
  freeNumber(): string {
    this.made += 1;
    return `4917000${String(this.made).padStart(5, '0')}`;
  }

  person(jid: Jid): Known {
    const known = this.people.get(jid);
    if (!known) throw new Error(`Nobody has the address ${jid}`);
    return known;
  }

  /** The chat as the simulator names it: a group's address, or the other person's number. */
  target(chat: Jid): string {
    if (chat === STATUS_JID) return 'status';
    return isGroup(chat) ? chat : this.person(chat).number;
  }

  jidOf(number: string): Jid {
    return phoneJid(number);
  }

  /**
   * Asks the simulator after each of its events until there is an answer.
   * @param what is told when it does not come to pass.
   */
  async until<T>(look: () => Promise<T | undefined>, what: string): Promise<T> {
    for (let seen = -1; ;) {
      const { lastEvent } = await this.sim.stats();
      if (lastEvent !== seen) {
        seen = lastEvent;
        const found = await look();
        if (found !== undefined) return found;
      } else await this.nextEvent(seen, what);
    }
  }

  stop(): void {
    this.unfollow();
  }

  private async nextEvent(after: number, what: string): Promise<void> {
    let woken = false;
    const off = this.sim.onEvent(({ n }) => {
      woken = n > after;
      this.watch.changed();
    });
    try {
      await this.watch.until(
        () => woken || undefined,
        () => `It was not seen: ${what}`,
      );
    } finally {
      off();
    }
  }
}

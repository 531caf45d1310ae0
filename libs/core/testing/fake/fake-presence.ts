import { fact, type Jid, type PresencePort, type PresenceState } from '../../src/index.js';
import type { FakeAccount } from './fake-account.js';
import type { FakeActor } from './fake-gate.js';
import type { FakeWorldState } from './fake-world-state.js';

export class FakePresence implements PresencePort {
  constructor(
    private readonly actor: FakeActor,
    private readonly world: FakeWorldState,
  ) {}

  async set(presence: 'available' | 'unavailable'): Promise<void> {
    const me = this.actor.act('presence.set', 'presence.own', [presence]);
    me.presence = presence;
    const lastSeenAt = presence === 'unavailable' ? this.world.clock.now() : undefined;
    this.world.office.post(() => {
      for (const other of me.subscribers) this.show(me, other, me.seenBy(other).id, presence, lastSeenAt);
    });
  }

  async setInChat(chat: Jid, presence: Extract<PresenceState, 'composing' | 'recording' | 'paused'>): Promise<void> {
    const me = this.actor.act('presence.setInChat', 'presence.inChat', [chat, presence]);
    const conversation = this.world.conversation(me, chat);
    this.world.office.post(() => {
      for (const other of conversation.members())
        if (other !== me) this.show(me, other, conversation.chatFor(other), presence);
    });
  }

  async subscribe(person: Jid): Promise<void> {
    const me = this.actor.act('presence.subscribe', 'presence.subscribe', [person]);
    const other = this.world.knownAccount(person);
    other.subscribers.add(me);
    this.world.office.post(() => this.show(other, me, other.seenBy(me).id, other.presence));
  }

  async unsubscribe(person: Jid): Promise<void> {
    const me = this.actor.act('presence.unsubscribe', 'presence.subscribe', [person]);
    this.world.knownAccount(person).subscribers.delete(me);
  }

  private show(of: FakeAccount, to: FakeAccount, chat: Jid, presence: PresenceState, lastSeenAt?: Date): void {
    to.seenPresence.set(`${of.jid} ${chat}`, presence);
    const data = { chat, participant: of.seenBy(to), presence, ...(lastSeenAt ? { lastSeenAt } : {}) };
    const dedupe = ['presence', of.jid, String(this.world.serial())];
    to.tell(fact('presence.changed', data, dedupe, { occurredAt: this.world.clock.now(), chat }));
  }
}

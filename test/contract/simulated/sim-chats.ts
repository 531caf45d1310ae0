import type { Jid, MessageId } from '@columba/core';
import type { ScriptedPerson, SeenChat } from '@columba/core/testing';
import type { Known, SimWorld } from './sim-world.js';

type Chats = ScriptedPerson['chats'];

/** What a person of the simulator sets on the own phone, and what the phone then shows. */
export class SimChats implements Chats {
  constructor(
    private readonly world: SimWorld,
    private readonly self: Known,
  ) {}

  archive(chat: Jid, archived: boolean): Promise<void> {
    return this.world.sim.chat.archive({ ...this.named(chat), archived });
  }

  pin(chat: Jid, pinned: boolean): Promise<void> {
    return this.world.sim.chat.pin({ ...this.named(chat), pinned });
  }

  mute(chat: Jid, until: Date | null): Promise<void> {
    return this.world.sim.chat.mute({ ...this.named(chat), until: until && until.getTime() });
  }

  markUnread(chat: Jid, unread: boolean): Promise<void> {
    return this.world.sim.chat.markUnread({ ...this.named(chat), unread });
  }

  clear(chat: Jid): Promise<void> {
    return this.world.sim.chat.clear(this.named(chat));
  }

  delete(chat: Jid): Promise<void> {
    return this.world.sim.chat.delete(this.named(chat));
  }

  setLabel(chat: Jid, label: string, attached: boolean): Promise<void> {
    return this.world.sim.chat.label({ ...this.named(chat), label, attached });
  }

  async setDisappearing(chat: Jid, seconds: number): Promise<void> {
    const { number, hidden } = this.world.person(chat);
    const addressing = hidden || this.self.hidden ? ('lid' as const) : ('pn' as const);
    await this.world.sim.chat.disappearing({ pn: this.self.number, chat: number, seconds, addressing });
  }

  async star(chat: Jid, id: MessageId, starred: boolean): Promise<void> {
    await this.world.sim.message.star({ ...(await this.message(chat, id)), starred });
  }

  async deleteForMe(chat: Jid, id: MessageId): Promise<void> {
    await this.world.sim.message.hide(await this.message(chat, id));
  }

  saveContact(person: Jid, name: string): Promise<void> {
    return this.world.sim.contact.saveName({ pn: this.self.number, person: this.world.person(person).number, name });
  }

  sees(chat: Jid, where: (chat: SeenChat) => boolean): Promise<SeenChat> {
    const look = async () => {
      const { mutedUntil, labels, ...view } = await this.world.sim.chat.view(this.named(chat));
      const seen = { ...view, mutedUntil: mutedUntil === null ? null : new Date(mutedUntil), labelIds: labels };
      return where(seen) ? seen : undefined;
    };
    return this.world.until(look, 'the chat in that state');
  }

  async seesContact(person: Jid, name: string): Promise<void> {
    const { number } = this.world.person(person);
    const look = async () => {
      const { contacts } = await this.world.sim.account.view({ pn: this.self.number });
      return contacts[number] === name || undefined;
    };
    await this.world.until(look, 'the contact under that name');
  }

  private named(chat: Jid) {
    return { pn: this.self.number, chat: this.world.target(chat) };
  }

  private async message(chat: Jid, id: MessageId) {
    const look = async () => (await this.world.sim.recipient.view(this.named(chat))).find(({ key }) => key.id === id);
    const { key } = await this.world.until(look, `the message ${id}`);
    return { ...this.named(chat), target: { sender: key.sender, id } };
  }
}

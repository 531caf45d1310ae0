import { isPerson, parseMessageId, type CallOutcome, type Group, type Jid, type MessageId } from '@columba/core';
import type {
  ScriptedContent,
  ScriptedPerson,
  ScriptedSendOptions,
  SeenChat,
  SeenMessage,
  SeenProfile,
} from '@columba/core/testing';
import type { WorldEvent } from '@columba/simulator';
import type { Known, SimWorld } from './sim-world.js';
import { SimCalls } from './sim-calls.js';
import { fromScripted } from './sim-content.js';
import { SimChannels } from './sim-channels.js';
import { SimChats } from './sim-chats.js';
import { SimGroups } from './sim-groups.js';
import { SimPictures } from './sim-pictures.js';
import { bytesOf, isShownFile } from './sim-media.js';
import { seenMessage } from './sim-sight.js';

const CODE_LENGTH = 8;
const RECEIPT_DELAY_MS = 150;

/** Somebody with a simulated phone, played by a test. */
export class SimPerson implements ScriptedPerson {
  readonly groups: SimGroups;
  readonly channels: SimChannels;
  readonly chats: SimChats;
  private readonly calls: SimCalls;
  private readonly pictures: SimPictures;
  private readonly followed = new Set<string>();

  constructor(
    private readonly world: SimWorld,
    private readonly self: Known,
  ) {
    this.calls = new SimCalls(world, self.number);
    this.groups = new SimGroups(world, self.number);
    this.channels = new SimChannels(world, self.number);
    this.pictures = new SimPictures(world, self.number);
    this.chats = new SimChats(world, self);
  }

  get jid(): Jid {
    return this.self.jid;
  }
  get lid(): Jid {
    return this.self.lid;
  }
  get phone(): string {
    return `+${this.self.number}`;
  }
  get number(): string {
    return this.self.number;
  }
  get shownAs(): Jid {
    return this.self.hidden ? this.lid : this.jid;
  }

  async send(chat: Jid, content: ScriptedContent, options: ScriptedSendOptions = {}): Promise<MessageId> {
    const key = await this.world.sim.send({
      ...this.route(chat),
      content: content.kind === 'groupInvite' ? await this.groups.invitation(content) : fromScripted(content),
      notes: {
        ...(options.quoted ? { quoted: await this.target(chat, options.quoted) } : {}),
        ...(options.mentions ? { mentions: options.mentions.map((jid) => this.world.person(jid).number) } : {}),
        ...(options.mentionAll ? { mentionsAll: true as const } : {}),
        ...(options.forwarded ? { forwarded: true as const } : {}),
      },
    });
    return parseMessageId(key.id);
  }

  async edit(chat: Jid, id: MessageId, text: string): Promise<void> {
    await this.world.sim.edit({ ...(await this.change(chat, id)), text });
  }

  async revoke(chat: Jid, id: MessageId): Promise<void> {
    await this.world.sim.revoke(await this.change(chat, id));
  }

  async react(chat: Jid, id: MessageId, emoji: string | null): Promise<void> {
    await this.world.sim.react({ ...(await this.change(chat, id)), emoji });
  }

  async vote(chat: Jid, poll: MessageId, options: string[]): Promise<void> {
    await this.world.sim.vote({ ...(await this.change(chat, poll)), options });
  }

  async pin(chat: Jid, id: MessageId, seconds: number): Promise<void> {
    await this.world.sim.pin({ ...(await this.change(chat, id)), seconds });
  }

  async expireMedia(chat: Jid, id: MessageId): Promise<void> {
    await this.world.sim.media.expire({ from: this.number, to: this.world.target(chat), id });
  }

  star(chat: Jid, id: MessageId, starred: boolean): Promise<void> {
    return this.chats.star(chat, id, starred);
  }

  deleteForMe(chat: Jid, id: MessageId): Promise<void> {
    return this.chats.deleteForMe(chat, id);
  }

  saveContact(person: Jid, name: string): Promise<void> {
    return this.chats.saveContact(person, name);
  }

  block(person: Jid, blocked: boolean): Promise<void> {
    return this.world.sim.contact.block({ pn: this.number, person: this.world.person(person).number, blocked });
  }

  setLabel(label: string, name: string, color: number): Promise<void> {
    return this.world.sim.label.set({ pn: this.number, label, name, color });
  }

  removeLabel(label: string): Promise<void> {
    return this.world.sim.label.remove({ pn: this.number, label });
  }

  seesChat(chat: Jid, where: (chat: SeenChat) => boolean): Promise<SeenChat> {
    return this.chats.sees(chat, where);
  }

  seesContact(person: Jid, name: string): Promise<void> {
    return this.chats.seesContact(person, name);
  }

  seesGroup(group: Jid, where: (group: Group | undefined) => boolean): Promise<void> {
    return this.groups.sees(group, where);
  }

  private route(chat: Jid) {
    const to = this.world.target(chat);
    if (!isPerson(chat)) return { from: this.number, to };
    const addressing: 'lid' | 'pn' = this.self.hidden || this.world.person(chat).hidden ? 'lid' : 'pn';
    return { from: this.number, to, addressing };
  }

  private async change(chat: Jid, id: MessageId) {
    await this.seesMessage(chat, id);
    return { ...this.route(chat), target: await this.target(chat, id) };
  }

  /** A message of the chat, named as the simulator names it. */
  private async target(chat: Jid, id: MessageId): Promise<{ sender: string; id: string }> {
    const view = await this.world.sim.recipient.view({ pn: this.number, chat: this.world.target(chat) });
    const found = view.find(({ key }) => key.id === id);
    if (!found) throw new Error(`there is no message ${id} in this chat`);
    return { sender: found.key.sender, id };
  }

  async sendAgain(chat: Jid, id: MessageId): Promise<void> {
    await this.world.sim.repeat({ from: this.number, to: this.world.target(chat), id });
  }

  /** The first copy is damaged on the way, and nobody hears the complaint about it. */
  async sendUndecryptable(chat: Jid, content: ScriptedContent): Promise<MessageId> {
    const { sim } = this.world;
    const device = this.world.person(chat).number;
    await sim.fault.add({ device, direction: 'out', match: { tag: 'message' }, action: { type: 'corrupt' }, times: 1 });
    const complaint = { tag: 'receipt', attrs: { type: 'retry' } };
    await sim.fault.add({ device, direction: 'in', match: complaint, action: { type: 'drop' } });
    return this.send(chat, content);
  }

  async recover(chat: Jid, id: MessageId): Promise<void> {
    await this.world.sim.fault.clear();
    await this.sendAgain(chat, id);
  }

  async receipt(chat: Jid, id: MessageId, level: 'read' | 'played'): Promise<void> {
    const { from } = await this.seesMessage(chat, id);
    const group = isPerson(chat) ? {} : { group: this.world.target(chat) };
    const { number } = this.world.person(from);
    await this.world.sim.receipt({ by: this.number, from: number, ids: [id], type: level, ...group });
  }

  /** While it is off the phone confirms nothing; on again, it confirms all that has arrived. */
  async turnPhone(on: boolean): Promise<void> {
    const { sim } = this.world;
    await sim.receipts.policy({ pn: this.number, delayMs: on ? RECEIPT_DELAY_MS : null });
    if (!on) return;
    for (const { key, fromMe } of await sim.recipient.view({ pn: this.number }))
      if (!fromMe) await sim.receipt({ by: this.number, from: key.sender, ids: [key.id], type: 'delivered' });
  }

  async link(qrOrCode: string): Promise<void> {
    const { sim } = this.world;
    if (qrOrCode.length === CODE_LENGTH) await sim.device.enterCode({ pn: this.number, code: qrOrCode });
    else await sim.device.scan({ pn: this.number, qr: qrOrCode });
  }

  async linkedDevices(): Promise<number> {
    return (await this.linked()).length;
  }

  async unlinkDevices(): Promise<void> {
    for (const { id } of await this.linked()) await this.world.sim.device.unlink({ device: id });
  }

  async follow(person: Jid): Promise<void> {
    this.followed.add(this.world.person(person).number);
  }

  async presence(state: 'available' | 'unavailable'): Promise<void> {
    await this.world.sim.presence({ pn: this.number, state });
  }

  async presenceIn(chat: Jid, state: 'composing' | 'recording' | 'paused'): Promise<void> {
    await this.world.sim.typing({ from: this.number, to: this.world.target(chat), state });
  }

  call(to: Jid, options?: { video?: boolean }): Promise<string> {
    return this.calls.call(to, options);
  }

  hangUp(callId: string, why?: { nobodyAnswered: boolean }): Promise<void> {
    return this.calls.hangUp(callId, why?.nobodyAnswered);
  }

  answerCall(callId: string, how: 'accept' | 'reject'): Promise<void> {
    return this.calls.answer(callId, how);
  }

  seesCall(callId: string, outcome: CallOutcome): Promise<void> {
    return this.calls.sees(callId, outcome);
  }

  async rename(name: string): Promise<void> {
    await this.world.sim.contact.add({ pn: this.number, name });
  }

  async setAbout(text: string): Promise<void> {
    await this.world.sim.account.about({ pn: this.number, text });
  }

  setPicture(jpeg: Uint8Array | null): Promise<void> {
    return this.pictures.set(jpeg);
  }

  showPicture(shown: boolean): Promise<void> {
    return this.pictures.show(shown ? 'all' : 'none');
  }

  async revealPhone(): Promise<void> {
    this.self.hidden = false;
    await this.world.sim.contact.add({ pn: this.number, phoneHidden: false });
  }

  seesMessage(chat: Jid, id: MessageId, where: (message: SeenMessage) => boolean = () => true): Promise<SeenMessage> {
    const look = async () => (await this.messagesIn(chat)).find((message) => message.id === id && where(message));
    return this.world.until(look, `the message ${id} in that form`);
  }

  async messagesIn(chat: Jid): Promise<SeenMessage[]> {
    const { sim } = this.world;
    const events = await sim.events();
    const shown = await sim.recipient.view({ pn: this.number, chat: this.world.target(chat) });
    return Promise.all(
      shown.map(async (message) => {
        const seen = seenMessage(message, events, this.number);
        if (!isShownFile(message.content) || message.content.file.problem) return seen;
        return { ...seen, bytes: await bytesOf(sim, message, this.number, this.world.target(chat)) };
      }),
    );
  }

  async seesPresence(of: Jid, state: string): Promise<void> {
    const from = this.world.person(of).number;
    const concerns = ({ name, data }: WorldEvent): boolean =>
      name === 'presence'
        ? data.account === from && this.followed.has(from)
        : name === 'typing' && data.from === from && data.to === this.number;
    const look = async () => {
      const last = (await this.world.sim.events()).findLast(concerns);
      return (last && 'state' in last.data && last.data.state === state) || undefined;
    };
    await this.world.until(look, `the presence ${state}`);
  }

  async seesProfile(of: Jid, where: (profile: SeenProfile) => boolean): Promise<void> {
    const { number } = this.world.person(of);
    const look = async () => {
      const account = (await this.world.sim.account.list()).find(({ pn }) => pn === number);
      const picture = await this.pictures.of(number);
      const shown = picture ? { picture } : {};
      return (account && where({ name: account.name, about: account.about ?? '', ...shown })) || undefined;
    };
    await this.world.until(look, 'such a profile');
  }

  private async linked() {
    return (await this.world.sim.device.list({ pn: this.number })).filter(({ kind }) => kind !== 'phone');
  }
}

import {
  NotFoundError,
  type CallOutcome,
  type Group,
  type Jid,
  type MessageId,
  type PresenceState,
} from '../../src/index.js';
import type {
  ScriptedContent,
  ScriptedPerson,
  ScriptedSendOptions,
  SeenChat,
  SeenMessage,
  SeenProfile,
} from '../contract/scripted.js';
import type { FakeAccount } from './fake-account.js';
import { endCall, offerCall } from './fake-calls.js';
import { FakeOwnChannels } from './fake-channels.js';
import { FakeChats } from './fake-chats.js';
import { FakeContacts } from './fake-contacts.js';
import { fromScripted } from './fake-content.js';
import { FakeGroups } from './fake-groups.js';
import type { FakeMessageParts } from './fake-message.js';
import type { FakeMessage } from './fake-conversation.js';
import { FakeMessageChanges } from './fake-message-changes.js';
import { FakePresence } from './fake-presence.js';
import { FakeProfile } from './fake-profile.js';
import { seenChat, seenMessage } from './fake-sight.js';
import { removeLabel, setLabel } from './fake-labels.js';
import type { FakeNetwork } from './fake-network.js';

/** Somebody with a phone in the fake world, played by a test. */
export class FakePerson implements ScriptedPerson {
  readonly groups: FakeGroups;
  readonly channels: FakeOwnChannels;
  readonly chats: FakeChats;
  private readonly changes: FakeMessageChanges;
  private readonly contacts: FakeContacts;
  private readonly profile: FakeProfile;
  private readonly presences: FakePresence;

  constructor(
    private readonly world: FakeNetwork,
    readonly account: FakeAccount,
  ) {
    const self = { act: () => account };
    this.groups = new FakeGroups(self, world);
    this.channels = new FakeOwnChannels(world, account);
    this.chats = new FakeChats(self, world);
    this.changes = new FakeMessageChanges(world);
    this.contacts = new FakeContacts(self, world);
    this.profile = new FakeProfile(self, world);
    this.presences = new FakePresence(self, world);
  }

  get jid(): Jid {
    return this.account.jid;
  }
  get lid(): Jid {
    return this.account.lid;
  }
  get phone(): string {
    return this.account.phone;
  }
  get shownAs(): Jid {
    return this.account.phoneHidden ? this.account.lid : this.account.jid;
  }

  /** Scans the QR that a session shows, or types its code. */
  async link(qrOrCode: string): Promise<void> {
    this.world.linking.accept(this.account, qrOrCode);
  }

  async send(chat: Jid, content: ScriptedContent, options: ScriptedSendOptions = {}): Promise<MessageId> {
    return (await this.dispatch(chat, content, options, false)).id;
  }

  async sendUndecryptable(chat: Jid, content: ScriptedContent): Promise<MessageId> {
    return (await this.dispatch(chat, content, {}, true)).id;
  }

  async sendAgain(chat: Jid, id: MessageId): Promise<void> {
    this.world.delivery.again(this.message(chat, id));
  }

  async recover(chat: Jid, id: MessageId): Promise<void> {
    const message = this.message(chat, id);
    this.world.office.post(() => this.world.delivery.recover(message));
  }

  async edit(chat: Jid, id: MessageId, text: string): Promise<void> {
    this.changes.edit(this.account, this.message(chat, id), text, this.world.newMessageId());
  }

  async revoke(chat: Jid, id: MessageId): Promise<void> {
    this.changes.revoke(this.account, this.message(chat, id), this.world.newMessageId());
  }

  async react(chat: Jid, id: MessageId, emoji: string | null): Promise<void> {
    this.changes.react(this.account, this.message(chat, id), emoji, this.world.newMessageId());
  }

  async vote(chat: Jid, poll: MessageId, options: string[]): Promise<void> {
    this.changes.vote(this.account, this.message(chat, poll), options, this.world.newMessageId());
  }

  async star(chat: Jid, id: MessageId, starred: boolean): Promise<void> {
    this.changes.star(this.account, this.message(chat, id), starred);
  }

  async deleteForMe(chat: Jid, id: MessageId): Promise<void> {
    this.changes.deleteForMe(this.account, this.message(chat, id));
  }

  async pin(chat: Jid, id: MessageId, seconds: number): Promise<void> {
    this.changes.pin(this.account, this.message(chat, id), seconds, this.world.newMessageId());
  }

  async receipt(chat: Jid, id: MessageId, level: 'read' | 'played'): Promise<void> {
    const message = this.message(chat, id);
    this.world.office.post(() => this.world.delivery.receiptOfPhone(message, this.account, level));
  }

  async turnPhone(on: boolean): Promise<void> {
    this.account.phoneOn = on;
    if (on) this.world.office.post(() => this.world.delivery.arrivals(this.account));
  }

  async expireMedia(chat: Jid, id: MessageId): Promise<void> {
    this.message(chat, id).mediaExpired = true;
  }

  presence(state: 'available' | 'unavailable'): Promise<void> {
    return this.presences.set(state);
  }

  presenceIn(chat: Jid, state: Extract<PresenceState, 'composing' | 'recording' | 'paused'>): Promise<void> {
    return this.presences.setInChat(chat, state);
  }

  async call(to: Jid, { video = false }: { video?: boolean } = {}): Promise<string> {
    const id = this.world.hex(16);
    offerCall(this.world, { id, from: this.account, to, video });
    return id;
  }

  async hangUp(callId: string): Promise<void> {
    const call = this.world.calls.get(callId);
    if (!call) throw new NotFoundError('There is no such call');
    endCall(this.world, call, 'missed');
  }

  async answerCall(callId: string, how: 'accept' | 'reject'): Promise<void> {
    const call = this.world.calls.get(callId);
    if (!call?.to.has(this.account)) throw new NotFoundError('There is no such call');
    endCall(this.world, call, how === 'accept' ? 'accepted_elsewhere' : 'rejected', this.account);
  }

  rename(name: string): Promise<void> {
    return this.profile.setName(name);
  }

  setAbout(text: string): Promise<void> {
    return this.profile.setAbout(text);
  }

  setPicture(jpeg: Uint8Array | null): Promise<void> {
    return this.profile.setPicture(jpeg);
  }

  async showPicture(shown: boolean): Promise<void> {
    this.account.pictureHidden = !shown;
  }

  async revealPhone(): Promise<void> {
    this.account.phoneHidden = false;
  }

  async linkedDevices(): Promise<number> {
    return this.account.devices.size;
  }

  async unlinkDevices(): Promise<void> {
    this.world.linking.unlinkAll(this.account);
  }

  block(person: Jid, blocked: boolean): Promise<void> {
    return this.contacts.block(person, blocked);
  }

  saveContact(person: Jid, name: string): Promise<void> {
    return this.contacts.saveName(person, name);
  }

  async setLabel(id: string, name: string, color: number): Promise<void> {
    setLabel(this.world, this.account, { id, name, color });
  }

  async removeLabel(id: string): Promise<void> {
    removeLabel(this.world, this.account, id);
  }

  seesMessage(chat: Jid, id: MessageId, where: (message: SeenMessage) => boolean = () => true): Promise<SeenMessage> {
    const look = () => {
      const message = this.world.messageById(this.account, chat, id);
      if (!message?.receivedBy.has(this.account)) return undefined;
      const seen = seenMessage(message, this.account);
      return where(seen) ? seen : undefined;
    };
    return this.until(look, `the message ${id} in that form`);
  }

  async messagesIn(chat: Jid): Promise<SeenMessage[]> {
    return this.world
      .conversation(this.account, chat)
      .messages.filter((message) => message.receivedBy.has(this.account) && !message.deletedBy.has(this.account))
      .map((message) => seenMessage(message, this.account));
  }

  seesChat(chat: Jid, where: (chat: SeenChat) => boolean): Promise<SeenChat> {
    const look = () => {
      const seen = seenChat(this.world.conversation(this.account, chat), this.account);
      return where(seen) ? seen : undefined;
    };
    return this.until(look, 'the chat in that state');
  }

  async seesContact(person: Jid, name: string): Promise<void> {
    const other = this.world.knownAccount(person);
    await this.until(() => this.account.savedNames.get(other) === name || undefined, 'the contact under that name');
  }

  async seesGroup(id: Jid, where: (group: Group | undefined) => boolean): Promise<void> {
    const look = () => {
      const group = this.world.groups.get(id);
      const seen = group?.roles.has(this.account) ? group.seenBy(this.account) : undefined;
      return where(seen) || undefined;
    };
    await this.until(look, 'the group in that state');
  }

  async seesProfile(of: Jid, where: (profile: SeenProfile) => boolean): Promise<void> {
    const look = () => {
      const { name, about, picture } = this.world.knownAccount(of);
      return where({ name, about: about?.text ?? '', ...(picture ? { picture } : {}) }) || undefined;
    };
    await this.until(look, 'such a profile');
  }

  async seesPresence(of: Jid, state: PresenceState, chat?: Jid): Promise<void> {
    const other = this.world.knownAccount(of);
    const key = `${other.jid} ${chat ?? other.seenBy(this.account).id}`;
    await this.until(() => this.account.seenPresence.get(key) === state || undefined, `the presence ${state}`);
  }

  async seesCall(callId: string, outcome: CallOutcome): Promise<void> {
    await this.until(() => this.account.seenCalls.get(callId) === outcome || undefined, `a call that was ${outcome}`);
  }

  /** Sees the presence of others from now on. */
  follow(person: Jid): Promise<void> {
    return this.presences.subscribe(person);
  }

  private async dispatch(
    chat: Jid,
    content: ScriptedContent,
    options: ScriptedSendOptions,
    undecryptable: boolean,
  ): Promise<FakeMessage> {
    const id = this.world.newMessageId();
    const conversation = this.world.conversation(this.account, chat);
    const mentions = (options.mentions ?? []).map((jid) => this.world.knownAccount(jid));
    const parts: FakeMessageParts = {
      ...(await fromScripted(content, id, this.world, this.account)),
      id,
      conversation,
      from: this.account,
      mentions,
      mentionsAll: options.mentionAll ?? false,
      forwarded: options.forwarded ?? false,
      undecryptable,
      sentAt: this.world.clock.now(),
    };
    if (options.quoted) parts.quoted = options.quoted;
    return this.world.delivery.send(parts);
  }

  private message(chat: Jid, id: MessageId): FakeMessage {
    const message = this.world.messageById(this.account, chat, id);
    if (!message) throw new NotFoundError('There is no such message');
    return message;
  }

  private until<T>(look: () => T | undefined, what: string): Promise<T> {
    return this.world.watch.until(look, () => `${this.account.name} does not see ${what}`);
  }
}

import type {
  CallOutcome,
  Channel,
  ChannelRole,
  ChatsPort,
  GroupsPort,
  Group,
  Jid,
  MessageContent,
  MessageId,
  OutgoingContent,
  PresenceState,
} from '../../src/index.js';

/** A media message as a scripted person sends it; `bytes` are the plain file. */
export interface ScriptedMedia {
  kind: 'image' | 'video' | 'audio' | 'voice' | 'document' | 'sticker';
  bytes: Uint8Array;
  mimeType: string;
  caption?: string;
  fileName?: string;
}

/** What a scripted person can send. */
export type ScriptedContent =
  | ScriptedMedia
  | Extract<OutgoingContent, { kind: 'text' | 'location' | 'contact' | 'poll' | 'event' | 'groupInvite' }>
  | Extract<MessageContent, { kind: 'buttonReply' | 'listReply' | 'location' }>;

export interface ScriptedSendOptions {
  quoted?: MessageId;
  /** Any address of the persons meant. */
  mentions?: Jid[];
  mentionAll?: true;
  forwarded?: boolean;
}

/** A message as somebody's own device shows it. */
export interface SeenMessage {
  id: MessageId;
  /** The sender's phone address, whatever the wire used. */
  from: Jid;
  content: MessageContent;
  /** The plain file of a media message. */
  bytes?: Uint8Array;
  quoted?: MessageId;
  /** Phone addresses. */
  mentions: Jid[];
  mentionsAll?: boolean;
  forwarded: boolean;
  /** How often it arrived; a device shows it once all the same. */
  copies: number;
  /** How many of the further copies said something else than the first; a resend must repeat the same bytes. */
  differingCopies: number;
  edited: boolean;
  revoked: boolean;
  starred: boolean;
  pinned: boolean;
  /** By phone address. */
  reactions: Readonly<Record<string, string>>;
  votes: Readonly<Record<string, readonly string[]>>;
  /** What the other persons of the chat have reported back, by phone address. */
  receipts: Readonly<Record<string, 'delivered' | 'read' | 'played'>>;
  expiresAfterSeconds?: number;
}

/** The settings of a chat as somebody's own device shows them. */
export interface SeenChat {
  archived: boolean;
  pinned: boolean;
  mutedUntil: Date | null;
  markedUnread: boolean;
  disappearingSeconds: number;
  labelIds: readonly string[];
  /** How many messages the device still shows. */
  messages: number;
  exists: boolean;
}

/** A channel as everybody could count it. */
export interface SeenChannel {
  /** By phone address: who follows it, its owner too. */
  roles: Readonly<Record<string, ChannelRole>>;
  /** Phone addresses. */
  mutedBy: readonly Jid[];
}

/** What somebody does with channels on the own phone. */
export interface ScriptedChannels {
  /** Makes one that is this person's own. */
  create(name: string, details?: Pick<Channel, 'description' | 'pictureUrl'>): Promise<Channel>;
  follow(channel: Jid): Promise<void>;
  /** Says something in a channel of this person's own. */
  post(channel: Jid, text: string): Promise<MessageId>;
  /** WhatsApp has it like this. */
  sees(channel: Jid, where: (seen: SeenChannel) => boolean): Promise<void>;
}

export interface SeenProfile {
  name: string;
  about: string;
  picture?: Uint8Array;
}

/**
 * Somebody with a phone, under the control of a test: a contact, or the owner of the account under test. Neutral
 * between the fake world and a simulator. A chat is named as the person sees it: by the other person's address or the
 * group's. The `sees…` methods wait until it is so, and reject when it does not come to pass.
 */
export interface ScriptedPerson {
  readonly jid: Jid;
  readonly lid: Jid;
  /** E.164. */
  readonly phone: string;
  /** The address under which an engine knows this person: the LID while the number is hidden, else {@link jid}. */
  readonly shownAs: Jid;
  readonly groups: Pick<
    GroupsPort,
    'create' | 'update' | 'setPicture' | 'changeParticipants' | 'invite' | 'join' | 'leave' | 'answerJoinRequests'
  >;
  readonly channels: ScriptedChannels;
  /** What the person does on the own phone; its linked devices hear of it. */
  readonly chats: Pick<
    ChatsPort,
    'archive' | 'pin' | 'mute' | 'markUnread' | 'clear' | 'delete' | 'setLabel' | 'setDisappearing'
  >;

  send(chat: Jid, content: ScriptedContent, options?: ScriptedSendOptions): Promise<MessageId>;
  /** The same message under the same id once more, as after a lost acknowledgement. */
  sendAgain(chat: Jid, id: MessageId): Promise<void>;
  /** A message that the devices of the others cannot decrypt, until {@link recover}. */
  sendUndecryptable(chat: Jid, content: ScriptedContent): Promise<MessageId>;
  recover(chat: Jid, id: MessageId): Promise<void>;
  edit(chat: Jid, id: MessageId, text: string): Promise<void>;
  revoke(chat: Jid, id: MessageId): Promise<void>;
  /** `emoji` null takes the reaction back. */
  react(chat: Jid, id: MessageId, emoji: string | null): Promise<void>;
  vote(chat: Jid, poll: MessageId, options: string[]): Promise<void>;
  star(chat: Jid, id: MessageId, starred: boolean): Promise<void>;
  /** On the own devices only. */
  deleteForMe(chat: Jid, id: MessageId): Promise<void>;
  pin(chat: Jid, id: MessageId, seconds: number): Promise<void>;
  receipt(chat: Jid, id: MessageId, level: 'read' | 'played'): Promise<void>;
  /** While a phone is off nothing is delivered to it; what waits arrives when it is on again. */
  turnPhone(on: boolean): Promise<void>;
  /** The media server forgets the file of this message; the sender's phone still has it. */
  expireMedia(chat: Jid, id: MessageId): Promise<void>;

  /** Scans the QR that a session shows, or types its code, so that it becomes a linked device of this account. */
  link(qrOrCode: string): Promise<void>;
  /** How many linked devices the own account has. */
  linkedDevices(): Promise<number>;
  /** Ends the link of every linked device, as somebody does on the phone. */
  unlinkDevices(): Promise<void>;
  /** Writes somebody into the own address book. */
  saveContact(person: Jid, name: string): Promise<void>;
  /** A label of the own account is new or different. */
  setLabel(id: string, name: string, color: number): Promise<void>;
  removeLabel(id: string): Promise<void>;
  block(person: Jid, blocked: boolean): Promise<void>;
  /** Sees from now on whether this person is online. */
  follow(person: Jid): Promise<void>;
  presence(state: 'available' | 'unavailable'): Promise<void>;
  presenceIn(chat: Jid, state: Extract<PresenceState, 'composing' | 'recording' | 'paused'>): Promise<void>;
  /** Calls a person or a group. @returns the call's id */
  call(to: Jid, options?: { video?: boolean }): Promise<string>;
  /** Gives up, or has waited as long as a phone rings. */
  hangUp(callId: string, why?: { nobodyAnswered: boolean }): Promise<void>;
  /** Takes a call that rings at the own phone, or declines it there. */
  answerCall(callId: string, how: 'accept' | 'reject'): Promise<void>;
  rename(name: string): Promise<void>;
  setAbout(text: string): Promise<void>;
  setPicture(jpeg: Uint8Array | null): Promise<void>;
  /** Whether others see the picture. */
  showPicture(shown: boolean): Promise<void>;
  /** From the next message on, everybody learns the phone number. */
  revealPhone(): Promise<void>;

  seesMessage(chat: Jid, id: MessageId, where?: (message: SeenMessage) => boolean): Promise<SeenMessage>;
  /** Everything in a chat now, oldest first. */
  messagesIn(chat: Jid): Promise<SeenMessage[]>;
  seesChat(chat: Jid, where: (chat: SeenChat) => boolean): Promise<SeenChat>;
  /** In the own address book. */
  seesContact(person: Jid, name: string): Promise<void>;
  /** `undefined`: this person is not in the group. */
  seesGroup(group: Jid, where: (group: Group | undefined) => boolean): Promise<void>;
  seesProfile(of: Jid, where: (profile: SeenProfile) => boolean): Promise<void>;
  seesPresence(of: Jid, state: PresenceState, chat?: Jid): Promise<void>;
  seesCall(callId: string, outcome: CallOutcome): Promise<void>;
}

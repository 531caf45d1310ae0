import type { proto } from 'baileys-codec/WAProto/index.js';
import type { ContentKind, MessageContent, Target } from '../../../world/content.js';
import {
  isSharedChat,
  type Addressing,
  type MessageKey,
  type PhoneNumber,
  type Target as Chat,
} from '../../../world/ids.js';
import type { Message } from '../../../world/model.js';
import type { JidBook } from '../../jid.js';
import type { PhoneMedia } from '../../media/phone-media.js';

/** Between whom a message passes: what is needed to spell and read the addresses inside it. */
export interface Scene {
  key: MessageKey;
  sender: PhoneNumber;
  to: Chat;
  addressing: Addressing;
  jids: JidBook;
  media: PhoneMedia;
  /** A message of the same chat. */
  find(target: Target): Message | undefined;
}

/** Translates one kind. */
export interface Kind<K extends ContentKind> {
  encode(content: Extract<MessageContent, { kind: K }>, scene: Scene): proto.IMessage;
  /** undefined when the message is of another kind */
  decode(message: proto.IMessage, scene: Scene): Extract<MessageContent, { kind: K }> | undefined;
}

/** How the sender names another message of the chat; in a group its author is named too. */
export function wireKey({ sender: target, id }: Target, { sender, to, addressing, jids }: Scene): proto.IMessageKey {
  const key = { remoteJid: jids.ofChat(to, addressing), fromMe: target === sender, id };
  return isSharedChat(to) ? { ...key, participant: jids.of(target, addressing) } : key;
}

/** Reads {@link wireKey}. */
export function targetOf(key: proto.IMessageKey | null | undefined, { sender, to, jids }: Scene): Target | undefined {
  if (!key?.id) return undefined;
  if (key.fromMe) return { sender, id: key.id };
  const author = key.participant ? jids.account(key.participant) : undefined;
  if (author === undefined && isSharedChat(to)) return undefined;
  return { sender: author ?? to, id: key.id };
}

/** Protobuf numbers are numbers or Longs. */
export const numberOf = (value: unknown): number => Number(value ?? 0);

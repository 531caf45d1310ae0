import type { Jid, MessageId } from '../ids.js';
import type { MessageKey } from '../model/message.js';
import type { OutgoingContent } from '../model/outgoing.js';

export interface SendOptions {
  /**
   * Chosen by the caller, once per send, so that every retry carries the same id. The engine keeps the exact bytes it
   * made for an id (`EngineContext.sent`) and repeats those bytes when it is asked again.
   */
  messageId: MessageId;
  quoted?: MessageKey;
  mentions?: Jid[];
  /** Everybody in the group is meant; whoever reads it is told. */
  mentionAll?: boolean;
  /** After so many seconds it disappears; 0: it stays. Absent: as it is set for the chat. */
  disappearingSeconds?: number;
  /** Of a status: who sees it. Absent: everybody with whom the account has a chat. */
  audience?: Jid[];
}

/** Tells that the message was handed over to WhatsApp's connection; what became of it follows as facts. */
export interface Dispatched {
  key: MessageKey;
  dispatchedAt: Date;
}

/** Messages, as the messages service uses them. */
export interface MessagesPort {
  /**
   * Sends any content. Resolves when the message is written to the connection; the confirmation comes as a
   * `message.status_changed` fact.
   * @throws NotConnectedError before anything left; UncertainError when it may have left; DomainError
   * `not_on_whatsapp`, `account_limited`, `rejected`, `media_failed`.
   */
  send(chat: Jid, content: OutgoingContent, options: SendOptions): Promise<Dispatched>;
  /** @param messageId id of the edit itself, see {@link SendOptions.messageId}. */
  edit(target: MessageKey, text: string, messageId: MessageId): Promise<void>;
  revoke(target: MessageKey, messageId: MessageId): Promise<void>;
  deleteForMe(target: MessageKey, occurredAt: Date): Promise<void>;
  /** `emoji` null takes the reaction back. */
  react(target: MessageKey, emoji: string | null, messageId: MessageId): Promise<void>;
  vote(target: MessageKey, options: string[], messageId: MessageId): Promise<void>;
  star(target: MessageKey, starred: boolean): Promise<void>;
  /** `seconds` 0 unpins. */
  pin(target: MessageKey, seconds: number, messageId: MessageId): Promise<void>;
  /** It disappears as it is set for the chat that it goes to. */
  forward(target: MessageKey, to: Jid, messageId: MessageId): Promise<Dispatched>;
  /** Tells the senders that these were read. */
  markRead(keys: MessageKey[]): Promise<void>;
}

import {
  InvalidInputError,
  NotAllowedError,
  fact,
  messageDedupe,
  type EventMap,
  type EventType,
  type Fact,
  type MessageContent,
  type MessageId,
} from '../../src/index.js';
import type { FakeAccount } from './fake-account.js';
import { GroupConversation } from './fake-conversation.js';
import { keyFor } from './fake-message.js';
import type { FakeMessage } from './fake-conversation.js';
import type { FakeWorldState } from './fake-world-state.js';

const EDIT_LIMIT_MS = 15 * 60_000;

/** What can be done to a message that is already there; the same rules for an engine and for a phone. */
export class FakeMessageChanges {
  constructor(private readonly world: FakeWorldState) {}

  edit(by: FakeAccount, message: FakeMessage, text: string, id: MessageId): void {
    if (message.from !== by) throw new NotAllowedError('Only the sender can edit a message');
    const editedAt = this.world.clock.now();
    if (editedAt.getTime() - message.sentAt.getTime() > EDIT_LIMIT_MS)
      throw new NotAllowedError('A message can be edited for 15 minutes');
    const content = withText(message.content, text);
    this.once(message, id, () => {
      message.content = content;
      message.editedAt = editedAt;
      this.tellAll(message, 'message.edited', id, (viewer) => ({ ...ref(message, by, viewer), text, editedAt }));
    });
  }

  revoke(by: FakeAccount, message: FakeMessage, id: MessageId): void {
    const { conversation } = message;
    const moderates = conversation instanceof GroupConversation && conversation.group.isAdmin(by);
    if (message.from !== by && !moderates)
      throw new NotAllowedError('Only the sender or an admin can revoke a message');
    this.once(message, id, () => {
      message.revokedAt = this.world.clock.now();
      this.tellAll(message, 'message.revoked', id, (viewer) => ({ ...ref(message, by, viewer), scope: 'everyone' }));
    });
  }

  deleteForMe(by: FakeAccount, message: FakeMessage): void {
    message.deletedBy.add(by);
    this.tellOwn(message, by, 'message.revoked', { ...ref(message, by, by), scope: 'me' });
  }

  react(by: FakeAccount, message: FakeMessage, emoji: string | null, id: MessageId): void {
    this.once(message, id, () => {
      if (emoji === null) message.reactions.delete(by);
      else message.reactions.set(by, emoji);
      this.tellAll(message, 'message.reacted', id, (viewer) => ({ ...ref(message, by, viewer), emoji }));
    });
  }

  vote(by: FakeAccount, message: FakeMessage, options: string[], id: MessageId): void {
    const { content } = message;
    if (content.kind !== 'poll') throw new InvalidInputError('This message is not a poll');
    if (options.some((option) => !content.options.includes(option)))
      throw new InvalidInputError('The poll has no such option');
    if (content.selectableCount > 0 && options.length > content.selectableCount)
      throw new InvalidInputError(`At most ${content.selectableCount} options can be chosen`);
    this.once(message, id, () => {
      message.votes.set(by, options);
      this.tellAll(message, 'poll.voted', id, (viewer) => ({
        messageId: message.id,
        chat: message.conversation.chatFor(viewer),
        voter: by.seenBy(viewer),
        options,
      }));
    });
  }

  star(by: FakeAccount, message: FakeMessage, starred: boolean): void {
    if (starred) message.starredBy.add(by);
    else message.starredBy.delete(by);
    this.tellOwn(message, by, 'message.starred', { ...ref(message, by, by), starred });
  }

  pin(by: FakeAccount, message: FakeMessage, seconds: number, id: MessageId): void {
    this.once(message, id, () => {
      const until = new Date(this.world.clock.now().getTime() + seconds * 1000);
      if (seconds > 0) message.pinnedUntil = until;
      else delete message.pinnedUntil;
      this.tellAll(message, 'message.pinned', id, (viewer) => ({
        ...ref(message, by, viewer),
        pinned: seconds > 0,
        ...(seconds > 0 ? { until } : {}),
      }));
    });
  }

  /** A change has an id of its own, so that its retry changes nothing. */
  private once(message: FakeMessage, id: MessageId, change: () => void): void {
    const { changes } = message.conversation;
    if (changes.has(id)) return;
    changes.add(id);
    change();
  }

  private tellAll<T extends EventType>(
    message: FakeMessage,
    type: T,
    id: MessageId,
    data: (viewer: FakeAccount) => EventMap[T],
  ): void {
    const occurredAt = this.world.clock.now();
    this.world.office.post(() => {
      for (const viewer of message.conversation.members()) {
        const key = keyFor(message, viewer);
        viewer.tell(fact(type, data(viewer), [...messageDedupe(key), type, id], { occurredAt, chat: key.chat }));
      }
    });
  }

  /** Only the account's own devices hear of it. */
  private tellOwn<T extends EventType>(message: FakeMessage, by: FakeAccount, type: T, data: EventMap[T]): void {
    const key = keyFor(message, by);
    const dedupe = [...messageDedupe(key), type, String(this.world.serial())];
    const told: Fact = fact(type, data, dedupe, { occurredAt: this.world.clock.now(), chat: key.chat });
    this.world.office.post(() => by.tell(told));
  }
}

const ref = (message: FakeMessage, by: FakeAccount, viewer: FakeAccount) => ({
  messageId: message.id,
  chat: message.conversation.chatFor(viewer),
  by: by.seenBy(viewer),
});

function withText(content: MessageContent, text: string): MessageContent {
  if (content.kind === 'text') return { kind: 'text', text };
  if (content.kind === 'image' || content.kind === 'video' || content.kind === 'document')
    return { ...content, caption: text };
  throw new NotAllowedError('Only text and captions can be edited');
}

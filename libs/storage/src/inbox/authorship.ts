import { type EventMap, isGroup, type Jid, type Message, type Person, type SessionName } from '@columba/core';
import type { GroupRepository } from '../repositories/group.repository.js';
import type { MessageRepository } from '../repositories/message.repository.js';
import type { PeopleRepository } from '../repositories/people.repository.js';
import type { SessionRepository } from '../repositories/session.repository.js';

/** Somebody did something to a message. */
type Act = Pick<EventMap['message.edited'], 'chat' | 'messageId' | 'by'>;

export interface AuthorshipParts {
  sessions: SessionRepository;
  people: PeopleRepository;
  groups: GroupRepository;
  messages: MessageRepository;
}

/** Who may change a message: anybody who writes to us can name any id. */
export class Authorship {
  constructor(private readonly parts: AuthorshipParts) {}

  /** Of the messages of this name the one that its author changes, unless it was taken back. */
  editable(session: SessionName, { chat, messageId, by }: Act): Message | undefined {
    const message = this.named(session, { chat, messageId }).find((each) => this.isAuthor(session, each, by));
    return message?.revokedAt ? undefined : message;
  }

  /** In a group its admins may take back what others wrote, and whoever is not known to be less than that. */
  revocable(session: SessionName, { chat, messageId, by }: Act): Message | undefined {
    const named = this.named(session, { chat, messageId });
    const own = named.find((each) => this.isAuthor(session, each, by));
    return own ?? (this.moderates(session, chat, by) ? named[0] : undefined);
  }

  /** Of what is not known it cannot be said who wrote it. */
  mayEdit(session: SessionName, act: Act): boolean {
    const named = this.named(session, act);
    return named.length === 0 || named.some((each) => this.isAuthor(session, each, act.by));
  }

  mayRevoke(session: SessionName, act: EventMap['message.revoked']): boolean {
    if (act.scope === 'me' || this.named(session, act).length === 0) return true;
    return this.revocable(session, act) !== undefined;
  }

  private named(session: SessionName, { chat, messageId }: Pick<Act, 'chat' | 'messageId'>): Message[] {
    return this.parts.messages.named(session, chat, messageId);
  }

  private isAuthor(session: SessionName, { key, from }: Message, by: Person): boolean {
    const author = key.fromMe ? this.parts.sessions.get(session)?.account : from;
    const { people } = this.parts;
    return author !== undefined && people.resolve(session, author.id) === people.resolve(session, by.id);
  }

  private moderates(session: SessionName, chat: Jid, by: Person): boolean {
    return isGroup(chat) && this.parts.groups.role(session, chat, by.id) !== 'member';
  }
}

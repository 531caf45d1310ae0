import {
  isPerson,
  type Chat,
  type Contact,
  type ContentKind,
  type EventType,
  type Group,
  type Jid,
  type LastMessage,
  type LoggedEvent,
  type Message,
  type MessageId,
  type Person,
} from '@columba/core';
import { Inject, Injectable } from '@nestjs/common';
import { STORAGE } from '../../common/tokens.js';

interface Page<T> {
  data: T[];
  next?: string;
}
interface PageRequest {
  limit: number;
  cursor?: string;
}
interface MessageFilter {
  chat?: Jid;
  direction?: 'in' | 'out';
  kinds?: readonly ContentKind[];
}
interface EventQuery {
  session?: string;
  afterPos?: number;
  afterSeq?: number;
  types?: readonly EventType[];
  limit: number;
}

/** What this dialect needs of the storage. */
export interface FaserfStorage {
  chats: {
    /** Last activity first. */
    list(session: string, page: PageRequest): Page<Chat>;
    get(session: string, id: Jid): Chat | undefined;
  };
  contacts: {
    list(session: string, page: PageRequest): Page<Contact>;
    get(session: string, jid: Jid): Contact | undefined;
  };
  groups: { list(session: string, page: PageRequest): Page<unknown>; get(session: string, id: Jid): Group | undefined };
  messages: {
    /** Newest first. */
    find(session: string, filter: MessageFilter, page: PageRequest): { data: Message[] };
    get(session: string, chat: Jid, id: MessageId): Message | undefined;
    byId(session: string, id: MessageId): Message | undefined;
  };
  sessions: { get(name: string): { account?: { id: Jid } } | undefined };
  people: { resolve(session: string, jid: Jid): Jid; person(session: string, jid: Jid): Person };
  events: { list(query: EventQuery): LoggedEvent[]; lastSeq(session: string): number; lastPos(): number };
  consumers: {
    ensure(consumer: { id: string; kind: 'pull'; startPos: number }): { cursorPos: number };
    get(id: string): { cursorPos: number } | undefined;
    advance(id: string, pos: number): void;
    lag(id: string): number;
  };
}

/** What is known of a session without asking WhatsApp. */
@Injectable()
export class FaserfReads {
  constructor(@Inject(STORAGE) readonly storage: FaserfStorage) {}

  /** Last activity first; without the account's own status. */
  chats(session: string): Chat[] {
    return everything((page) => this.storage.chats.list(session, page)).filter(({ kind }) => kind !== 'status');
  }

  chat(session: string, id: Jid): Chat | undefined {
    return this.storage.chats.get(session, this.resolve(session, id));
  }

  contacts(session: string): Contact[] {
    return everything((page) => this.storage.contacts.list(session, page));
  }

  contact(session: string, jid: Jid): Contact | undefined {
    return this.storage.contacts.get(session, jid);
  }

  groupCount(session: string): number {
    return everything((page) => this.storage.groups.list(session, page)).length;
  }

  /** As last known. */
  group(session: string, id: Jid): Group | undefined {
    return this.storage.groups.get(session, id);
  }

  /** The address somebody is kept under: two spellings of one person are one. */
  resolve(session: string, jid: Jid): Jid {
    return isPerson(jid) ? this.storage.people.resolve(session, jid) : jid;
  }

  /** Whether that is the account of the session, under whichever of its addresses. */
  isOwn(session: string, person: Jid): boolean {
    const own = this.storage.sessions.get(session)?.account?.id;
    return own !== undefined && this.resolve(session, own) === this.resolve(session, person);
  }

  person(session: string, jid: Jid): Person {
    return this.storage.people.person(session, jid);
  }

  /** The newest ones, oldest of them first. */
  messages(session: string, chat: Jid, limit: number): Message[] {
    const filter = { chat: this.resolve(session, chat) };
    return this.storage.messages.find(session, filter, { limit }).data.toReversed();
  }

  /** In whatever chat, the newest that came or went. */
  newest(session: string, direction: 'in' | 'out'): Message | undefined {
    return this.storage.messages.find(session, { direction }, { limit: 1 }).data[0];
  }

  /** Clients name the sender of a message in a group where its chat is meant: the id decides. */
  message(session: string, chat: Jid, id: MessageId): Message | undefined {
    const { messages } = this.storage;
    return messages.get(session, this.resolve(session, chat), id) ?? messages.byId(session, id);
  }

  byId(session: string, id: MessageId): Message | undefined {
    return this.storage.messages.byId(session, id);
  }

  /** The last message as WhatsApp wants it named when a chat's state changes. */
  lastKey(session: string, chat: Jid): LastMessage | undefined {
    const [last] = this.messages(session, chat, 1);
    return last && { key: last.key, occurredAt: last.occurredAt };
  }
}

const PAGE = 500;

/** This dialect knows no pages. */
function everything<T>(list: (page: PageRequest) => Page<T>): T[] {
  const { data, next } = list({ limit: PAGE });
  const all = [...data];
  for (let cursor = next; cursor !== undefined;) {
    const page = list({ limit: PAGE, cursor });
    all.push(...page.data);
    cursor = page.next;
  }
  return all;
}

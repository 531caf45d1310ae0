import {
  isPerson,
  jidKind,
  type Chat,
  type Contact,
  type Group,
  type Jid,
  type LastMessage,
  type Message,
  type MessageId,
  type Person,
} from '@columba/core';
import { Inject, Injectable } from '@nestjs/common';
import { STORAGE } from '../../common/tokens.js';
import { GajosuSession } from './gajosu-session.js';

interface Page<T> {
  data: T[];
  next?: string;
}
interface PageRequest {
  limit: number;
  cursor?: string;
}

type GroupName = Pick<Group, 'id' | 'subject'>;

/** What this dialect needs of the storage. */
export interface GajosuStorage {
  chats: {
    /** Last activity first. */
    list(session: string, page: PageRequest): Page<Chat>;
    get(session: string, id: Jid): Chat | undefined;
  };
  contacts: {
    list(session: string, page: PageRequest): Page<Contact>;
    get(session: string, jid: Jid): Contact | undefined;
  };
  messages: {
    /** Newest first. */
    list(session: string, chat: Jid, page: { limit: number }): { data: Message[] };
    get(session: string, chat: Jid, id: MessageId): Message | undefined;
  };
  chatLabels: {
    /** By chat. */
    all(session: string): ReadonlyMap<Jid, readonly string[]>;
  };
  groups: {
    /** Those the account is in. */
    list(session: string, page: PageRequest): Page<GroupName>;
    /** Those that a person is in too. */
    common(session: string, person: Jid, page: PageRequest): Page<GroupName>;
    /** Also one that was left. */
    get(session: string, id: Jid): Group | undefined;
    isMember(session: string, id: Jid): boolean;
  };
  people: { resolve(session: string, jid: Jid): Jid; person(session: string, jid: Jid): Person };
}

/** What is known of the session without asking WhatsApp. */
@Injectable()
export class GajosuReads {
  constructor(
    @Inject(STORAGE) private readonly storage: GajosuStorage,
    private readonly session: GajosuSession,
  ) {}

  /** Last activity first; without the account's own status. */
  chats(): Chat[] {
    const chats = everything((page) => this.storage.chats.list(this.session.name, page));
    return chats.filter(({ kind }) => kind !== 'status');
  }

  chat(id: Jid): Chat | undefined {
    return this.storage.chats.get(this.session.name, id);
  }

  /** The address somebody is kept under: two spellings of one person are one. */
  resolve(jid: Jid): Jid {
    return isPerson(jid) ? this.storage.people.resolve(this.session.name, jid) : jid;
  }

  person(jid: Jid): Person {
    return this.storage.people.person(this.session.name, jid);
  }

  /** The newest ones, oldest of them first. */
  messages(chat: Jid, limit: number): Message[] {
    return this.storage.messages.list(this.session.name, chat, { limit }).data.toReversed();
  }

  message(chat: Jid, id: MessageId): Message | undefined {
    return this.storage.messages.get(this.session.name, chat, id);
  }

  lastMessage(chat: Jid): Message | undefined {
    return this.messages(chat, 1)[0];
  }

  /** The last message as WhatsApp wants it named when a chat's state changes. */
  lastKey(chat: Jid): LastMessage | undefined {
    const last = this.lastMessage(chat);
    return last && { key: last.key, occurredAt: last.occurredAt };
  }

  /** Everybody that was ever seen. */
  contacts(): Contact[] {
    return everything((page) => this.storage.contacts.list(this.session.name, page));
  }

  contact(jid: Jid): Contact {
    const known = this.storage.contacts.get(this.session.name, jid);
    return known ?? { ...this.person(jid), business: false, blocked: false };
  }

  /** The labels of each chat that has one. */
  labels(): ReadonlyMap<Jid, readonly string[]> {
    return this.storage.chatLabels.all(this.session.name);
  }

  groups(): GroupName[] {
    return everything((page) => this.storage.groups.list(this.session.name, page));
  }

  commonGroups(person: Jid): GroupName[] {
    return everything((page) => this.storage.groups.common(this.session.name, person, page));
  }

  /** As it is kept, also after it was left. */
  group(id: Jid): Group | undefined {
    return this.storage.groups.get(this.session.name, id);
  }

  isMember(group: Jid): boolean {
    return this.storage.groups.isMember(this.session.name, group);
  }

  /** A chat that is not kept yet, as it begins. */
  emptyChat(id: Jid): Chat {
    const kind = jidKind(id);
    return {
      id,
      kind: kind === 'phone' || kind === 'lid' ? 'person' : kind,
      unreadCount: 0,
      markedUnread: false,
      archived: false,
      pinned: false,
      mutedUntil: null,
      disappearingSeconds: 0,
      readOnly: false,
    };
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

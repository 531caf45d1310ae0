import type { EventMap, Jid, LoggedEvent, PresencePort } from '@columba/core';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LogWatch } from '../events/log-watch.js';
import { SessionAccess } from '../sessions/session-access.js';

type Seen = EventMap['presence.changed'];

/** Chats of which it is remembered who was last seen how. */
const MOST_CHATS = 5_000;

/** Who is online or writing: that of others, and the own. */
@Injectable()
export class PresenceService implements OnModuleInit {
  /** By session and chat, then by person. Not kept over restarts: it would be old by then. */
  private readonly seen = new Map<string, Map<Jid, Seen>>();

  constructor(
    private readonly access: SessionAccess,
    private readonly watch: LogWatch,
  ) {}

  onModuleInit(): void {
    this.watch.subscribe((events) => events.forEach((event) => this.heard(event)));
  }

  inChat(session: string, chatId: string): Seen[] {
    const name = this.access.name(session);
    return [...(this.seen.get(nameOf(name, this.access.chat(name, chatId)))?.values() ?? [])];
  }

  /** @throws NotConnectedError, UnsupportedError */
  async setInChat(session: string, chatId: string, presence: Parameters<PresencePort['setInChat']>[1]): Promise<void> {
    const chat = this.access.chat(this.access.name(session), chatId);
    await this.access.engine(session).presence.setInChat(chat, presence);
  }

  /** @throws NotConnectedError, UnsupportedError, DomainError `not_on_whatsapp` */
  async subscribe(session: string, chatId: string): Promise<void> {
    const person = this.access.person(this.access.name(session), chatId);
    await this.access.engine(session).presence.subscribe(person);
  }

  /** @throws as {@link subscribe} */
  async unsubscribe(session: string, chatId: string): Promise<void> {
    const person = this.access.person(this.access.name(session), chatId);
    await this.access.engine(session).presence.unsubscribe(person);
  }

  /** @throws NotConnectedError, UnsupportedError */
  async setOwn(session: string, presence: 'available' | 'unavailable'): Promise<void> {
    await this.access.engine(session).presence.set(presence);
  }

  private heard(event: LoggedEvent): void {
    if (event.type !== 'presence.changed') return;
    const { session, data } = event;
    const key = nameOf(session, data.chat);
    const people = this.seen.get(key) ?? new Map<Jid, Seen>();
    people.set(data.participant.id, data);
    // The chat that was heard of longest ago is the first of the map.
    this.seen.delete(key);
    this.seen.set(key, people);
    const [oldest] = this.seen.keys();
    if (this.seen.size > MOST_CHATS && oldest !== undefined) this.seen.delete(oldest);
  }
}

const nameOf = (session: string, chat: Jid): string => `${session} ${chat}`;

import { DomainError, isGroup, isPerson, type Group, type Jid, type Message, tryParseJid } from '@columba/core';
import { Injectable } from '@nestjs/common';
import { parseMessageIdInput, type MessageIdInput } from './gajosu-ids.js';
import { GajosuReads } from './gajosu-reads.js';
import { chatNotFound, contactNotFound, GajosuRefusal, groupNotFound, messageNotFound } from './gajosu-refusal.js';
import { GajosuSession } from './gajosu-session.js';

/** What a path names, or this dialect's 404 for it. */
@Injectable()
export class GajosuFinder {
  constructor(
    private readonly reads: GajosuReads,
    private readonly session: GajosuSession,
  ) {}

  /** A chat that is kept, or that could begin: a group we are in, a person who has WhatsApp. */
  async chat(id: string): Promise<Jid> {
    const jid = this.address(id, chatNotFound);
    if (this.reads.chat(jid)) return jid;
    if (isGroup(jid)) return (await this.readGroup(jid, chatNotFound(id))).id;
    return isPerson(jid) ? this.registered(jid, chatNotFound(id)) : jid;
  }

  /** The address of a group; whether we are in it is for WhatsApp to say. */
  async groupId(id: string): Promise<Jid> {
    const jid = this.address(id, chatNotFound);
    if (isGroup(jid)) return jid;
    await this.chat(id);
    throw groupNotFound(id);
  }

  async group(id: string): Promise<Group> {
    return this.readGroup(await this.groupId(id), chatNotFound(id));
  }

  /** As WhatsApp has it, or as it was when this account left it. @throws `refusal` for a group of others */
  async readGroup(group: Jid, refusal: GajosuRefusal): Promise<Group> {
    try {
      return await this.session.engine().groups.get(group);
    } catch (error) {
      if (!(error instanceof DomainError) || !['not_found', 'not_allowed'].includes(error.code)) throw error;
      const kept = this.reads.group(group);
      if (!kept) throw refusal;
      return kept;
    }
  }

  async message(chatId: string, messageId: string): Promise<Message> {
    const chat = await this.chat(chatId);
    const named = messageIdOf(messageId);
    const isElsewhere = named?.chat !== undefined && this.reads.resolve(named.chat) !== chat;
    const found = named && !isElsewhere && this.reads.message(chat, named.id);
    if (!found) throw messageNotFound(messageId);
    return found;
  }

  /** A person who has WhatsApp. */
  async person(id: string): Promise<Jid> {
    const jid = this.address(id, contactNotFound);
    if (!isPerson(jid)) throw contactNotFound(id);
    return this.reads.chat(jid) ? jid : this.registered(jid, contactNotFound(id));
  }

  /** @throws what `refusal` makes, when the text is no address at all */
  address(id: string, refusal: (id: string) => GajosuRefusal): Jid {
    const jid = tryParseJid(id);
    if (!jid) throw refusal(id);
    return this.reads.resolve(jid);
  }

  /** Whether there is an account at this address. */
  async isRegistered(jid: Jid): Promise<boolean> {
    const [check] = await this.session.engine().contacts.check([jid]);
    return check?.exists === true;
  }

  private async registered(jid: Jid, refusal: GajosuRefusal): Promise<Jid> {
    if (!(await this.isRegistered(jid))) throw refusal;
    return jid;
  }
}

/** What WhatsApp does not find becomes this dialect's 404 for it; every other error stays as it is. */
export async function orRefusal<T>(work: Promise<T>, refusal: () => GajosuRefusal): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof DomainError) || error instanceof GajosuRefusal) throw error;
    throw ['not_found', 'not_on_whatsapp'].includes(error.code) ? refusal() : error;
  }
}

function messageIdOf(text: string): MessageIdInput | undefined {
  try {
    return parseMessageIdInput(text);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'invalid_input') return undefined;
    throw error;
  }
}

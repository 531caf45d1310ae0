import { isGroup, type Contact, type Jid } from '@columba/core';
import { Injectable } from '@nestjs/common';
import { LogWatch } from '../../../events/log-watch.js';
import { GajosuFinder, orRefusal } from '../gajosu-finder.js';
import type { Wid } from '../gajosu-ids.js';
import { GajosuReads } from '../gajosu-reads.js';
import { GajosuRefresh } from '../gajosu-refresh.js';
import { contactNotFound } from '../gajosu-refusal.js';
import { GajosuSession } from '../gajosu-session.js';
import {
  type GajosuContact,
  presentCommonGroup,
  presentContact,
  presentGroupContact,
} from './gajosu-contact.presenter.js';

/** The people and groups that this account knows. */
@Injectable()
export class GajosuContacts {
  constructor(
    private readonly session: GajosuSession,
    private readonly find: GajosuFinder,
    private readonly reads: GajosuReads,
    private readonly refresh: GajosuRefresh,
    private readonly watch: LogWatch,
  ) {}

  async list(): Promise<GajosuContact[]> {
    await Promise.all([this.refresh.groups(), this.refresh.blocked()]);
    const labels = this.reads.labels();
    const groups = this.reads.groups().map((group) => presentGroupContact(group, labels.get(group.id)));
    return [...groups, ...this.reads.contacts().map((contact) => this.present(contact, labels))];
  }

  /** As WhatsApp has it now: what is kept follows a change only when its event came. */
  async get(id: string): Promise<GajosuContact> {
    const jid = this.find.address(id, contactNotFound);
    const labels = this.reads.labels();
    if (isGroup(jid)) {
      const group = await this.find.readGroup(jid, contactNotFound(id));
      return presentGroupContact(group, labels.get(jid));
    }
    const person = await this.find.person(id);
    const blocked = await this.session.engine().contacts.listBlocked();
    const isBlocked = blocked.some((one) => this.reads.resolve(one) === person);
    return this.present({ ...this.reads.contact(person), blocked: isBlocked }, labels);
  }

  async block(id: string, blocked: boolean): Promise<void> {
    const person = await this.find.person(id);
    const done = this.session.engine().contacts.block(person, blocked);
    await orRefusal(done, () => contactNotFound(id));
    await this.watch.told(() => this.reads.contact(person).blocked === blocked);
  }

  async commonGroups(id: string): Promise<(Wid & { id: Wid })[]> {
    const person = await this.find.person(id);
    await this.refresh.groups();
    return this.reads.commonGroups(person).map(presentCommonGroup);
  }

  private present(contact: Contact, labels: ReadonlyMap<Jid, readonly string[]>): GajosuContact {
    const { account } = this.session;
    const isMe = account !== undefined && this.reads.resolve(account.id) === contact.id;
    return presentContact(contact, isMe, labels.get(contact.id));
  }
}

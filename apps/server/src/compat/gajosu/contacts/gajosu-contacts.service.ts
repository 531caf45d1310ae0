import { isGroup, type Contact, type Jid } from '@columba/core';
import { Injectable } from '@nestjs/common';
import { GajosuFinder, orRefusal } from '../gajosu-finder.js';
import type { Wid } from '../gajosu-ids.js';
import { GajosuReads } from '../gajosu-reads.js';
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
  ) {}

  async list(): Promise<GajosuContact[]> {
    const { groups } = this.session.engine();
    const [known, blocked] = await Promise.all([groups.list(), this.blocked()]);
    const people = this.reads.contacts().map((contact) => this.present(contact, blocked));
    return [...known.map(presentGroupContact), ...people];
  }

  async get(id: string): Promise<GajosuContact> {
    const jid = this.find.address(id, contactNotFound);
    if (isGroup(jid)) {
      const group = this.session.engine().groups.get(jid);
      return presentGroupContact(await orRefusal(group, () => contactNotFound(id)));
    }
    const person = await this.find.person(id);
    return this.present(this.reads.contact(person), await this.blocked());
  }

  async block(id: string, blocked: boolean): Promise<void> {
    const person = await this.find.person(id);
    const done = this.session.engine().contacts.block(person, blocked);
    await orRefusal(done, () => contactNotFound(id));
  }

  async commonGroups(id: string): Promise<(Wid & { id: Wid })[]> {
    const person = await this.find.person(id);
    const groups = await this.session.engine().groups.list();
    const common = groups.filter(({ participants }) =>
      participants.some((participant) => this.reads.resolve(participant.id) === person),
    );
    return common.map(presentCommonGroup);
  }

  private present(contact: Contact, blocked: ReadonlySet<Jid>): GajosuContact {
    const { account } = this.session;
    const isMe = account !== undefined && this.reads.resolve(account.id) === contact.id;
    return presentContact({ ...contact, blocked: blocked.has(contact.id) }, isMe);
  }

  /** As WhatsApp has it now: what is kept follows a change only when its event came. */
  private async blocked(): Promise<ReadonlySet<Jid>> {
    const blocked = await this.session.engine().contacts.listBlocked();
    return new Set(blocked.map((jid) => this.reads.resolve(jid)));
  }
}

import {
  NotFoundError,
  type Group,
  type GroupChange,
  type GroupInvite,
  type GroupsPort,
  type Jid,
  type JoinRequest,
  type ParticipantAction,
  type ParticipantResult,
} from '@columba/core';
import { FULL, type Able } from '../able.js';
import type { Asker } from '../asker.js';
import type { AddressBook } from '../mappers/address-book.js';
import { toTime } from '../mappers/message.mapper.js';
import { toJid, toPerson } from '../mappers/person.mapper.js';
import type { GroupProperty } from '../page/facets/groups.page.js';
import type { PageGroup } from '../page/group-scope.js';
import type { WwebjsPictures } from '../pictures/wwebjs-pictures.js';
import { toGroup, toResults } from './group.mapper.js';

export const GROUPS_ABLE: Able = {
  'groups.read': FULL,
  'groups.create': FULL,
  'groups.update': FULL,
  'groups.picture': FULL,
  'groups.participants': FULL,
  'groups.invite': FULL,
  'groups.join': FULL,
  'groups.leave': FULL,
  'groups.joinRequests': FULL,
};

/** Groups by the page's own modules, which tell refusals where the library swallows them. */
export class WwebjsGroups implements GroupsPort {
  constructor(
    private readonly asker: Asker,
    private readonly book: AddressBook,
    private readonly pictures: Pick<WwebjsPictures, 'set'>,
  ) {}

  async list(): Promise<Group[]> {
    return (await this.asker.question('groups.list', null)).map((group) => this.read(group));
  }

  async get(group: Jid): Promise<Group> {
    return this.read(await this.asker.question('groups.get', { group }));
  }

  async create(subject: string, participants: Jid[]): Promise<{ group: Group; results: ParticipantResult[] }> {
    const who = this.named(participants);
    const { group, answers } = await this.asker.change('groups.create', { subject, who });
    return { group: this.read(group), results: toResults(participants, answers, 'add') };
  }

  async update(group: Jid, change: GroupChange): Promise<void> {
    const { subject, description, announceOnly, locked, joinApproval, membersCanAdd, disappearingSeconds } = change;
    if (subject !== undefined) await this.asker.change('groups.subject', { group, subject });
    if (description !== undefined) await this.asker.change('groups.description', { group, text: description });
    const settings: [GroupProperty, number | boolean | undefined][] = [
      ['announcement', announceOnly],
      ['restrict', locked],
      ['membership_approval_mode', joinApproval],
      ['member_add_mode', membersCanAdd],
      ['ephemeral', disappearingSeconds],
    ];
    for (const [name, value] of settings)
      if (value !== undefined) await this.asker.change('groups.property', { group, name, value: Number(value) });
  }

  setPicture(group: Jid, jpeg: Uint8Array | null): Promise<void> {
    return this.pictures.set(jpeg, group);
  }

  async changeParticipants(group: Jid, action: ParticipantAction, who: Jid[]): Promise<ParticipantResult[]> {
    const input = { group, who: this.named(who) };
    const answers =
      action === 'add'
        ? await this.asker.change('groups.add', input)
        : await this.asker.change('groups.change', { ...input, action });
    return toResults(who, answers, action);
  }

  async invite(group: Jid): Promise<GroupInvite> {
    return invited(await this.asker.question('groups.invite', { group }));
  }

  async revokeInvite(group: Jid): Promise<GroupInvite> {
    return invited(await this.asker.change('groups.revokeInvite', { group }));
  }

  async previewInvite(code: string): Promise<Group> {
    return this.read(await this.asker.question('groups.preview', { code }));
  }

  async join(code: string): Promise<Jid> {
    const joined = toJid((await this.asker.change('groups.join', { code })) ?? undefined);
    // Where an admin has to agree first, the page need not tell the group.
    return joined ?? (await this.previewInvite(code)).id;
  }

  async leave(group: Jid): Promise<void> {
    await this.asker.change('groups.leave', { group });
  }

  async joinRequests(group: Jid): Promise<JoinRequest[]> {
    const waiting = await this.asker.question('groups.requests', { group });
    return waiting.flatMap(({ t, ...page }) => {
      const person = toPerson(page);
      if (!person) return [];
      return [t > 0 ? { person, requestedAt: toTime(t) } : { person }];
    });
  }

  async answerJoinRequests(group: Jid, who: Jid[], approve: boolean): Promise<ParticipantResult[]> {
    const answers = await this.asker.change('groups.answer', { group, who: this.named(who), approve });
    return toResults(who, answers, 'remove');
  }

  private read(page: PageGroup): Group {
    for (const member of page.participants) this.book.learn(member);
    return toGroup(page);
  }

  private named(who: Jid[]): string[][] {
    return who.map((jid) => this.book.spellings(jid));
  }
}

function invited(code: string | null): GroupInvite {
  if (!code) throw new NotFoundError('This group has no invite');
  return { code };
}

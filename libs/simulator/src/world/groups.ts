import type { Clock } from './clock.js';
import type { Deliveries } from './deliveries.js';
import type { Directory } from './directory.js';
import { WorldError } from './errors.js';
import type { EventLog } from './event-log.js';
import {
  isAdmin,
  type Group,
  type GroupChange,
  type GroupSettings,
  type GroupUpdate,
  type MemberAction,
  type MemberOutcome,
  type MemberResult,
} from './group-model.js';
import { groupChat, type Addressing, type ChatId, type DeviceId, type PhoneNumber } from './ids.js';
import type { Random } from './random.js';

const MOST_MEMBERS = 1024;

const SETTINGS: GroupSettings = { announce: false, locked: false, approval: false, membersCanAdd: false, ephemeral: 0 };
/** Settings that are the admins' business also in a group that is not locked. */
const ADMIN_SETTINGS = ['announce', 'locked', 'approval', 'membersCanAdd'] as const;

/** The groups of the world: who is in, what it is called, who may change what. Every change is told to its members. */
export class Groups {
  readonly #groups = new Map<ChatId, Group>();

  constructor(
    private readonly log: EventLog,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly directory: Directory,
    private readonly deliveries: Deliveries,
  ) {}

  create(
    by: PhoneNumber,
    subject: string,
    who: PhoneNumber[],
    addressing: Addressing = 'lid',
  ): { group: Group; results: MemberResult[] } {
    const at = this.clock.now();
    const chat = groupChat(`120363${this.random.for('group', this.#groups.size + 1).digits(12)}`);
    const group: Group = {
      chat,
      addressing,
      subject,
      subjectBy: by,
      subjectAt: at,
      creator: this.directory.get(by).number,
      createdAt: at,
      members: { [by]: 'creator' },
      settings: { ...SETTINGS },
      invite: '',
      made: 0,
      requests: [],
    };
    this.renewInvite(group);
    this.#groups.set(chat, group);
    const results = who.map((number) => ({ number, outcome: this.#admit(group, by, number) }));
    this.tell(group, by, { kind: 'joined', group: structuredClone(group) });
    return { group, results };
  }

  find(chat: ChatId): Group | undefined {
    return this.#groups.get(chat);
  }

  findByInvite(code: string): Group | undefined {
    return [...this.#groups.values()].find(({ invite }) => invite === code);
  }

  /** @throws WorldError not_found where there is no such group, forbidden for everyone who is not in it */
  seenBy(number: PhoneNumber, chat: ChatId): Group {
    const group = this.#groups.get(chat);
    if (!group) throw new WorldError('not_found', `no group ${chat}`);
    if (!group.members[number]) throw new WorldError('forbidden', `${number} is not in ${chat}`);
    return group;
  }

  isAdmin(chat: ChatId, number: PhoneNumber): boolean {
    const group = this.#groups.get(chat);
    return group !== undefined && isAdmin(group, number);
  }

  /** @throws WorldError as {@link seenBy}, and forbidden for everyone who is no admin */
  ruledBy(number: PhoneNumber, chat: ChatId): Group {
    const group = this.seenBy(number, chat);
    if (!isAdmin(group, number)) throw new WorldError('forbidden', `${number} is no admin of ${chat}`);
    return group;
  }

  of(number: PhoneNumber): Group[] {
    return [...this.#groups.values()].filter(({ members }) => members[number] !== undefined);
  }

  /** Every device of every member. */
  devices(chat: ChatId): DeviceId[] {
    const members = Object.keys(this.#groups.get(chat)?.members ?? {});
    return members.flatMap((number) => this.directory.devicesOf(number).map(({ id }) => id));
  }

  /** The code a message of this person is refused with; undefined when it is let through. */
  refusal(number: PhoneNumber, chat: ChatId): string | undefined {
    const group = this.#groups.get(chat);
    if (!group?.members[number]) return '403';
    return group.settings.announce && !isAdmin(group, number) ? '420' : undefined;
  }

  changeMembers(by: PhoneNumber, chat: ChatId, action: MemberAction, who: PhoneNumber[]): MemberResult[] {
    const open = action === 'add' && this.seenBy(by, chat).settings.membersCanAdd;
    const group = open ? this.seenBy(by, chat) : this.ruledBy(by, chat);
    const before = Object.keys(group.members);
    const results = who.map((number) => ({ number, outcome: this.#apply(group, by, action, number) }));
    const done = results.filter(({ outcome }) => outcome === 'done').map(({ number }) => number);
    if (done.length === 0) return results;
    this.tell(group, by, { kind: 'members', action, who: done }, before);
    if (action === 'add') this.tell(group, by, { kind: 'joined', group: structuredClone(group) }, done);
    return results;
  }

  update(by: PhoneNumber, chat: ChatId, changes: GroupUpdate): void {
    const group = this.seenBy(by, chat);
    const forAdmins = group.settings.locked || ADMIN_SETTINGS.some((name) => changes[name] !== undefined);
    if (forAdmins) this.ruledBy(by, chat);
    const at = this.clock.now();
    const { subject, description, ephemeral } = changes;
    if (subject !== undefined) {
      Object.assign(group, { subject, subjectBy: by, subjectAt: at });
      this.tell(group, by, { kind: 'subject', subject, at });
    }
    if (description !== undefined) this.#describe(group, by, description);
    for (const name of ADMIN_SETTINGS) {
      const on = changes[name];
      if (on === undefined) continue;
      group.settings[name] = on;
      this.tell(group, by, { kind: 'setting', name, on });
    }
    if (ephemeral === undefined) return;
    group.settings.ephemeral = ephemeral;
    this.tell(group, by, { kind: 'ephemeral', seconds: ephemeral });
  }

  leave(by: PhoneNumber, chat: ChatId): void {
    const group = this.seenBy(by, chat);
    const before = Object.keys(group.members);
    removeFrom(group, by);
    this.tell(group, by, { kind: 'members', action: 'remove', who: [by] }, before);
  }

  renewInvite(group: Group): void {
    group.invite = this.random.for('invite', group.chat, ++group.made).hex(22);
  }

  /** @param to whose linked devices hear of it; by default all members */
  tell(group: Group, by: PhoneNumber, change: GroupChange, to: PhoneNumber[] = Object.keys(group.members)): void {
    const { chat, addressing } = group;
    const notice = { chat, by, at: this.clock.now(), addressing, change };
    this.log.append('group.changed', { chat, by, change });
    for (const number of to)
      for (const device of this.directory.devicesOf(number))
        if (device.kind !== 'phone') this.deliveries.enqueue(device.id, { kind: 'group', notice });
  }

  snapshot(): Group[] {
    return [...this.#groups.values()];
  }

  restore(groups: Group[]): void {
    for (const group of groups) this.#groups.set(group.chat, group);
  }

  #describe(group: Group, by: PhoneNumber, text: string): void {
    const id = this.random.for('description', group.chat, ++group.made).hex(20);
    if (text === '') delete group.description;
    else group.description = { id, text, by, at: this.clock.now() };
    this.tell(group, by, { kind: 'description', id, text });
  }

  #apply(group: Group, by: PhoneNumber, action: MemberAction, number: PhoneNumber): MemberOutcome {
    if (action === 'add') return this.#admit(group, by, number);
    if (!group.members[number]) return 'not_in';
    if (action !== 'promote' && group.members[number] === 'creator') return 'protected';
    if (action === 'remove') removeFrom(group, number);
    else if (group.members[number] !== 'creator') group.members[number] = action === 'promote' ? 'admin' : 'member';
    return 'done';
  }

  #admit(group: Group, by: PhoneNumber, number: PhoneNumber): MemberOutcome {
    const account = this.directory.find(number);
    if (!account) return 'no_account';
    if (group.members[number]) return 'already_in';
    if (account.blocked.includes(by)) return 'blocked';
    if (account.privacy.groupadd === 'none') return 'privacy';
    if (Object.keys(group.members).length >= MOST_MEMBERS) return 'full';
    group.members[number] = 'member';
    return 'done';
  }
}

function removeFrom(group: Group, number: PhoneNumber): void {
  delete group.members[number];
  group.former = [...(group.former ?? []).filter((known) => known !== number), number];
}

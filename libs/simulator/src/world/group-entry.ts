import type { Clock } from './clock.js';
import { WorldError } from './errors.js';
import { isAdmin, type Group, type MemberResult } from './group-model.js';
import type { Groups } from './groups.js';
import type { ChatId, PhoneNumber } from './ids.js';

/** How people come into a group by themselves: invite codes, and the consent of an admin. */
export class GroupEntry {
  constructor(
    private readonly clock: Clock,
    private readonly groups: Groups,
  ) {}

  /** The current code, for admins. */
  invite(by: PhoneNumber, chat: ChatId): string {
    return this.groups.ruledBy(by, chat).invite;
  }

  revokeInvite(by: PhoneNumber, chat: ChatId): string {
    const group = this.groups.ruledBy(by, chat);
    this.groups.renewInvite(group);
    this.groups.tell(group, by, { kind: 'invite', code: group.invite });
    return group.invite;
  }

  /** The group behind a code, to whoever has it. @throws WorldError not_found */
  preview(code: string): Group {
    const group = this.groups.findByInvite(code);
    if (!group) throw new WorldError('not_found', 'no group with this invite');
    return group;
  }

  /** `waiting`: an admin has to agree first. @throws WorldError not_found */
  join(by: PhoneNumber, code: string): { group: Group; waiting: boolean } {
    const group = this.preview(code);
    if (group.members[by]) return { group, waiting: false };
    if (!group.settings.approval) {
      this.#enter(group, by, by);
      return { group, waiting: false };
    }
    if (!group.requests.some(({ number }) => number === by)) {
      group.requests.push({ number: by, at: this.clock.now() });
      const admins = Object.keys(group.members).filter((number) => isAdmin(group, number));
      this.groups.tell(group, by, { kind: 'requested', who: by }, admins);
    }
    return { group, waiting: true };
  }

  requests(by: PhoneNumber, chat: ChatId): Group['requests'] {
    return this.groups.ruledBy(by, chat).requests;
  }

  answer(by: PhoneNumber, chat: ChatId, who: PhoneNumber[], approve: boolean): MemberResult[] {
    const group = this.groups.ruledBy(by, chat);
    return who.map((number) => {
      const waits = group.requests.some((request) => request.number === number);
      group.requests = group.requests.filter((request) => request.number !== number);
      if (waits && approve) this.#enter(group, by, number);
      return { number, outcome: waits ? 'done' : 'not_in' };
    });
  }

  #enter(group: Group, by: PhoneNumber, number: PhoneNumber): void {
    const before = Object.keys(group.members);
    group.members[number] = 'member';
    this.groups.tell(group, by, { kind: 'members', action: 'add', who: [number], reason: 'invite' }, before);
    this.groups.tell(group, by, { kind: 'joined', group: structuredClone(group), reason: 'invite' }, [number]);
  }
}

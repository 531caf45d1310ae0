import type { Group, GroupRole, Jid, Person } from '../../src/index.js';
import type { FakeAccount } from './fake-account.js';

/** A group of the world; its rules stand in `fake-groups.ts`. */
export class FakeGroup {
  description: string | undefined;
  announceOnly = false;
  locked = false;
  joinApproval = false;
  membersCanAdd = true;
  disappearingSeconds = 0;
  picture: Uint8Array | undefined;
  readonly roles = new Map<FakeAccount, GroupRole>();
  readonly requests = new Map<FakeAccount, Date>();

  constructor(
    readonly id: Jid,
    public subject: string,
    readonly owner: FakeAccount,
    readonly createdAt: Date,
    public inviteCode: string,
  ) {
    this.roles.set(owner, 'owner');
  }

  isAdmin(account: FakeAccount): boolean {
    const role = this.roles.get(account);
    return role === 'owner' || role === 'admin';
  }

  seenBy(viewer: FakeAccount): Group {
    const group: Group = {
      id: this.id,
      subject: this.subject,
      owner: this.owner.seenBy(viewer),
      createdAt: this.createdAt,
      announceOnly: this.announceOnly,
      locked: this.locked,
      joinApproval: this.joinApproval,
      membersCanAdd: this.membersCanAdd,
      disappearingSeconds: this.disappearingSeconds,
      participants: [...this.roles].map(([account, role]) => ({ ...account.seenBy(viewer), role })),
    };
    if (this.description !== undefined) group.description = this.description;
    return group;
  }

  persons(accounts: Iterable<FakeAccount>, viewer: FakeAccount): Person[] {
    return [...accounts].map((account) => account.seenBy(viewer));
  }
}

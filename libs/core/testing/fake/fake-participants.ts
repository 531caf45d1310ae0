import type { Jid, ParticipantAction, ParticipantOutcome, ParticipantResult, Person } from '../../src/index.js';
import type { FakeAccount } from './fake-account.js';
import type { FakeGroup } from './fake-group.js';
import type { FakeGroupNews } from './fake-group-news.js';
import type { FakeWorldState } from './fake-world-state.js';

const CODES: Partial<Record<ParticipantOutcome, number>> = {
  not_allowed: 403,
  not_member: 404,
  not_on_whatsapp: 404,
  already_member: 409,
};

/** Who is in a group, and who becomes what in it. */
export class FakeParticipants {
  constructor(
    private readonly world: FakeWorldState,
    private readonly news: FakeGroupNews,
  ) {}

  /** Adds without telling anybody. */
  tryAdd(group: FakeGroup, by: FakeAccount, jid: Jid): ParticipantResult {
    const account = this.world.account(jid);
    if (!account) return this.result({ id: jid }, 'not_on_whatsapp');
    if (group.roles.has(account)) return this.result(account.seenBy(by), 'already_member');
    group.roles.set(account, 'member');
    group.requests.delete(account);
    return this.result(account.seenBy(by), 'done');
  }

  change(group: FakeGroup, by: FakeAccount, action: ParticipantAction, who: Jid[]): ParticipantResult[] {
    const results = who.map((jid) =>
      action === 'add' ? this.tryAdd(group, by, jid) : this.tryChange(group, by, action, jid),
    );
    const done = results
      .filter(({ outcome }) => outcome === 'done')
      .map(({ person }) => this.world.knownAccount(person.id));
    if (done.length === 0) return results;
    if (action === 'add') this.entered(group, done, by);
    else if (action === 'remove') this.exit(group, done, by);
    else this.news.participants(group, action, done, by, group.roles.keys());
    return results;
  }

  enter(group: FakeGroup, who: FakeAccount[], by: FakeAccount): void {
    for (const account of who) group.roles.set(account, 'member');
    this.entered(group, who, by);
  }

  exit(group: FakeGroup, who: FakeAccount[], by: FakeAccount): void {
    for (const account of who) group.roles.delete(account);
    this.news.left(group, who, by);
    this.news.participants(group, 'remove', who, by, group.roles.keys());
  }

  request(group: FakeGroup, account: FakeAccount): void {
    group.requests.set(account, this.world.clock.now());
    this.news.joinRequested(group, account);
  }

  answer(group: FakeGroup, by: FakeAccount, who: Jid[], approve: boolean): ParticipantResult[] {
    return who.map((jid) => {
      const account = this.world.account(jid);
      if (!account || !group.requests.delete(account))
        return this.result(account?.seenBy(by) ?? { id: jid }, 'not_member');
      if (approve) this.enter(group, [account], by);
      return this.result(account.seenBy(by), 'done');
    });
  }

  private entered(group: FakeGroup, who: FakeAccount[], by: FakeAccount): void {
    const others = [...group.roles.keys()].filter((member) => !who.includes(member));
    this.news.joined(group, who, by);
    this.news.participants(group, 'add', who, by, others);
  }

  private tryChange(group: FakeGroup, by: FakeAccount, action: ParticipantAction, jid: Jid): ParticipantResult {
    const account = this.world.account(jid);
    const role = account && group.roles.get(account);
    if (!account || !role) return this.result(account?.seenBy(by) ?? { id: jid }, 'not_member');
    if (role === 'owner') return this.result(account.seenBy(by), 'not_allowed');
    if (action === 'promote') group.roles.set(account, 'admin');
    if (action === 'demote') group.roles.set(account, 'member');
    return this.result(account.seenBy(by), 'done');
  }

  private result(person: Person, outcome: ParticipantOutcome): ParticipantResult {
    const whatsappCode = CODES[outcome];
    return whatsappCode ? { person, outcome, whatsappCode } : { person, outcome };
  }
}

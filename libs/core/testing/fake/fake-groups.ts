import {
  DomainError,
  NotAllowedError,
  NotFoundError,
  type Feature,
  type Group,
  type GroupChange,
  type GroupInvite,
  type GroupsPort,
  type Jid,
  type JoinRequest,
  type ParticipantAction,
  type ParticipantResult,
} from '../../src/index.js';
import type { FakeAccount } from './fake-account.js';
import type { FakeActor } from './fake-gate.js';
import { FakeGroup } from './fake-group.js';
import { FakeGroupNews } from './fake-group-news.js';
import { FakeParticipants } from './fake-participants.js';
import type { FakeWorldState } from './fake-world-state.js';

/** Groups as one account can act on them. */
export class FakeGroups implements GroupsPort {
  private readonly news: FakeGroupNews;
  private readonly participants: FakeParticipants;

  constructor(
    private readonly actor: FakeActor,
    private readonly world: FakeWorldState,
  ) {
    this.news = new FakeGroupNews(world);
    this.participants = new FakeParticipants(world, this.news);
  }

  async list(): Promise<Group[]> {
    const me = this.actor.act('groups.list', 'groups.read', []);
    return [...this.world.groups.values()].filter(({ roles }) => roles.has(me)).map((group) => group.seenBy(me));
  }

  async get(id: Jid): Promise<Group> {
    const { me, group } = this.mine('groups.get', 'groups.read', [id]);
    if (me.questionsRefused) throw new DomainError('rate_limited', 'WhatsApp was asked too often about groups');
    return group.seenBy(me);
  }

  async create(subject: string, who: Jid[]): Promise<{ group: Group; results: ParticipantResult[] }> {
    const me = this.actor.act('groups.create', 'groups.create', [subject, who]);
    const group = new FakeGroup(this.world.newGroupId(), subject, me, this.world.clock.now(), this.world.hex(22));
    this.world.groups.set(group.id, group);
    const results = who.map((jid) => this.participants.tryAdd(group, me, jid));
    this.news.joined(group, group.roles.keys(), me);
    return { group: group.seenBy(me), results };
  }

  async update(id: Jid, change: GroupChange): Promise<void> {
    const { me, group } = this.mine('groups.update', 'groups.update', [id, change]);
    const { subject, description, ...settings } = change;
    const texts = subject !== undefined || description !== undefined;
    if (!group.isAdmin(me) && (Object.keys(settings).length > 0 || (texts && group.locked)))
      throw new NotAllowedError('Only admins can change this');
    Object.assign(group, change);
    this.news.updated(group, change, Object.keys(change), me);
  }

  async setPicture(id: Jid, jpeg: Uint8Array | null): Promise<void> {
    const { me, group } = this.mine('groups.setPicture', 'groups.picture', [id, jpeg]);
    if (group.locked && !group.isAdmin(me)) throw new NotAllowedError('Only admins can change the picture');
    group.picture = jpeg ?? undefined;
    this.news.updated(group, {}, ['picture'], me);
  }

  async changeParticipants(id: Jid, action: ParticipantAction, who: Jid[]): Promise<ParticipantResult[]> {
    const { me, group } = this.mine('groups.changeParticipants', 'groups.participants', [id, action, who]);
    const mayAdd = action === 'add' && group.membersCanAdd;
    if (!group.isAdmin(me) && !mayAdd) throw new NotAllowedError('Only admins can change the participants');
    return this.participants.change(group, me, action, who);
  }

  async invite(id: Jid): Promise<GroupInvite> {
    const { me, group } = this.mine('groups.invite', 'groups.invite', [id]);
    if (!group.isAdmin(me)) throw new NotAllowedError('Only admins can see the invitation');
    return { code: group.inviteCode };
  }

  async revokeInvite(id: Jid): Promise<GroupInvite> {
    const { me, group } = this.mine('groups.revokeInvite', 'groups.invite', [id]);
    if (!group.isAdmin(me)) throw new NotAllowedError('Only admins can revoke the invitation');
    group.inviteCode = this.world.hex(22);
    return { code: group.inviteCode };
  }

  async previewInvite(code: string): Promise<Group> {
    const me = this.actor.act('groups.previewInvite', 'groups.join', [code]);
    return this.byInvite(code).seenBy(me);
  }

  async join(code: string): Promise<Jid> {
    const me = this.actor.act('groups.join', 'groups.join', [code]);
    const group = this.byInvite(code);
    if (group.roles.has(me)) return group.id;
    if (group.joinApproval) this.participants.request(group, me);
    else this.participants.enter(group, [me], me);
    return group.id;
  }

  async leave(id: Jid): Promise<void> {
    const { me, group } = this.mine('groups.leave', 'groups.leave', [id]);
    this.participants.exit(group, [me], me);
  }

  async joinRequests(id: Jid): Promise<JoinRequest[]> {
    const { me, group } = this.mine('groups.joinRequests', 'groups.joinRequests', [id]);
    if (!group.isAdmin(me)) throw new NotAllowedError('Only admins can see who wants to join');
    return [...group.requests].map(([account, requestedAt]) => ({ person: account.seenBy(me), requestedAt }));
  }

  async answerJoinRequests(id: Jid, who: Jid[], approve: boolean): Promise<ParticipantResult[]> {
    const { me, group } = this.mine('groups.answerJoinRequests', 'groups.joinRequests', [id, who, approve]);
    if (!group.isAdmin(me)) throw new NotAllowedError('Only admins can let others join');
    return this.participants.answer(group, me, who, approve);
  }

  private mine(
    operation: string,
    feature: Feature,
    args: readonly [Jid, ...unknown[]],
  ): { me: FakeAccount; group: FakeGroup } {
    const me = this.actor.act(operation, feature, args);
    const group = this.world.groups.get(args[0]);
    if (!group?.roles.has(me)) throw new NotFoundError('There is no such group');
    return { me, group };
  }

  private byInvite(code: string): FakeGroup {
    const group = [...this.world.groups.values()].find(({ inviteCode }) => inviteCode === code);
    if (!group) throw new NotFoundError('This invitation is not valid any more');
    return group;
  }
}

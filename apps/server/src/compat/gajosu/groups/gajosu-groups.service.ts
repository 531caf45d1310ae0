import type { GroupChange, GroupsPort, Jid, ParticipantAction } from '@columba/core';
import { Injectable } from '@nestjs/common';
import { LogWatch } from '../../../events/log-watch.js';
import { GajosuFinder, orRefusal } from '../gajosu-finder.js';
import { presentId } from '../gajosu-ids.js';
import { GajosuReads } from '../gajosu-reads.js';
import { GajosuRefresh } from '../gajosu-refresh.js';
import { chatNotFound, GajosuRefusal } from '../gajosu-refusal.js';
import { GajosuSession } from '../gajosu-session.js';
import { type GajosuCreatedGroup, presentCreatedGroup, requireAnyDone } from './gajosu-participants.presenter.js';

const INVITE_URL = 'https://chat.whatsapp.com/';

/** Groups that this account is in, or joins. */
@Injectable()
export class GajosuGroups {
  constructor(
    private readonly session: GajosuSession,
    private readonly find: GajosuFinder,
    private readonly reads: GajosuReads,
    private readonly refresh: GajosuRefresh,
    private readonly watch: LogWatch,
  ) {}

  async create({ name, participants }: { name: string; participants: Jid[] }): Promise<GajosuCreatedGroup> {
    const { group, results } = await this.session.engine().groups.create(name, participants);
    this.refresh.groupsChanged();
    return presentCreatedGroup(group, results);
  }

  update(id: string, change: GroupChange): Promise<void> {
    return this.within(id, (groups, group) => groups.update(group, change));
  }

  leave(id: string): Promise<void> {
    return this.within(id, async (groups, group) => {
      await groups.leave(group);
      await this.watch.told(() => !this.reads.isMember(group));
    });
  }

  invite(id: string): Promise<{ code: string; url: string }> {
    return this.within(id, async (groups, group) => {
      const { code } = await groups.invite(group);
      return { code, url: INVITE_URL + code };
    });
  }

  revokeInvite(id: string): Promise<void> {
    return this.within(id, async (groups, group) => void (await groups.revokeInvite(group)));
  }

  async join(code: string): Promise<{ groupId: string }> {
    const error = `The Invite Code (${code}) is not found.`;
    const joining = this.session.engine().groups.join(code);
    const joined = await orRefusal(joining, () => new GajosuRefusal('not_found', 404, { error }));
    this.refresh.groupsChanged();
    return { groupId: presentId(joined) };
  }

  changeParticipants(id: string, action: ParticipantAction, who: Jid[]): Promise<void> {
    return this.within(id, async (groups, group) =>
      requireAnyDone(who.length === 0 ? [] : await groups.changeParticipants(group, action, who)),
    );
  }

  private async within<T>(id: string, act: (groups: GroupsPort, group: Jid) => Promise<T>): Promise<T> {
    const group = await this.find.groupId(id);
    const done = await orRefusal(act(this.session.engine().groups, group), () => chatNotFound(id));
    this.refresh.groupsChanged();
    return done;
  }
}

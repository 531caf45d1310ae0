import {
  NotFoundError,
  type Group,
  type GroupChange,
  type GroupRole,
  type Jid,
  type OutgoingGroupInvite,
  type ParticipantAction,
  type ParticipantOutcome,
  type ParticipantResult,
} from '@columba/core';
import type { ScriptedPerson } from '@columba/core/testing';
import { WorldError, type GroupView, type MemberResult, type OperationInput } from '@columba/simulator';
import { SimPictures } from './sim-pictures.js';
import type { SimWorld } from './sim-world.js';

const ROLES: Record<GroupView['members'][string], GroupRole> = { creator: 'owner', admin: 'admin', member: 'member' };

const OUTCOMES: Record<MemberResult['outcome'], ParticipantOutcome> = {
  done: 'done',
  no_account: 'not_on_whatsapp',
  already_in: 'already_member',
  not_in: 'not_member',
  privacy: 'invite_required',
  blocked: 'not_allowed',
  protected: 'not_allowed',
  full: 'group_full',
};

const codeOf = (error: unknown) => (error instanceof WorldError ? error.code : undefined);

const toJid = (id: string): Jid => `${id}@g.us` as Jid;

type ScriptedGroups = ScriptedPerson['groups'];

/** What a person does with groups on the phone, and what the phone shows of them. */
export class SimGroups implements ScriptedGroups {
  constructor(
    private readonly world: SimWorld,
    private readonly number: string,
  ) {}

  async create(subject: string, participants: Jid[]): Promise<{ group: Group; results: ParticipantResult[] }> {
    const who = participants.map((jid) => this.world.person(jid).number);
    const made = await this.world.sim.group.create({ by: this.number, subject, who });
    const results = participants.map((jid) => ({
      person: { id: jid },
      outcome: made.members[this.world.person(jid).number] ? ('done' as const) : ('failed' as const),
    }));
    return { group: this.toGroup(made), results };
  }

  async update(group: Jid, change: GroupChange): Promise<void> {
    const acting = { by: this.number, group };
    const { subject, description, announceOnly, locked, joinApproval, membersCanAdd, disappearingSeconds } = change;
    if (subject !== undefined) await this.world.sim.group.subject({ ...acting, subject });
    if (description !== undefined) await this.world.sim.group.description({ ...acting, text: description });
    const settings = {
      announce: announceOnly,
      locked,
      approval: joinApproval,
      membersCanAdd,
      ephemeral: disappearingSeconds,
    };
    if (Object.values(settings).some((setting) => setting !== undefined))
      await this.world.sim.group.settings({ ...acting, settings });
  }

  async changeParticipants(group: Jid, action: ParticipantAction, who: Jid[]): Promise<ParticipantResult[]> {
    const numbers = who.map((jid) => this.world.person(jid).number);
    return this.toResults(await this.world.sim.group[action]({ by: this.number, group, who: numbers }));
  }

  invite(group: Jid): Promise<{ code: string }> {
    return this.world.sim.group.invite({ by: this.number, group });
  }

  /** The message that invites to a group. */
  async invitation(content: OutgoingGroupInvite): Promise<OperationInput<'send'>['content']> {
    const acting = { by: this.number, group: content.groupId };
    const [{ subject }, { code }] = [await this.world.sim.group.view(acting), await this.invite(content.groupId)];
    return { ...content, groupName: subject, code };
  }

  setPicture(group: Jid, jpeg: Uint8Array | null): Promise<void> {
    return new SimPictures(this.world, this.number).set(jpeg, group);
  }

  async join(code: string): Promise<Jid> {
    try {
      return toJid((await this.world.sim.group.join({ by: this.number, code })).id);
    } catch (error) {
      if (codeOf(error) === 'not_found') throw new NotFoundError('There is no such invite', { cause: error });
      throw error;
    }
  }

  async leave(group: Jid): Promise<void> {
    await this.world.sim.group.leave({ by: this.number, group });
  }

  async answerJoinRequests(group: Jid, who: Jid[], approve: boolean): Promise<ParticipantResult[]> {
    const numbers = who.map((jid) => this.world.person(jid).number);
    return this.toResults(await this.world.sim.group.answer({ by: this.number, group, who: numbers, approve }));
  }

  /** `undefined` is shown while the person is not in it. */
  async sees(group: Jid, where: (group: Group | undefined) => boolean): Promise<void> {
    await this.world.until(async () => where(await this.shown(group)) || undefined, `the group ${group} in that form`);
  }

  private async shown(group: Jid): Promise<Group | undefined> {
    try {
      return this.toGroup(await this.world.sim.group.view({ by: this.number, group }));
    } catch (error) {
      if (codeOf(error) === 'forbidden' || codeOf(error) === 'not_found') return undefined;
      throw error;
    }
  }

  private toResults(results: MemberResult[]): ParticipantResult[] {
    return results.map(({ number, outcome }) => ({
      person: { id: this.world.jidOf(number) },
      outcome: OUTCOMES[outcome],
    }));
  }

  private toGroup({ id, subject, description, creator, members, settings }: GroupView): Group {
    return {
      id: toJid(id),
      subject,
      ...(description ? { description } : {}),
      owner: { id: this.world.jidOf(creator) },
      announceOnly: settings.announce,
      locked: settings.locked,
      joinApproval: settings.approval,
      membersCanAdd: settings.membersCanAdd,
      disappearingSeconds: settings.ephemeral,
      participants: Object.entries(members).map(([number, role]) => ({
        id: this.world.jidOf(number),
        role: ROLES[role],
      })),
    };
  }
}

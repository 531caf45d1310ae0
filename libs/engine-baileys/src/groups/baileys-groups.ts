import { generateMessageIDV2, type BinaryNode, type WASocket } from '@whiskeysockets/baileys';
// Not exported by the package's index.
import { extractGroupMetadata } from '@whiskeysockets/baileys/lib/Socket/groups.js';
import {
  NotFoundError,
  TimeoutError,
  type Group,
  type GroupChange,
  type GroupInvite,
  type GroupsPort,
  type Jid,
  type JoinRequest,
  type ParticipantAction,
  type ParticipantResult,
} from '@columba/core';
import type { Asked, Asker } from '../asker.js';
import type { LinkedDevice } from '../connection/linked-device.js';
import { childOf, childrenOf } from '../journal/stanza.js';
import { toJid, toPerson } from '../people/person.mapper.js';
import type { BaileysPictures } from '../pictures/baileys-pictures.js';
import { toGroupError, type Subject } from './group-errors.js';
import { toGroup, toResults } from './group.mapper.js';

/** Groups by the library. */
export class BaileysGroups implements GroupsPort {
  constructor(
    private readonly asker: Asker,
    private readonly pictures: Pick<BaileysPictures, 'set'>,
  ) {}

  list(): Promise<Group[]> {
    return this.ask(async (socket, { groups }) => {
      const all = Object.values(await socket.groupFetchAllParticipating());
      for (const data of all) groups.put(data);
      return all.map(toGroup);
    });
  }

  get(group: Jid): Promise<Group> {
    return this.ask(async (_, { groups }) => toGroup(await groups.get(group)));
  }

  async create(subject: string, participants: Jid[]): Promise<{ group: Group; results: ParticipantResult[] }> {
    const attrs = { subject, key: generateMessageIDV2() };
    const answer = await this.query('@g.us', [{ tag: 'create', attrs, content: participants.map(participant) }]);
    const made = childOf(answer, 'group') ?? answer;
    const people = childrenOf(made).filter(({ tag }) => tag === 'participant');
    // Those who could not be added are listed as well, with the reason.
    const group = toGroup(extractGroupMetadata(around({ ...made, content: childrenOf(made).filter(isIn) })));
    return { group, results: toResults(participants, people, 'add') };
  }

  async update(group: Jid, change: GroupChange): Promise<void> {
    const { subject, description, announceOnly, locked, joinApproval, membersCanAdd, disappearingSeconds } = change;
    const set = (work: (socket: WASocket) => Promise<void>) => this.change(group, work);
    if (subject !== undefined) await set((socket) => socket.groupUpdateSubject(group, subject));
    if (description !== undefined) await set((socket) => socket.groupUpdateDescription(group, description));
    if (announceOnly !== undefined)
      await set((socket) => socket.groupSettingUpdate(group, announceOnly ? 'announcement' : 'not_announcement'));
    if (locked !== undefined) await set((socket) => socket.groupSettingUpdate(group, locked ? 'locked' : 'unlocked'));
    if (joinApproval !== undefined)
      await set((socket) => socket.groupJoinApprovalMode(group, joinApproval ? 'on' : 'off'));
    if (membersCanAdd !== undefined)
      await set((socket) => socket.groupMemberAddMode(group, membersCanAdd ? 'all_member_add' : 'admin_add'));
    if (disappearingSeconds !== undefined)
      await set((socket) => socket.groupToggleEphemeral(group, disappearingSeconds));
  }

  setPicture(group: Jid, jpeg: Uint8Array | null): Promise<void> {
    return this.pictures.set(jpeg, group);
  }

  async changeParticipants(group: Jid, action: ParticipantAction, who: Jid[]): Promise<ParticipantResult[]> {
    const asked = { tag: action, attrs: {}, content: who.map(participant) };
    const answer = await this.query(group, [asked], ({ senderKeys }) => action === 'remove' && senderKeys.left(group));
    return toResults(who, childrenOf(childOf(answer, action)), action);
  }

  async invite(group: Jid): Promise<GroupInvite> {
    return invited(await this.ask((socket) => socket.groupInviteCode(group)));
  }

  async revokeInvite(group: Jid): Promise<GroupInvite> {
    return invited(await this.asker.change((socket) => socket.groupRevokeInvite(group), toGroupError));
  }

  async previewInvite(code: string): Promise<Group> {
    return toGroup(await this.ask((socket) => socket.groupGetInviteInfo(code), 'invite'));
  }

  async join(code: string): Promise<Jid> {
    const joined = toJid(await this.asker.change((socket) => socket.groupAcceptInvite(code), about('invite')));
    // An admin has to agree first; the library does not tell the group then.
    return joined ?? (await this.previewInvite(code)).id;
  }

  leave(group: Jid): Promise<void> {
    return this.change(group, (socket) => socket.groupLeave(group), 'membership');
  }

  async joinRequests(group: Jid): Promise<JoinRequest[]> {
    const waiting = await this.ask((socket) => socket.groupRequestParticipantsList(group));
    return waiting.flatMap(({ jid, phone_number, request_time }) => {
      const person = toPerson([jid, phone_number]);
      if (!person) return [];
      const seconds = Number(request_time);
      return [seconds > 0 ? { person, requestedAt: new Date(seconds * 1000) } : { person }];
    });
  }

  async answerJoinRequests(group: Jid, who: Jid[], approve: boolean): Promise<ParticipantResult[]> {
    const action = approve ? 'approve' : 'reject';
    const decided = { tag: action, attrs: {}, content: who.map(participant) };
    const name = 'membership_requests_action';
    const answer = await this.query(group, [{ tag: name, attrs: {}, content: [decided] }]);
    return toResults(who, childrenOf(childOf(childOf(answer, name) ?? answer, action)), 'remove');
  }

  /** A change after which what we know of the group is no longer true. */
  private change(group: Jid, work: (socket: WASocket) => Promise<void>, subject?: Subject): Promise<void> {
    return this.asker.change(async (socket, { groups }) => {
      try {
        await work(socket);
      } finally {
        groups.changed(group);
      }
    }, about(subject));
  }

  /** Asks in our own words where the library keeps a part of the answer to itself. */
  private query(
    to: Jid | '@g.us',
    content: BinaryNode[],
    before: (device: LinkedDevice) => unknown = () => {},
  ): Promise<BinaryNode> {
    return this.asker.change(async (socket, device) => {
      before(device);
      const answer = (await socket.query({
        tag: 'iq',
        attrs: { type: 'set', xmlns: 'w:g2', to },
        content,
      })) as BinaryNode | undefined;
      device.groups.changed(to);
      if (!answer) throw new TimeoutError('WhatsApp did not answer');
      return answer;
    }, toGroupError);
  }

  private ask<T>(work: Asked<T>, subject?: Subject): Promise<T> {
    return this.asker.question(work, about(subject));
  }
}

const about = (subject?: Subject) => (error: unknown) => toGroupError(error, subject);

const isIn = ({ tag, attrs }: BinaryNode): boolean => tag !== 'participant' || attrs.error === undefined;

const participant = (jid: Jid): BinaryNode => ({ tag: 'participant', attrs: { jid } });

const around = (group: BinaryNode): BinaryNode => ({ tag: 'result', attrs: {}, content: [group] });

function invited(code: string | undefined): GroupInvite {
  if (!code) throw new NotFoundError('This group has no invite');
  return { code };
}

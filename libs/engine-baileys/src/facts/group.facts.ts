import type { BinaryNode } from '@whiskeysockets/baileys';
import { extractGroupMetadata } from '@whiskeysockets/baileys/lib/Socket/groups.js';
import {
  fact,
  type EventMap,
  type Fact,
  type Group,
  type Jid,
  type ParticipantAction,
  type Person,
} from '@columba/core';
import { addressesOf, toGroup } from '../groups/group.mapper.js';
import { childOf, childrenOf, timeOf } from '../journal/stanza.js';
import { learnMembers } from '../people/learn-mapping.js';
import { isMe, known } from '../people/parties.js';
import { toJid } from '../people/person.mapper.js';
import { done, type Reader, type ReadScope } from './reading.js';

interface Scene {
  group: Jid;
  /** Who did it. */
  by?: Person;
  at: Date;
  scope: ReadScope;
  /** @param part tells apart what one child of the notification has several of. */
  tell: <T extends GroupEvent>(type: T, data: EventMap[T], part?: string) => Fact;
}

type GroupEvent = Extract<keyof EventMap, `group.${string}`> | 'chat.updated';
type Telling = (node: BinaryNode, scene: Scene) => Promise<Fact[]> | Fact[];

/** What happened in a group. One notification may tell of several things. */
export const readGroup: Reader = async (node, scope) => {
  const { id, from, participant, participant_pn, participant_lid, notify } = node.attrs;
  const group = toJid(from);
  if (!group || !id) return { kind: 'dead', reason: 'names no group or no id' };
  const by = await known([participant, participant_pn, participant_lid], scope.book, notify);
  const at = timeOf(node, scope.receivedAt);
  const told = await Promise.all(
    childrenOf(node).map(async (child, index) => {
      const scene: Scene = {
        group,
        at,
        scope,
        tell: (type, data, part = '') =>
          fact(type, data, ['g', id, String(index), ...(part ? [part] : [])], {
            occurredAt: at,
            late: scope.late,
            chat: group,
          }),
      };
      if (by) scene.by = by;
      return TELLINGS[child.tag]?.(child, scene) ?? [];
    }),
  );
  return done(told.flat());
};

const joined: Telling = async (node, { by, scope, tell }) => {
  if (!childOf(node, 'group')) return [];
  const data = extractGroupMetadata(node);
  await learnMembers(data, scope.repository);
  return [tell('group.joined', { group: toGroup(data), ...(by ? { by } : {}) })];
};

/** This account coming in is told by `create`; it going out is another event than others going. */
const changed =
  (action: ParticipantAction): Telling =>
  async (node, { group, by, scope, tell }) => {
    const who = childrenOf(node).filter(({ tag }) => tag === 'participant');
    const own = action === 'remove' ? who.filter((each) => addressesOf(each).some((jid) => isMe(jid, scope.me))) : [];
    const others = who.filter((each) => !own.includes(each));
    const people = await Promise.all(others.map((each) => known(addressesOf(each), scope.book)));
    const participants = people.filter((person) => person !== undefined);
    const doer = by ? { by } : {};
    const left = own.length > 0 ? [tell('group.left', { groupId: group, ...doer }, 'left')] : [];
    if (participants.length === 0) return left;
    return [...left, tell('group.participants_changed', { groupId: group, action, participants, ...doer })];
  };

/** @param read the new values; nothing where the notification does not say. */
const updated =
  (read: (node: BinaryNode, at: Date) => Partial<Group>, ...names: (keyof Group)[]): Telling =>
  (node, { group, by, at, tell }) => {
    const data = { group: { id: group, ...read(node, at) }, changed: names, ...(by ? { by } : {}) };
    return [tell('group.updated', data)];
  };

/** As a chat, a group has this setting like any other. */
const disappearing =
  (read: (node: BinaryNode) => number): Telling =>
  (node, { group, by, tell }) => {
    const change = { id: group, disappearingSeconds: read(node) };
    const changed = ['disappearingSeconds'];
    return [
      tell('group.updated', { group: change, changed, ...(by ? { by } : {}) }),
      tell('chat.updated', { chat: change, changed }, 'chat'),
    ];
  };

const requested: Telling = async (node, { group, by, scope, tell }) => {
  const named = childrenOf(node).filter(({ tag }) => tag === 'requested_user' || tag === 'participant');
  const people = await Promise.all(named.map((each) => known(addressesOf(each), scope.book)));
  const persons = named.length > 0 ? people.filter((person) => person !== undefined) : by ? [by] : [];
  return persons.map((person, index) => tell('group.join_requested', { groupId: group, person }, String(index)));
};

const gone: Telling = (_, { group, by, tell }) => [tell('group.left', { groupId: group, ...(by ? { by } : {}) })];

const textOf = (node: BinaryNode | undefined): string =>
  node?.content instanceof Uint8Array ? Buffer.from(node.content).toString() : '';

const on = <K extends keyof Group>(name: K, value: Group[K]): Telling => updated(() => ({ [name]: value }), name);

const TELLINGS: Record<string, Telling> = {
  create: joined,
  add: changed('add'),
  remove: changed('remove'),
  leave: changed('remove'),
  promote: changed('promote'),
  demote: changed('demote'),
  delete: gone,
  subject: updated(({ attrs }, at) => ({ subject: attrs.subject ?? '', subjectChangedAt: at }), 'subject'),
  description: updated(
    (node, at) => ({ description: textOf(childOf(node, 'body')), descriptionChangedAt: at }),
    'description',
  ),
  announcement: on('announceOnly', true),
  not_announcement: on('announceOnly', false),
  locked: on('locked', true),
  unlocked: on('locked', false),
  ephemeral: disappearing(({ attrs }) => Number(attrs.expiration)),
  not_ephemeral: disappearing(() => 0),
  member_add_mode: updated((node) => ({ membersCanAdd: textOf(node) === 'all_member_add' }), 'membersCanAdd'),
  membership_approval_mode: updated(
    (node) => ({ joinApproval: childOf(node, 'group_join')?.attrs.state === 'on' }),
    'joinApproval',
  ),
  created_membership_requests: requested,
};

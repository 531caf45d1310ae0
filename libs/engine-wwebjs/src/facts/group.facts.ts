import {
  fact,
  type EventMap,
  type Fact,
  type Group,
  type Jid,
  type ParticipantAction,
  type Person,
} from '@columba/core';
import { toGroup } from '../groups/group.mapper.js';
import { toTime } from '../mappers/message.mapper.js';
import { toJid, toPerson } from '../mappers/person.mapper.js';
import type { GroupEntry } from '../page/facets/groups.page.js';
import type { Reader, Readers, ReadScope } from './reading.js';

type GroupEvent = Extract<keyof EventMap, `group.${string}`> | 'chat.updated';

/** A line in a group's chat, about to be told. */
class Scene {
  readonly at: Date;
  readonly by: { by?: Person };

  constructor(
    readonly entry: GroupEntry,
    readonly group: Jid,
    private readonly scope: ReadScope,
  ) {
    this.at = toTime(entry.t);
    const by = entry.by && toPerson(entry.by);
    this.by = by ? { by } : {};
  }

  /** This account, when it is among the people of the line. */
  isMe = ({ id, lid }: Person): boolean => {
    const { me } = this.scope;
    return id === me.id || (lid !== undefined && lid === me.lid) || id === me.lid;
  };

  get people(): Person[] {
    return this.entry.people.map(toPerson).filter((person) => person !== undefined);
  }

  /** @param part tells apart what one line has several of */
  tell<T extends GroupEvent>(type: T, data: EventMap[T], part = type as string): Fact {
    const { group, scope } = this;
    const base = { occurredAt: this.at, late: scope.late, chat: group };
    return fact(type, data, ['g', group, this.entry.id, part], base);
  }

  updated(change: Partial<Group>): Fact {
    const changed = Object.keys(change).filter((name) => !name.endsWith('At'));
    return this.tell('group.updated', { group: { id: this.group, ...change }, changed, ...this.by });
  }
}

type Telling = (scene: Scene) => Fact[];

const joined: Telling = (scene) => {
  const { group } = scene.entry;
  return group ? [scene.tell('group.joined', { group: toGroup(group), ...scene.by })] : [];
};

const changed = (scene: Scene, action: ParticipantAction, participants: Person[]): Fact[] =>
  participants.length === 0
    ? []
    : [scene.tell('group.participants_changed', { groupId: scene.group, action, participants, ...scene.by })];

/** This account coming in or going out is another event than others doing so. */
const added: Telling = (scene) => [
  ...(scene.entry.me ? joined(scene) : []),
  ...changed(
    scene,
    'add',
    scene.people.filter((person) => !scene.isMe(person)),
  ),
];

const removed: Telling = (scene) => [
  ...(scene.entry.me ? [scene.tell('group.left', { groupId: scene.group, ...scene.by })] : []),
  ...changed(
    scene,
    'remove',
    scene.people.filter((person) => !scene.isMe(person)),
  ),
];

const requested: Telling = (scene) => {
  const people = scene.people.length > 0 ? scene.people : scene.by.by ? [scene.by.by] : [];
  return people.map((person, place) =>
    scene.tell('group.join_requested', { groupId: scene.group, person }, `requested.${place}`),
  );
};

const ON: readonly (string | null)[] = ['on', 'all_member_add', 'true'];
const OFF: readonly (string | null)[] = ['off', 'admin_add', 'false'];

/** The line's own word; where it has none, what the page shows now. */
const setting =
  (name: 'announceOnly' | 'locked' | 'joinApproval' | 'membersCanAdd'): Telling =>
  (scene) => {
    const { body, group } = scene.entry;
    const shown = group ? toGroup(group)[name] : undefined;
    const value = ON.includes(body) ? true : OFF.includes(body) ? false : shown;
    return value === undefined ? [] : [scene.updated({ [name]: value })];
  };

/** As a chat, a group has this setting like any other. */
const disappearing: Telling = (scene) => {
  const { body, group } = scene.entry;
  const said = body === null || body === '' ? NaN : Number(body);
  const seconds = Number.isNaN(said) ? group?.ephemeral : said;
  if (seconds === undefined) return [];
  const change = { id: scene.group, disappearingSeconds: seconds };
  return [
    scene.updated({ disappearingSeconds: seconds }),
    scene.tell('chat.updated', { chat: change, changed: ['disappearingSeconds'] }),
  ];
};

const TELLINGS: Readonly<Record<string, Telling>> = {
  create: joined,
  add: added,
  invite: added,
  linked_group_join: added,
  remove: removed,
  leave: removed,
  promote: (scene) => changed(scene, 'promote', scene.people),
  demote: (scene) => changed(scene, 'demote', scene.people),
  delete: (scene) => [scene.tell('group.left', { groupId: scene.group, ...scene.by })],
  subject: (scene) => [
    scene.updated({ subject: scene.entry.body ?? scene.entry.group?.subject ?? '', subjectChangedAt: scene.at }),
  ],
  description: (scene) => [
    scene.updated({ description: scene.entry.body ?? scene.entry.group?.desc ?? '', descriptionChangedAt: scene.at }),
  ],
  announce: setting('announceOnly'),
  restrict: setting('locked'),
  membership_approval_mode: setting('joinApproval'),
  member_add_mode: setting('membersCanAdd'),
  ephemeral: disappearing,
  membership_approval_request: requested,
  created_membership_requests: requested,
  picture: (scene) => [scene.tell('group.updated', { group: { id: scene.group }, changed: ['picture'], ...scene.by })],
};

const read: Reader<'group'> = (entry, scope) => {
  const group = toJid(entry.chat);
  const tell = Object.hasOwn(TELLINGS, entry.subtype) ? TELLINGS[entry.subtype] : undefined;
  return group && tell ? tell(new Scene(entry, group, scope)) : [];
};

export const GROUP_READERS: Readers = { group: read };

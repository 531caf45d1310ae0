import type { EventMap, FactOf, Group, SessionName } from '@columba/core';
import type { ChatRepository } from '../repositories/chat.repository.js';
import type { GroupRepository } from '../repositories/group.repository.js';
import type { PeopleRepository } from '../repositories/people.repository.js';
import type { SessionRepository } from '../repositories/session.repository.js';
import type { Projection } from './projection.js';

export interface GroupProjectionParts {
  sessions: SessionRepository;
  people: PeopleRepository;
  groups: GroupRepository;
  chats: ChatRepository;
}

/** Groups and who is in them, and the chats that they are. */
export class GroupProjection {
  readonly projectors: Projection = {
    'group.joined': (session, { data, occurredAt }) => this.put(session, data.group, occurredAt, occurredAt),
    'group.updated': (session, fact) => this.updated(session, fact),
    'group.left': (session, { data, occurredAt }) => this.left(session, data, occurredAt),
    'group.participants_changed': (session, fact) => this.participants(session, fact),
  };

  constructor(private readonly parts: GroupProjectionParts) {}

  /** @param activeAt when something happened in it; absent when it was only looked at. */
  put(session: SessionName, group: Group, at: Date, activeAt?: Date): void {
    const { groups, chats } = this.parts;
    const { id, subject, disappearingSeconds } = group;
    groups.put(session, group, at);
    chats.update(session, { id, name: subject, disappearingSeconds, readOnly: false });
    if (activeAt) chats.happened(session, id, activeAt, false);
  }

  private updated(session: SessionName, { data, occurredAt }: FactOf<'group.updated'>): void {
    const { id, subject, disappearingSeconds } = data.group;
    this.parts.groups.update(session, data.group, occurredAt);
    if (subject === undefined && disappearingSeconds === undefined) return;
    this.parts.chats.update(session, {
      id,
      ...(subject === undefined ? {} : { name: subject }),
      ...(disappearingSeconds === undefined ? {} : { disappearingSeconds }),
    });
  }

  private left(session: SessionName, { groupId }: EventMap['group.left'], at: Date): void {
    const { groups, chats, sessions } = this.parts;
    const me = sessions.get(session)?.account;
    if (me) groups.removeMember(session, groupId, me.id);
    groups.leave(session, groupId, at);
    if (chats.get(session, groupId)) chats.update(session, { id: groupId, readOnly: true });
  }

  private participants(session: SessionName, { data, occurredAt }: FactOf<'group.participants_changed'>): void {
    const { groups } = this.parts;
    const { groupId, action, participants } = data;
    for (const { id } of participants) {
      if (action === 'remove') this.removed(session, data, id, occurredAt);
      else groups.setRole(session, groupId, id, action === 'promote' ? 'admin' : 'member');
    }
  }

  private removed(
    session: SessionName,
    { groupId }: EventMap['group.participants_changed'],
    id: Group['id'],
    at: Date,
  ): void {
    const { groups, people, sessions } = this.parts;
    const me = sessions.get(session)?.account;
    if (me && people.resolve(session, me.id) === people.resolve(session, id)) this.left(session, { groupId }, at);
    else groups.removeMember(session, groupId, id);
  }
}

import {
  fact,
  type EventMap,
  type EventType,
  type Group,
  type GroupChange,
  type ParticipantAction,
} from '../../src/index.js';
import type { FakeAccount } from './fake-account.js';
import type { FakeGroup } from './fake-group.js';
import type { FakeWorldState } from './fake-world-state.js';

/** Tells the members what happened in their group. */
export class FakeGroupNews {
  constructor(private readonly world: FakeWorldState) {}

  joined(group: FakeGroup, who: Iterable<FakeAccount>, by: FakeAccount): void {
    this.tell(group, 'group.joined', who, (viewer) => ({ group: group.seenBy(viewer), by: by.seenBy(viewer) }));
  }

  left(group: FakeGroup, who: Iterable<FakeAccount>, by: FakeAccount): void {
    this.tell(group, 'group.left', who, (viewer) => ({ groupId: group.id, by: by.seenBy(viewer) }));
  }

  updated(group: FakeGroup, change: GroupChange, changed: string[], by: FakeAccount): void {
    const data: Partial<Group> & Pick<Group, 'id'> = { ...change, id: group.id };
    this.tell(group, 'group.updated', group.roles.keys(), (viewer) => ({
      group: data,
      changed,
      by: by.seenBy(viewer),
    }));
  }

  participants(
    group: FakeGroup,
    action: ParticipantAction,
    who: FakeAccount[],
    by: FakeAccount,
    audience: Iterable<FakeAccount>,
  ): void {
    this.tell(group, 'group.participants_changed', audience, (viewer) => ({
      groupId: group.id,
      action,
      participants: group.persons(who, viewer),
      by: by.seenBy(viewer),
    }));
  }

  joinRequested(group: FakeGroup, account: FakeAccount): void {
    const admins = [...group.roles.keys()].filter((member) => group.isAdmin(member));
    this.tell(group, 'group.join_requested', admins, (viewer) => ({
      groupId: group.id,
      person: account.seenBy(viewer),
    }));
  }

  private tell<T extends EventType>(
    group: FakeGroup,
    type: T,
    audience: Iterable<FakeAccount>,
    data: (viewer: FakeAccount) => EventMap[T],
  ): void {
    const occurredAt = this.world.clock.now();
    const dedupe = ['g', String(this.world.serial()), '0'];
    const facts = [...audience].map((viewer) => ({
      viewer,
      told: fact(type, data(viewer), dedupe, { occurredAt, chat: group.id }),
    }));
    this.world.office.post(() => {
      for (const { viewer, told } of facts) viewer.tell(told);
    });
  }
}

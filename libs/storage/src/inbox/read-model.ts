import type { EventMap, EventType, FactOf, SessionName, SessionState } from '@columba/core';
import { ChatProjection } from '../projections/chat.projection.js';
import { ContactProjection } from '../projections/contact.projection.js';
import { GroupProjection, type GroupProjectionParts } from '../projections/group.projection.js';
import { LabelProjection } from '../projections/label.projection.js';
import { MessageProjection, type MessageProjectionParts } from '../projections/message.projection.js';
import type { ChatLabelRepository } from '../repositories/chat-label.repository.js';
import type { SessionRepository } from '../repositories/session.repository.js';
import type { Projection } from '../projections/projection.js';

export type ReadModelParts = MessageProjectionParts &
  GroupProjectionParts & { chatLabels: ChatLabelRepository; sessions: SessionRepository };

/** What follows when a phone has accepted a device that was waiting for one. */
const LINKED: readonly SessionState[] = ['connecting', 'connected'];

/** Keeps chats, people, groups, messages and accounts as the facts say, in the transaction that logs them. */
export class ReadModel {
  readonly groups: GroupProjection;
  readonly messages: MessageProjection;
  private readonly projectors: Projection;

  constructor(private readonly parts: ReadModelParts) {
    this.groups = new GroupProjection(parts);
    this.messages = new MessageProjection(parts);
    this.projectors = {
      'session.state_changed': (session, { data, occurredAt }) => this.account(session, data, occurredAt),
      ...this.messages.projectors,
      ...new ChatProjection(parts.chats, parts.messages).projectors,
      ...new ContactProjection(parts.people).projectors,
      ...new LabelProjection(parts.chatLabels).projectors,
      ...this.groups.projectors,
    };
  }

  apply<T extends EventType>(session: SessionName, fact: FactOf<T>): void {
    this.projectors[fact.type]?.(session, fact);
  }

  private account(
    session: SessionName,
    { account, state, previousState }: EventMap['session.state_changed'],
    occurredAt: Date,
  ): void {
    const linked = previousState === 'pairing' && LINKED.includes(state);
    if ((account || linked) && this.parts.sessions.get(session))
      this.parts.sessions.update(session, { ...(account && { account }), ...(linked && { linkedAt: occurredAt }) });
  }
}

import type { ChatLabelRepository } from '../repositories/chat-label.repository.js';
import type { Projection } from './projection.js';

/** Which chats have which labels. */
export class LabelProjection {
  readonly projectors: Projection = {
    'chat.labels_changed': (session, { data }) => this.chatLabels.set(session, data.chat, data.labelIds),
    'label.removed': (session, { data }) => this.chatLabels.forget(session, data.labelId),
  };

  constructor(private readonly chatLabels: ChatLabelRepository) {}
}

import { NotFoundError, type Label } from '@columba/core';
import { Injectable } from '@nestjs/common';
import { SessionAccess } from '../sessions/session-access.js';

/** Labels of business accounts, as WhatsApp has them. */
@Injectable()
export class LabelsService {
  constructor(private readonly access: SessionAccess) {}

  /** @throws NotConnectedError, UnsupportedError */
  list(session: string): Promise<Label[]> {
    return this.access.engine(session).chats.listLabels();
  }

  /** Puts a label on a chat or takes it off. @throws NotFoundError, NotConnectedError, UnsupportedError */
  async set(session: string, chatId: string, labelId: string, attached: boolean): Promise<Label> {
    const chat = this.access.chat(this.access.name(session), chatId);
    const label = (await this.list(session)).find(({ id }) => id === labelId);
    if (!label) throw new NotFoundError('There is no such label');
    await this.access.engine(session).chats.setLabel(chat, labelId, attached);
    return label;
  }
}

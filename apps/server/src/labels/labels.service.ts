import { NotFoundError, type ChatsPort, type Label } from '@columba/core';
import { Injectable } from '@nestjs/common';
import { SessionAccess } from '../sessions/session-access.js';

type NewLabel = Omit<Label, 'id' | 'color'> & { color?: number };

/** Labels of business accounts, as WhatsApp has them. All throw NotConnectedError, UnsupportedError. */
@Injectable()
export class LabelsService {
  /** What comes after the labels that are being made, by session. */
  private readonly making = new Map<string, Promise<unknown>>();

  constructor(private readonly access: SessionAccess) {}

  list(session: string): Promise<Label[]> {
    return this.chats(session).listLabels();
  }

  /** WhatsApp's own clients give each label the next number, so one is made after the other. */
  create(session: string, wanted: NewLabel): Promise<Label> {
    const made = (this.making.get(session) ?? Promise.resolve()).then(() => this.make(session, wanted));
    const over = made
      .catch(() => {})
      .then(() => void (this.making.get(session) === over && this.making.delete(session)));
    this.making.set(session, over);
    return made;
  }

  /** @throws NotFoundError */
  async update(session: string, labelId: string, change: Partial<Omit<Label, 'id'>>): Promise<Label> {
    const label = { ...(await this.find(session, labelId)), ...change };
    await this.chats(session).saveLabel(label);
    return label;
  }

  /** Done also when there is none. */
  async delete(session: string, labelId: string): Promise<void> {
    if ((await this.list(session)).every(({ id }) => id !== labelId)) return;
    await this.chats(session).removeLabel(labelId);
  }

  /** Puts a label on a chat or takes it off. @throws NotFoundError */
  async set(session: string, chatId: string, labelId: string, attached: boolean): Promise<Label> {
    const chat = this.access.chat(this.access.name(session), chatId);
    const label = await this.find(session, labelId);
    await this.chats(session).setLabel(chat, labelId, attached);
    return label;
  }

  private async make(session: string, { name, color = 0 }: NewLabel): Promise<Label> {
    const highest = Math.max(0, ...(await this.list(session)).map(({ id }) => Number(id) || 0));
    const label = { id: String(highest + 1), name, color };
    await this.chats(session).saveLabel(label);
    return label;
  }

  private async find(session: string, labelId: string): Promise<Label> {
    const label = (await this.list(session)).find(({ id }) => id === labelId);
    if (!label) throw new NotFoundError('There is no such label');
    return label;
  }

  private chats(session: string): ChatsPort {
    return this.access.engine(session).chats;
  }
}

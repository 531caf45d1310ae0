import type { proto } from '@whiskeysockets/baileys';
import type { Jid, MessageId } from '@columba/core';
import { originalOf, type OriginalBook } from '../messages/originals/original-book.js';
import { fileIn, type NamedFile } from './media-part.js';

/** Where the files of messages lie and the keys that open them, as the messages themselves say; kept as long as those. */
export class MediaBook {
  constructor(private readonly originals: OriginalBook) {}

  /** A file of the past, of which nothing else is kept. What is known of the message already stays. */
  remember(chat: Jid, id: MessageId, message: proto.IMessage): void {
    const file = fileIn(message);
    if (!file?.part.mediaKey?.length || this.originals.has({ chat, id })) return;
    this.originals.keep(originalOf({ [file.field]: thin(file) }, { chat, id }));
  }

  find(chat: Jid, id: MessageId): NamedFile | undefined {
    const file = fileIn(this.originals.find({ chat, id }));
    return file?.part.mediaKey?.length ? file : undefined;
  }

  /** A phone has uploaded the file once more; it lies elsewhere now. */
  moved(chat: Jid, id: MessageId, directPath: string): void {
    const message = this.originals.find({ chat, id });
    const file = fileIn(message);
    if (!message || !file) return;
    Object.assign(file.part, { directPath });
    this.originals.keep(originalOf(message, { chat, id }));
  }
}

/** Without its thumbnail, and without what it answered. */
const thin = ({ part }: NamedFile): object => ({ ...part, jpegThumbnail: undefined, contextInfo: undefined });

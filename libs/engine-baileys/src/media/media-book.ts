import { proto } from '@whiskeysockets/baileys';
import type { Jid, KeyStore, MessageId, SentStore } from '@columba/core';
import type { LidBook } from '../people/lid-book.js';
import { fileIn, type NamedFile } from './media-part.js';

const TYPE = 'media';

/**
 * Where the files of messages lie and the keys that open them: of own messages as sent, of others as they came. A
 * thumbnail or a caption is not kept here.
 */
export class MediaBook {
  constructor(
    private readonly keys: KeyStore,
    private readonly sent: SentStore,
    private readonly book: LidBook,
  ) {}

  /** Does nothing when the message has no file. The first file of an id stays, whatever comes under it later. */
  remember(chat: Jid, id: MessageId, message: proto.IMessage): void {
    const file = fileIn(message);
    if (!file?.part.mediaKey?.length) return;
    const entry = entryOf(chat, id);
    if (!this.keys.get(TYPE, [entry]).has(entry)) this.keep(entry, file);
  }

  async find(chat: Jid, id: MessageId): Promise<NamedFile | undefined> {
    const entries = await this.entriesOf(chat, id);
    const [kept] = this.keys.get(TYPE, entries).values();
    const bytes = kept ?? this.sent.get(chat, id);
    const file = bytes && fileIn(proto.Message.decode(bytes));
    return file?.part.mediaKey?.length ? file : undefined;
  }

  /** A phone has uploaded the file once more; it lies elsewhere now. */
  async moved(chat: Jid, id: MessageId, directPath: string): Promise<void> {
    const file = await this.find(chat, id);
    if (!file) return;
    const entries = await this.entriesOf(chat, id);
    const [entry = entryOf(chat, id)] = this.keys.get(TYPE, entries).keys();
    this.keep(entry, { ...file, part: { ...file.part, directPath } });
  }

  private keep(entry: string, { field, part }: NamedFile): void {
    const { url, directPath, mediaKey, fileSha256, fileEncSha256, fileLength, mimetype } = part;
    const { fileName, width, height, seconds } = part;
    const facts = { url, directPath, mediaKey, fileSha256, fileEncSha256, fileLength, mimetype };
    const message = { [field]: { ...facts, fileName, width, height, seconds } };
    this.keys.set([{ type: TYPE, id: entry, value: proto.Message.encode(message).finish() }]);
  }

  private async entriesOf(chat: Jid, id: MessageId): Promise<string[]> {
    const other = await this.book.other(chat);
    return [chat, ...(other ? [other] : [])].map((jid) => entryOf(jid, id));
  }
}

const entryOf = (chat: Jid, id: MessageId): string => `${chat} ${id}`;

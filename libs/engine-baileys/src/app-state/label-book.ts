import type { Jid, KeyStore, Label } from '@columba/core';

const TYPE = 'labels';
const ENTRY = 'all';

interface Stored {
  labels: Label[];
  /** Ids of the labels on each chat. */
  chats: Record<string, string[]>;
}

/** The account's labels and the chats that have them. Only business accounts have any, and few. */
export class LabelBook {
  constructor(private readonly keys: KeyStore) {}

  list(): Label[] {
    return this.load().labels;
  }

  put(label: Label): void {
    const stored = this.load();
    stored.labels = [...stored.labels.filter(({ id }) => id !== label.id), label];
    this.save(stored);
  }

  remove(id: string): void {
    const stored = this.load();
    stored.labels = stored.labels.filter((label) => label.id !== id);
    for (const [chat, ids] of Object.entries(stored.chats)) stored.chats[chat] = ids.filter((other) => other !== id);
    this.save(stored);
  }

  /** @returns the ids of all labels that the chat has now. */
  attach(chat: Jid, id: string, attached: boolean): string[] {
    const stored = this.load();
    const rest = (stored.chats[chat] ?? []).filter((other) => other !== id);
    const labelIds = attached ? [...rest, id] : rest;
    stored.chats[chat] = labelIds;
    this.save(stored);
    return labelIds;
  }

  private load(): Stored {
    const bytes = this.keys.get(TYPE, [ENTRY]).get(ENTRY);
    return bytes ? (JSON.parse(Buffer.from(bytes).toString()) as Stored) : { labels: [], chats: {} };
  }

  private save(stored: Stored): void {
    this.keys.set([{ type: TYPE, id: ENTRY, value: Buffer.from(JSON.stringify(stored)) }]);
  }
}

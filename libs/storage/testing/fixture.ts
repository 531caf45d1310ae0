import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Jid, messageFact, type Message, type MessageId, type Person } from '@columba/core';
import { aMessage, ManualClock } from '@columba/core/testing';
import Sqlite from 'better-sqlite3';
import { openStorage, type Storage } from '../src/index.js';
import { HOME } from './names.js';

export * from './names.js';

/** A data directory of its own with a session `home` on a manual clock; `failAt` makes the n-th write from now on fail. */
export class StorageFixture {
  readonly directory = mkdtempSync(join(tmpdir(), 'columba-storage-'));
  readonly clock = new ManualClock();
  readonly storage: Storage;
  private writes = 0;
  private failing = 0;

  constructor() {
    const beforeWrite = () => {
      this.writes += 1;
      if (this.writes === this.failing) throw Object.assign(new Error('disk full'), { code: 'ENOSPC' });
    };
    this.storage = openStorage({ directory: this.directory, clock: this.clock, beforeWrite });
    this.storage.sessions.create({ name: HOME, engine: 'baileys', autoStart: true });
  }

  failAt(n: number): void {
    this.writes = 0;
    this.failing = n;
  }

  /** How many writes there were since the last `failAt`. */
  get written(): number {
    return this.writes;
  }

  /** What the file itself holds, seen by another reader. */
  rows<Row = Record<string, unknown>>(sql: string, ...values: unknown[]): Row[] {
    const reader = new Sqlite(join(this.directory, 'columba.db'));
    try {
      const statement = reader.prepare(sql);
      if (statement.reader) return statement.all(...values) as Row[];
      statement.run(...values);
      return [];
    } finally {
      reader.close();
    }
  }

  dispose(): void {
    this.storage.close();
    rmSync(this.directory, { recursive: true });
  }
}

/** A text from somebody, in the chat with them unless another is named. */
export function textFrom(from: Person, id: string, chat?: Jid, text = 'hello'): Message {
  const participant = chat ? { participant: from.id } : {};
  return aMessage({
    key: { chat: chat ?? from.id, id: id as MessageId, ...participant },
    from,
    content: { kind: 'text', text },
  });
}

export const received = (message: Message, late = false) => messageFact('message.received', message, late);

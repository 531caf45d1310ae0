import type { BinaryNode, proto } from '@whiskeysockets/baileys';
import type { Fact, Original, SentStore } from '@columba/core';
import type { MediaBook } from '../media/media-book.js';
import type { LabelBook } from '../app-state/label-book.js';
import type { StoredSettings } from '../app-state/stored-settings.js';
import type { CallBook } from '../calls/call-book.js';
import type { OriginalBook } from '../messages/originals/original-book.js';
import type { PollBook } from '../messages/polls/poll-book.js';
import type { LidBook } from '../people/lid-book.js';
import type { NameBook } from '../people/name-book.js';
import type { Me } from '../people/parties.js';
import type { SignalRepository } from '../signal/repository.js';

/** What a stored stanza turned out to be. */
export type Reading =
  /**
   * Done. `cleared` names the plaintexts that are no longer needed, `originals` what is to be kept in their place,
   * `opened` the messages of which no other copy is waited for.
   */
  | { kind: 'facts'; facts: Fact[]; cleared: string[]; originals: Original[]; opened: string[] }
  /**
   * Cannot be opened now; perhaps with a key that comes later, or when the sender sends it again. Without a fact it
   * would have shown nothing by itself.
   */
  | { kind: 'unreadable'; fact?: Fact }
  /** The library has not done its part yet. */
  | { kind: 'later' }
  /** A part of the phone's history, which is read beside the live traffic; the row is done when all of it is stored. */
  | { kind: 'history'; notice: proto.Message.IHistorySyncNotification; cleared: string[] }
  /** Nothing will ever be made of it. */
  | { kind: 'dead'; reason: string };

export interface ReadScope {
  me: Me;
  book: LidBook;
  sent: SentStore;
  names: NameBook;
  originals: OriginalBook;
  polls: PollBook;
  media: MediaBook;
  labels: LabelBook;
  settings: StoredSettings;
  calls: CallBook;
  /** Opens ciphertexts without asking WhatsApp anything. */
  repository: SignalRepository;
  /** When the stanza came, for those that do not say when it happened. */
  receivedAt: Date;
  late: boolean;
}

export type Reader = (node: BinaryNode, scope: ReadScope) => Promise<Reading>;

export const done = (
  facts: Fact[] = [],
  cleared: string[] = [],
  originals: Original[] = [],
  opened: string[] = [],
): Reading => ({ kind: 'facts', facts, cleared, originals, opened });

import type { Account, EngineContext, Fact } from '@columba/core';
import type { AddressBook } from '../mappers/address-book.js';
import type { Entries, EntryType } from '../page/operations.js';

/** What facts are made with, besides what the page told. */
export interface ReadScope {
  me: Account;
  book: AddressBook;
  context: Pick<EngineContext, 'sent' | 'originals' | 'clock'>;
  late: boolean;
  /** Names this telling; the same when it is told again because it could not be stored. */
  serial: string;
}

/** What an entry of the ring buffer says, in facts. */
export type Reader<T extends EntryType> = (data: Entries[T], scope: ReadScope) => Fact[];

export type Readers = { [T in EntryType]?: Reader<T> };

import { setImmediate } from 'node:timers/promises';
import type { proto } from '@whiskeysockets/baileys';
import type { HistoryBatch, HistoryStore, Jid } from '@columba/core';
import type { HistoryMapper } from './history-mapper.js';
import { historyEntries, type HistoryEntry } from './history-stream.js';

/** Entries per transaction: short enough that messages which come meanwhile hardly wait, and little is in memory. */
const BATCH = 50;

export interface Imported {
  chats: number;
  contacts: number;
  messages: number;
}

export interface ImportParts {
  mapper: HistoryMapper;
  store: HistoryStore;
  /** Remembers both addresses of people, before anything that names them is read. */
  learn: (identities: { phone: Jid; lid: Jid }[]) => Promise<void>;
  /** Keeps the tokens that let this account write to people. */
  keepTokens: (chats: proto.IConversation[]) => Promise<void>;
  /** Ends the import between two batches. */
  signal: AbortSignal;
}

/**
 * Reads one part of the phone's history into the read model, a batch at a time.
 * @throws StorageError, the signal's reason, or an Error when the history is damaged
 */
export async function importHistory(bytes: AsyncIterable<Uint8Array>, parts: ImportParts): Promise<Imported> {
  const counts: Imported = { chats: 0, contacts: 0, messages: 0 };
  for await (const entries of inBatches(historyEntries(bytes))) {
    parts.signal.throwIfAborted();
    const batch = await toBatch(entries, parts);
    parts.store.add(batch);
    counts.chats += batch.chats.length;
    counts.contacts += batch.contacts.length;
    counts.messages += batch.messages.length;
    await setImmediate();
  }
  return counts;
}

async function* inBatches(entries: AsyncIterable<HistoryEntry>): AsyncGenerator<HistoryEntry[]> {
  let batch: HistoryEntry[] = [];
  for await (const entry of entries) {
    batch.push(entry);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function toBatch(entries: HistoryEntry[], { mapper, learn, keepTokens }: ImportParts): Promise<HistoryBatch> {
  const chats = entries.flatMap((entry) => (entry.kind === 'chat' ? [entry.chat] : []));
  const identities = identitiesIn(entries, mapper);
  if (identities.length > 0) await learn(identities);
  if (chats.some(({ tcToken }) => tcToken?.length)) await keepTokens(chats);
  const batch: HistoryBatch = { chats: [], contacts: [], messages: [], reactions: [], identities };
  for (const entry of entries) await addTo(batch, entry, mapper);
  return batch;
}

async function addTo(batch: HistoryBatch, entry: HistoryEntry, mapper: HistoryMapper): Promise<void> {
  if (entry.kind === 'message') {
    const { messages, reactions } = await mapper.message(entry.message);
    batch.messages.push(...messages);
    batch.reactions.push(...reactions);
  } else if (entry.kind === 'chat') {
    const chat = await mapper.chat(entry.chat);
    if (chat) batch.chats.push(chat);
  } else if (entry.kind === 'name') {
    const contact = await mapper.name(entry.name);
    if (contact) batch.contacts.push(contact);
  }
}

function identitiesIn(entries: HistoryEntry[], mapper: HistoryMapper): { phone: Jid; lid: Jid }[] {
  return entries.flatMap((entry) => {
    const named =
      entry.kind === 'identity' ? entry.identity : entry.kind === 'chat' ? addressesOf(entry.chat) : undefined;
    const identity = named && mapper.identity(named);
    return identity ? [identity] : [];
  });
}

/** A chat of two may tell the other address of its partner. */
function addressesOf({ id, pnJid, lidJid }: proto.IConversation): proto.IPhoneNumberToLIDMapping {
  return id?.endsWith('@lid') ? { lidJid: id, pnJid: pnJid ?? null } : { pnJid: id ?? null, lidJid: lidJid ?? null };
}

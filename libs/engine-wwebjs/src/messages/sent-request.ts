import { InvalidInputError, type Jid, type MessageId, type SentStore } from '@columba/core';

/** What is handed to the page for one message: kept by its id before it leaves, and repeated word for word. */
export interface SentRequest {
  content: string | null;
  options?: Record<string, unknown>;
  extra?: Record<string, unknown>;
  mentions?: string[];
  /** Of a status: who sees it. */
  audience?: string[];
  /** Of the answered message, in the page's spelling. */
  quoted?: { chats: string[]; id: string; fromMe: boolean; participants: string[] };
  /** A message to be passed on instead of one with words of its own. */
  forwarded?: { chats: string[]; id: string; fromMe: boolean; participants: string[] };
}

/** The first request of an id wins. @param make is called when there is none */
export async function keptRequest(
  sent: SentStore,
  chat: Jid,
  id: MessageId,
  make: () => SentRequest | Promise<SentRequest>,
): Promise<SentRequest> {
  const kept = sent.get(chat, id);
  if (kept) return requestIn(kept);
  const request = await make();
  sent.keep(chat, id, Buffer.from(JSON.stringify({ engine: 'wwebjs', request })));
  return request;
}

function requestIn(bytes: Uint8Array): SentRequest {
  try {
    const kept = JSON.parse(Buffer.from(bytes).toString('utf8')) as { engine?: string; request?: SentRequest };
    if (kept.engine === 'wwebjs' && kept.request) return kept.request;
  } catch {
    // Another engine's bytes are no JSON.
  }
  throw new InvalidInputError('This message was made by another engine, which cannot be repeated by this one');
}

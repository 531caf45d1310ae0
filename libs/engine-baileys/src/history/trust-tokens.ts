import { toNumber, type proto, type SignalDataSet, type SignalKeyStoreWithTransaction } from '@whiskeysockets/baileys';
// Not exported by the package's index; the contract spec tells when it moves.
import { buildMergedTcTokenIndexWrite, resolveTcTokenJid } from '@whiskeysockets/baileys/lib/Utils/tc-token-utils.js';
import type { LidBook } from '../people/lid-book.js';

/**
 * Keeps the tokens by which people have let this account write to them; without them WhatsApp refuses messages that
 * start a chat (error 463). A newer token is never replaced by an older one.
 */
export async function keepTokens(
  chats: readonly proto.IConversation[],
  keys: SignalKeyStoreWithTransaction,
  book: LidBook,
): Promise<void> {
  const lidOf = async (phone: string) => (await book.otherWire(phone)) ?? null;
  const entries: NonNullable<SignalDataSet['tctoken']> = {};
  for (const { id, tcToken, tcTokenTimestamp, tcTokenSenderTimestamp } of chats) {
    const timestamp = toNumber(tcTokenTimestamp);
    if (!id || !tcToken?.length || !timestamp) continue;
    const address = await resolveTcTokenJid(id, lidOf);
    const stored = (await keys.get('tctoken', [address]))[address];
    if (Number(stored?.timestamp ?? 0) >= timestamp) continue;
    const sent = toNumber(tcTokenSenderTimestamp);
    entries[address] = {
      ...stored,
      token: Buffer.from(tcToken),
      timestamp: String(timestamp),
      ...(sent ? { senderTimestamp: sent } : {}),
    };
  }
  if (Object.keys(entries).length === 0) return;
  await keys.transaction(async () => {
    await keys.set({ tctoken: { ...entries, ...(await buildMergedTcTokenIndexWrite(keys, Object.keys(entries))) } });
  }, 'trust tokens');
}

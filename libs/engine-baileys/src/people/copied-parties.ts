import type { proto } from '@whiskeysockets/baileys';
import type { LidBook } from './lid-book.js';
import { isMe, known, type Me, type Parties } from './parties.js';
import { toJid } from './person.mapper.js';

/**
 * Between whom a message passed that the phone hands over as it keeps it.
 * @returns `undefined` when it names no chat.
 */
export async function copiedParties(copy: proto.IWebMessageInfo, book: LidBook, me: Me): Promise<Parties | undefined> {
  const { key } = copy;
  const chat = toJid(key?.remoteJid);
  if (!key?.id || !chat) return undefined;
  const fromMe = key.fromMe ?? false;
  const partner = await known([key.remoteJid ?? undefined], book, fromMe ? undefined : (copy.pushName ?? undefined));
  const author = key.participant ?? copy.participant ?? undefined;
  const own = fromMe || isMe(author, me);
  const sender = await known(own ? [me.id, me.lid] : [author], book, copy.pushName ?? undefined);
  return {
    chat: partner?.id ?? chat,
    sender: sender ?? partner ?? { id: chat },
    fromMe: own,
    many: !partner,
    ...(partner ? { partner } : {}),
  };
}

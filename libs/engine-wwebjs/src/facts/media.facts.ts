import { fact } from '@columba/core';
import { toMedia } from '../mappers/content/media.content.js';
import { toKey } from '../mappers/key.mapper.js';
import type { Readers } from './reading.js';

/** What came of the wish that the own phone uploads a file again. */
export const MEDIA_READERS: Readers = {
  media: ({ message, there }, { context, late, serial }) => {
    const key = toKey(message.key);
    if (!key) return [];
    const media = { ...toMedia(message), state: there ? ('pending' as const) : ('expired' as const) };
    const base = { occurredAt: context.clock.now(), late, chat: key.chat };
    return [fact('media.changed', { messageId: key.id, chat: key.chat, media }, ['media', key.id, serial], base)];
  },
};

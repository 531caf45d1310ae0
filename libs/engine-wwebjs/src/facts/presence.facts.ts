import { fact } from '@columba/core';
import { toTime } from '../mappers/message.mapper.js';
import { toChat, toPerson } from '../mappers/person.mapper.js';
import type { Readers } from './reading.js';

export const PRESENCE_READERS: Readers = {
  presence: ({ chat: page, by, state: presence, lastSeen }, { context, serial }) => {
    const [chat, participant] = [toChat(page), toPerson(by)];
    if (!chat || !participant) return [];
    const data = { chat, participant, presence, ...(lastSeen ? { lastSeenAt: toTime(lastSeen) } : {}) };
    return [fact('presence.changed', data, ['presence', serial], { occurredAt: context.clock.now(), chat })];
  },
};

import { describe, expect, it } from '@jest/globals';
import { MemoryLog } from '../../../../../../test/support/memory-log.js';
import { ANNA, FAMILY, ME, message } from '../../../../../../test/support/messages.js';
import type { EventContext } from '../events/gajosu-happenings.js';
import { topicsOf } from './gajosu-topics.js';

const context: EventContext = { account: () => ME, message: () => undefined };
const log = new MemoryLog(() => new Date('2026-11-21T03:16:20.500Z'));
const names = (...event: Parameters<typeof log.append>) =>
  topicsOf(log.append(...event), context).map(([name]) => name);

describe('what viewers hear', () => {
  it.each([
    [false, ['message', 'message.create']],
    [true, ['message.create']],
  ])('of a message whose text came late, own: %s', (fromMe, expected) => {
    expect(names('message.recovered', { message: message({ key: { fromMe } }) })).toEqual(expected);
  });

  it('of an ack in a group: only what brought the message as a whole further', () => {
    const data = { messageId: message().key.id, chat: FAMILY, participant: ANNA, status: 'read' } as const;
    expect(names('message.status_changed', data)).toEqual([]);
    expect(names('message.status_changed', { ...data, messageStatus: 'delivered' })).toEqual(['message.ack']);
  });
});

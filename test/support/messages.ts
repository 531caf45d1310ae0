import { type Message, type MessageKey, parseJid, parseMessageId } from '@columba/core';

export const ME = parseJid('34999000111');
export const ANNA = parseJid('34600111222');
export const FAMILY = parseJid('120363041234567890@g.us');

/** A text from Anna to the account, unless told otherwise. */
export function message(over: Partial<Omit<Message, 'key'>> & { key?: Partial<MessageKey> } = {}): Message {
  const { key, ...rest } = over;
  const fromMe = key?.fromMe ?? false;
  return {
    key: { chat: ANNA, id: parseMessageId('3A0B1C2D3E4F5A6B7C8D'), fromMe, ...key },
    from: fromMe ? { id: ME, phone: '+34999000111' } : { id: ANNA, phone: '+34600111222', name: 'Anna' },
    occurredAt: new Date('2026-11-21T03:16:20.500Z'),
    content: { kind: 'text', text: 'Hello' },
    origin: fromMe ? 'api' : 'contact',
    ...(fromMe && { status: 'sent' as const }),
    mentions: [],
    forwarded: false,
    starred: false,
    ...rest,
  };
}

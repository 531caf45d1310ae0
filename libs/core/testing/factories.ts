import {
  parseMessageId,
  parseSessionName,
  phoneOf,
  type Chat,
  type Group,
  type Jid,
  type Message,
  type MessageKey,
  type Person,
} from '../src/index.js';

export const ANN = '4915100000901@s.whatsapp.net' as Jid;
export const ANN_LID = '20000000009001@lid' as Jid;
/** The account that the session is linked to. */
export const ME = '4915100000900@s.whatsapp.net' as Jid;
export const CHANNEL = '120363000009999998@newsletter' as Jid;
export const GROUP = '120363000009999999@g.us' as Jid;
export const OCCURRED_AT = new Date('2026-01-02T03:04:00.000Z');
export const A_SESSION = parseSessionName('home');

/** Ann, whose phone and LID are known; with another `id` only what follows from it. */
export function aPerson(overrides: Partial<Person> = {}): Person {
  if (overrides.id === undefined || overrides.id === ANN)
    return { id: ANN, phone: '+4915100000901', lid: ANN_LID, name: 'Ann', ...overrides };
  const phone = phoneOf(overrides.id);
  return { ...(phone ? { phone } : { lid: overrides.id }), ...overrides, id: overrides.id };
}

export type MessageOverrides = Partial<Omit<Message, 'key'>> & { key?: Partial<MessageKey> };

/** A text from Ann in the chat with her. With `key.fromMe` it is an own message, sent. */
export function aMessage(overrides: MessageOverrides = {}): Message {
  const { key, ...rest } = overrides;
  const own = key?.fromMe ?? false;
  return {
    key: { chat: ANN, id: parseMessageId('3EB0000000000000000001'), fromMe: own, ...key },
    from: own ? aPerson({ id: ME, name: 'Me' }) : aPerson(),
    occurredAt: OCCURRED_AT,
    content: { kind: 'text', text: 'Hello' },
    origin: own ? 'api' : 'contact',
    ...(own ? { status: 'sent' as const } : {}),
    mentions: [],
    forwarded: false,
    starred: false,
    ...rest,
  };
}

export const aTextMessage = (text: string, overrides: MessageOverrides = {}): Message =>
  aMessage({ ...overrides, content: { kind: 'text', text } });

/** A group that Ann owns. */
export function aGroup(overrides: Partial<Group> = {}): Group {
  return {
    id: GROUP,
    subject: 'Garden',
    owner: aPerson(),
    createdAt: OCCURRED_AT,
    announceOnly: false,
    locked: false,
    joinApproval: false,
    membersCanAdd: true,
    disappearingSeconds: 0,
    participants: [{ ...aPerson(), role: 'owner' }],
    ...overrides,
  };
}

/** The chat with Ann. */
export function aChat(overrides: Partial<Chat> = {}): Chat {
  return {
    id: ANN,
    kind: 'person',
    name: 'Ann',
    unreadCount: 0,
    markedUnread: false,
    archived: false,
    pinned: false,
    mutedUntil: null,
    disappearingSeconds: 0,
    lastActivityAt: OCCURRED_AT,
    readOnly: false,
    ...overrides,
  };
}

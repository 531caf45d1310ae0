import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fact, type GroupRole, type Jid, type MessageId, parseJid, STATUS_JID } from '@columba/core';
import { aFact, aGroup, aMessage, GROUP } from '@columba/core/testing';
import { HOME, PHONE, received, StorageFixture, textFrom } from '../../testing/fixture.js';

let fixture: StorageFixture;
beforeEach(() => void (fixture = new StorageFixture()));
afterEach(() => fixture.dispose());

const role = (id: Jid, name: GroupRole) => ({ id, role: name });
const revoked = (id: string, by: Jid) =>
  fact(
    'message.revoked',
    { messageId: id as MessageId, chat: GROUP, by: { id: by }, scope: 'everyone' },
    ['r', id, by],
    {
      occurredAt: new Date('2026-01-02T03:05:00Z'),
      chat: GROUP,
    },
  );

describe('the read model', () => {
  const ref = { messageId: 'A' as MessageId, chat: PHONE, by: { id: PHONE } };
  const message = () => fixture.storage.messages.get(HOME, PHONE, ref.messageId);
  const MEDIA = { mediaId: 'm', state: 'pending', mimeType: 'image/png' } as const;

  it('shows a message as it is after edits, stars and its revocation', () => {
    const { inbox } = fixture.storage;
    inbox.record(HOME, [received(textFrom({ id: PHONE }, 'A'))]);
    const editedAt = new Date('2026-01-02T03:05:00.000Z');
    inbox.record(HOME, [aFact('message.edited', { ...ref, text: 'better', editedAt }), aFact('message.starred', ref)]);
    expect(message()).toMatchObject({ content: { kind: 'text', text: 'better' }, editedAt, starred: true });
    inbox.record(HOME, [aFact('message.revoked', ref)]);
    expect(message()?.revokedAt).toEqual(aFact('message.revoked').occurredAt);
  });

  it('lets nobody but its author change a message, whatever id a stranger names', () => {
    const { inbox } = fixture.storage;
    inbox.record(HOME, [received(textFrom({ id: PHONE }, 'A'))]);
    const by = { id: parseJid('+44 7700 900123') };
    const forged = inbox.record(HOME, [
      aFact('message.edited', { ...ref, by, text: 'forged' }),
      aFact('message.revoked', { ...ref, by }),
    ]);
    expect(forged.filter(({ type }) => type.startsWith('message.'))).toEqual([]);
    expect(message()).toMatchObject({ content: { kind: 'text' } });
    expect(message()?.content).not.toMatchObject({ text: 'forged' });
    expect(message()?.revokedAt).toBeUndefined();
  });

  it('lets the admins of a group take back what members wrote, and no member but the author', () => {
    const [admin, member] = [parseJid('+44 7700 900123'), parseJid('+44 7700 900124')];
    const group = aGroup({
      id: GROUP,
      participants: [role(PHONE, 'member'), role(admin, 'admin'), role(member, 'member')],
    });
    const shown = (id: string) => fixture.storage.messages.get(HOME, GROUP, id as MessageId)?.content.kind;
    const { inbox } = fixture.storage;
    inbox.record(HOME, [
      aFact('group.joined', { group }),
      ...['A', 'B'].map((id) => received(textFrom({ id: PHONE }, id, GROUP))),
    ]);
    inbox.record(HOME, [revoked('A', member), revoked('B', member)]);
    expect([shown('A'), shown('B')]).toEqual(['text', 'text']);
    inbox.record(HOME, [revoked('A', admin), revoked('B', PHONE)]);
    expect([shown('A'), shown('B')]).toEqual(['system', 'system']);
  });

  it('gives a picture its new caption, and its file when that is there', () => {
    const content = { kind: 'image', media: MEDIA } as const;
    fixture.storage.inbox.record(HOME, [
      received({ ...textFrom({ id: PHONE }, 'A'), content }),
      aFact('message.edited', { ...ref, text: 'look' }),
      aFact('media.changed', { ...ref, media: { ...MEDIA, state: 'ready' } }),
    ]);
    expect(message()?.content).toEqual({ kind: 'image', media: { ...MEDIA, state: 'ready' }, caption: 'look' });
  });

  it('counts what is unread in a chat, not what we said nor what came to everybody', () => {
    const { inbox, chats } = fixture.storage;
    inbox.record(HOME, [
      received(textFrom({ id: PHONE }, 'A')),
      received(textFrom({ id: PHONE }, 'B', STATUS_JID)),
      aFact('message.sent', { message: aMessage({ key: { chat: PHONE, fromMe: true, id: 'C' as MessageId } }) }),
      aFact('message.recovered', { message: textFrom({ id: PHONE }, 'A') }),
    ]);
    expect(chats.list(HOME, { limit: 50 }).data).toMatchObject([{ id: PHONE, unreadCount: 1 }]);
    inbox.record(HOME, [aFact('chat.updated', { chat: { id: PHONE, unreadCount: 0 } })]);
    expect(chats.get(HOME, PHONE)?.unreadCount).toBe(0);
    inbox.record(HOME, [aFact('chat.removed', { chat: PHONE })]);
    expect(chats.list(HOME, { limit: 50 }).data).toEqual([]);
    expect(message()).toBeUndefined();
  });
});

import { beforeEach, describe, expect, it } from '@jest/globals';
import type { proto, SignalKeyStore } from '@whiskeysockets/baileys';
import { parseJid, type Fact } from '@columba/core';
import { InMemoryContext } from '@columba/core/testing';
import { LidBook } from '../people/lid-book.js';
import { LabelBook } from './label-book.js';
import { settingFacts, type SettingScope } from './setting.facts.js';

const ME = { id: '4915100000001:3@s.whatsapp.net', lid: '100000000000001:3@lid' };
const ANN = parseJid('4915100000002');
const ANN_LID = '100000000000002@lid';
const GROUP = parseJid('120363000000000001@g.us');
const AT = 1_700_000_000_000;
const MAPPINGS: Record<string, string> = {
  '100000000000002_reverse': '4915100000002',
  '4915100000002': '100000000000002',
};

const keys = {
  get: (_type: string, ids: string[]) =>
    Object.fromEntries(ids.flatMap((id) => (MAPPINGS[id] === undefined ? [] : [[id, MAPPINGS[id]]]))),
} as unknown as SignalKeyStore;

describe('what a setting means', () => {
  let scope: SettingScope;
  beforeEach(() => {
    const labels = new LabelBook(new InMemoryContext().keys);
    scope = { me: ME, book: new LidBook(keys), labels, now: new Date(0), late: false };
  });

  const facts = (index: string[], value: proto.ISyncActionValue = {}, removed = false): Promise<Fact[]> =>
    settingFacts({ index, value: { timestamp: AT, ...value }, removed, mac: 'bWFj' }, scope);
  const only = async (...args: Parameters<typeof facts>): Promise<Fact | undefined> => {
    const made = await facts(...args);
    expect(made.length).toBeLessThan(2);
    return made[0];
  };

  it.each<[string, string[], proto.ISyncActionValue, object]>([
    ['archived', ['archive', ANN], { archiveChatAction: { archived: true } }, { archived: true }],
    ['not archived', ['archive', ANN], { archiveChatAction: { archived: false } }, { archived: false }],
    ['pinned', ['pin_v1', ANN], { pinAction: { pinned: true } }, { pinned: true }],
    ['muted', ['mute', ANN], { muteAction: { muted: true, muteEndTimestamp: AT } }, { mutedUntil: new Date(AT) }],
    ['not muted', ['mute', ANN], { muteAction: { muted: false, muteEndTimestamp: AT } }, { mutedUntil: null }],
    ['unread', ['markChatAsRead', ANN], { markChatAsReadAction: { read: false } }, { markedUnread: true }],
  ])('a chat is %s', async (_, index, value, change) => {
    expect(await only(index, value)).toEqual({
      type: 'chat.updated',
      chat: ANN,
      occurredAt: new Date(AT),
      late: false,
      dedupe: ['s', 'bWFj'],
      data: { chat: { id: ANN, ...change }, changed: Object.keys(change) },
    });
  });

  it.each<[string, proto.SyncActionValue.ISyncActionMessageRange | undefined, Date]>([
    ['its last message then', { lastMessageTimestamp: 1_699_999_000 }, new Date(1_699_999_000_000)],
    ['when that was', undefined, new Date(AT)],
  ])('a chat is read, emptied or gone up to %s', async (_, messageRange, upTo) => {
    const range = messageRange ? { messageRange } : {};
    expect((await only(['markChatAsRead', ANN], { markChatAsReadAction: { read: true, ...range } }))?.data).toEqual({
      chat: { id: ANN, markedUnread: false },
      changed: ['markedUnread'],
      upTo,
    });
    expect(await only(['clearChat', ANN, '1', '0'], { clearChatAction: range })).toMatchObject({ data: { upTo } });
    expect(await only(['deleteChat', ANN, '1'], { deleteChatAction: range })).toMatchObject({ data: { upTo } });
  });

  it('a chat that is muted for ever is muted until a day that nobody sees', async () => {
    const made = await only(['mute', ANN], { muteAction: { muted: true, muteEndTimestamp: -1 } });
    expect(made).toMatchObject({ data: { chat: { mutedUntil: new Date('9999-12-31T00:00:00.000Z') } } });
  });

  it('what is taken back is no longer so', async () => {
    expect(await only(['pin_v1', ANN], { pinAction: { pinned: true } }, true)).toMatchObject({
      data: { chat: { pinned: false } },
    });
    expect(await only(['star', ANN, 'M1', '0', '0'], { starAction: { starred: true } }, true)).toMatchObject({
      data: { starred: false },
    });
  });

  it('a chat named by the hidden identity is the one under the number that is known', async () => {
    expect(await only(['archive', ANN_LID], { archiveChatAction: { archived: true } })).toMatchObject({ chat: ANN });
    expect(await only(['archive', GROUP], { archiveChatAction: { archived: true } })).toMatchObject({ chat: GROUP });
  });

  it('a chat is emptied or gone', async () => {
    expect(await only(['clearChat', ANN, '1', '0'])).toMatchObject({
      data: { chat: { id: ANN }, changed: ['messages'] },
    });
    expect(await only(['deleteChat', ANN, '1'])).toMatchObject({ type: 'chat.removed', data: { chat: ANN } });
  });

  it('a message is starred, or deleted for this account alone', async () => {
    const by = { id: '4915100000001@s.whatsapp.net' };
    expect(await only(['star', GROUP, 'M1', '0', ANN], { starAction: { starred: true } })).toMatchObject({
      type: 'message.starred',
      data: { messageId: 'M1', chat: GROUP, by, starred: true },
    });
    expect(await only(['deleteMessageForMe', ANN, 'M2', '1', '0'])).toMatchObject({
      type: 'message.revoked',
      data: { messageId: 'M2', chat: ANN, by, scope: 'me' },
    });
  });

  it('somebody is in the address book, and no longer', async () => {
    const contact = { id: ANN, lid: ANN_LID, phone: '+4915100000002' };
    expect(await only(['contact', ANN], { contactAction: { fullName: 'Ann Other', firstName: 'Ann' } })).toMatchObject({
      type: 'contact.updated',
      data: { contact: { ...contact, savedName: 'Ann Other' }, changed: ['savedName'] },
    });
    const gone = await only(['contact', ANN], { contactAction: { fullName: 'Ann Other' } }, true);
    expect(gone?.data).toEqual({ contact, changed: ['savedName'] });
  });

  it('labels come, are put on chats, and go with all that has them', async () => {
    await facts(['label_edit', '7'], { labelEditAction: { name: 'Club', color: 3 } });
    await facts(['label_edit', '8'], { labelEditAction: { name: 'Shop', color: 1 } });
    expect(scope.labels.list()).toEqual([
      { id: '7', name: 'Club', color: 3 },
      { id: '8', name: 'Shop', color: 1 },
    ]);
    const on = { labelAssociationAction: { labeled: true } };
    await facts(['label_jid', '7', ANN], on);
    expect(await only(['label_jid', '8', ANN_LID], on)).toMatchObject({
      type: 'chat.labels_changed',
      data: { chat: ANN, labelIds: ['7', '8'] },
    });
    expect(await only(['label_edit', '7'], { labelEditAction: { deleted: true } })).toMatchObject({
      type: 'label.removed',
      data: { labelId: '7' },
    });
    expect(await only(['label_jid', '8', ANN], { labelAssociationAction: { labeled: false } })).toMatchObject({
      data: { labelIds: [] },
    });
  });

  it('what concerns only the devices, and what is damaged, is not told', async () => {
    expect(await facts(['setting_pushName'], { pushNameSetting: { name: 'Ann' } })).toEqual([]);
    expect(await facts(['archive'], { archiveChatAction: { archived: true } })).toEqual([]);
    expect(await facts(['star', ANN], { starAction: { starred: true } })).toEqual([]);
    expect(await facts(['label_edit'], {})).toEqual([]);
    expect(await facts([])).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { SignalKeyStore } from '@whiskeysockets/baileys';
import { LidBook } from './lid-book.js';
import { partiesOf, wireParties } from './parties.js';

const ME = { id: '4915100000001:3@s.whatsapp.net', lid: '100000000000001:3@lid' };
const ANN_PN = '4915100000002@s.whatsapp.net';
const ANN_LID = '100000000000002@lid';
const GROUP = '120363000000000001@g.us';
const message = (attrs: Record<string, string>) => ({ tag: 'message', attrs: { id: 'A', ...attrs } });

const book = (mappings: Record<string, string> = {}) => {
  const keys = { get: (_type: string, ids: string[]) => Object.fromEntries(ids.map((id) => [id, mappings[id]])) };
  return new LidBook(keys as unknown as SignalKeyStore);
};

describe('between whom a message passed', () => {
  it.each([
    ['phone', { from: '4915100000002:7@s.whatsapp.net', sender_lid: ANN_LID }],
    ['hidden identity', { from: '100000000000002:7@lid', sender_pn: ANN_PN }],
  ])('names a sender by both addresses when addressed by %s', async (_, attrs) => {
    expect(await partiesOf(message({ ...attrs, notify: 'Ann' }), ME, book())).toEqual({
      chat: ANN_PN,
      partner: { id: ANN_PN, phone: '+4915100000002', lid: ANN_LID, name: 'Ann' },
      sender: { id: ANN_PN, phone: '+4915100000002', lid: ANN_LID, name: 'Ann' },
      fromMe: false,
      many: false,
    });
  });

  it('adds what was learnt earlier when the stanza names one address only', async () => {
    const learnt = book({ '100000000000002_reverse': '4915100000002', '4915100000002': '100000000000002' });
    expect(await partiesOf(message({ from: ANN_LID }), ME, learnt)).toMatchObject({ chat: ANN_PN });
    expect((await partiesOf(message({ from: ANN_PN }), ME, learnt))?.sender.lid).toBe(ANN_LID);
  });

  it('keeps to the hidden identity while the phone is not known', async () => {
    expect(await partiesOf(message({ from: ANN_LID }), ME, book())).toMatchObject({
      chat: ANN_LID,
      sender: { id: ANN_LID, lid: ANN_LID },
    });
  });

  it('takes a channel for who says what is said in it', async () => {
    const chat = '120363000000000001@newsletter';
    expect(await partiesOf(message({ from: chat, server_id: '1' }), ME, book())).toEqual({
      chat,
      sender: { id: chat },
      fromMe: false,
      many: false,
    });
  });

  it('does not take our own other address for the recipient of a copy from our phone', async () => {
    const copy = message({
      from: '4915100000001@s.whatsapp.net',
      recipient: ANN_PN,
      sender_lid: '100000000000001@lid',
    });
    const parties = await partiesOf(copy, ME, book());
    expect(parties).toMatchObject({ chat: ANN_PN, fromMe: true, sender: { id: '4915100000001@s.whatsapp.net' } });
    expect(parties?.partner).toEqual({ id: ANN_PN, phone: '+4915100000002' });
  });

  it('names the sender in a group', async () => {
    const parties = await partiesOf(message({ from: GROUP, participant: ANN_LID, participant_pn: ANN_PN }), ME, book());
    expect(parties).toMatchObject({ chat: GROUP, many: true, fromMe: false, sender: { id: ANN_PN, lid: ANN_LID } });
  });

  it('recognises this account by either address', () => {
    expect(wireParties(message({ from: GROUP, participant: '100000000000001:0@lid' }), ME).fromMe).toBe(true);
    expect(wireParties(message({ from: '4915100000001@s.whatsapp.net' }), ME).fromMe).toBe(true);
    expect(wireParties(message({ from: ANN_PN }), ME).fromMe).toBe(false);
  });
});

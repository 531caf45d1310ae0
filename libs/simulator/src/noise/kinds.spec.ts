import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { decryptPollVote, proto, type AnyMessageContent, type WAMessage } from '@whiskeysockets/baileys';
import type { MessageContent } from '../world/content.js';
import { sealVote } from './phone/vote-seal.js';
import { simulatorFixture, text } from '../../testing/fixture.js';
import type { RealClient } from '../../testing/real-client.js';

const CAROL = '15550007777';
const carol = `${CAROL}@s.whatsapp.net`;
const VCARD = 'BEGIN:VCARD\nVERSION:3.0\nFN:Bea\nEND:VCARD';

const SAYABLE: Exclude<
  MessageContent,
  | { kind: 'text' | 'viewOnce' | 'unsupported' | 'disappearing' | 'reaction' | 'edit' | 'revoke' | 'vote' | 'pin' }
  | { file: unknown }
>[] = [
  { kind: 'location', latitude: 52.5, longitude: 13.25, name: 'Gate', address: 'Square' },
  { kind: 'location', latitude: 52.5, longitude: 13.25, live: true },
  { kind: 'contact', contacts: [{ name: 'Bea', vcard: VCARD }] },
  {
    kind: 'contact',
    contacts: [
      { name: 'Bea', vcard: VCARD },
      { name: 'Cai', vcard: VCARD },
    ],
  },
  { kind: 'poll', question: 'Tea?', options: ['Yes', 'No'], selectableCount: 1 },
  { kind: 'event', name: 'Harvest', startsAt: 1_900_000_000_000, location: 'Garden', description: 'Baskets' },
  { kind: 'buttons', text: 'Gate?', buttons: [{ id: 'open', text: 'Open' }], footer: 'Home' },
  {
    kind: 'list',
    text: 'Which?',
    buttonText: 'Choose',
    sections: [{ title: 'Down', rows: [{ id: 'hall', title: 'Hall' }] }],
  },
  { kind: 'buttonReply', buttonId: 'open', text: 'Open' },
  { kind: 'listReply', rowId: 'hall', title: 'Hall' },
  { kind: 'groupInvite', groupId: '123456@g.us', groupName: 'Choir', code: 'abc', caption: 'Come' },
];

const upsert = async (client: RealClient, id: string): Promise<WAMessage> => {
  const find = () => client.upserts.find(({ message }) => message.key.id === id)?.message;
  if (!find()) await client.wait('messages.upsert', () => find() !== undefined);
  return find() as WAMessage;
};
const say = async (client: RealClient, content: AnyMessageContent) => {
  const sent = await client.socket.sendMessage(carol, content);
  return sent as WAMessage & { key: { id: string } };
};

describe('kinds of messages', () => {
  const fixture = simulatorFixture({ seed: 'kinds' });
  let last = 15550000400;
  const link = () => fixture.link(String((last += 1)));

  beforeAll(async () => {
    await fixture.sim.contact.add({ pn: CAROL, name: 'Carol', receipts: { delayMs: null } });
  });

  const seen = async (client: RealClient, id: string) => {
    await fixture.sim.await({ event: 'message.shown', match: { account: CAROL, key: { id } } });
    return fixture.sim.recipient.view({ pn: CAROL, chat: client.number });
  };
  it('carries every kind from a phone to a client, and back as it was', async () => {
    const ann = await link();
    for (const content of SAYABLE) {
      const { id } = await fixture.sim.send({ from: CAROL, to: ann.number, content });
      const { message } = await upsert(ann, id);
      if (!message) throw new Error(`${content.kind} did not open`);
      const back = '3EB0' + createHash('md5').update(id).digest('hex').slice(0, 16).toUpperCase();
      await ann.socket.relayMessage(carol, message, { messageId: back });
      const shown = (await seen(ann, back)).find(({ key }) => key.id === back);
      expect(shown?.content).toEqual(content);
    }
  });

  it('carries quotes, mentions, the forwarded mark and disappearing', async () => {
    const { sim } = fixture;
    const ann = await link();
    const first = await say(ann, { text: 'first' });
    const { id } = await sim.send({
      from: CAROL,
      to: ann.number,
      content: text('@you'),
      notes: {
        quoted: { sender: ann.number, id: first.key.id },
        mentions: [ann.number],
        forwarded: true,
        expiresAfter: 86_400,
      },
    });
    expect((await upsert(ann, id)).message?.extendedTextMessage?.contextInfo).toMatchObject({
      stanzaId: first.key.id,
      participant: ann.jid,
      mentionedJid: [ann.jid],
      isForwarded: true,
      expiration: 86_400,
    });
    const answer = await ann.socket.sendMessage(
      carol,
      { text: 'answer', mentions: [carol] },
      { quoted: await upsert(ann, id) },
    );
    const shown = (await seen(ann, answer?.key.id ?? '')).at(-1);
    expect(shown).toMatchObject({ quoted: { sender: CAROL, id }, mentions: [CAROL] });
  });

  it('applies what a client does to messages', async () => {
    const { sim } = fixture;
    const ann = await link();
    const { key } = await say(ann, { text: 'Tomorow' });
    const edited = await say(ann, { text: 'Tomorrow', edit: key });
    expect(await seen(ann, edited.key.id)).toMatchObject([{ content: text('Tomorrow'), edited: true }]);
    const pinned = await say(ann, { pin: key, type: proto.PinInChat.Type.PIN_FOR_ALL, time: 86_400 });
    expect(await seen(ann, pinned.key.id)).toMatchObject([{ pinned: true }]);
    const revoked = await say(ann, { delete: key });
    expect(await seen(ann, revoked.key.id)).toMatchObject([{ revoked: true, copies: 1 }]);

    const { id } = await sim.send({ from: CAROL, to: ann.number, content: text('Hello') });
    const theirs = (await upsert(ann, id)).key;
    const reacted = await say(ann, { react: { text: '👍', key: theirs } });
    expect((await seen(ann, reacted.key.id)).at(-1)?.reactions).toEqual({ [ann.number]: '👍' });
    const ended = await say(ann, { react: { text: '', key: theirs } });
    expect((await seen(ann, ended.key.id)).at(-1)?.reactions).toEqual({});
  });

  it('tells a client what a person does to messages', async () => {
    const { sim } = fixture;
    const ann = await link();
    const { key } = await say(ann, { text: 'Hello' });
    await seen(ann, key.id);
    const act = { from: CAROL, to: ann.number, target: { sender: ann.number, id: key.id } };
    const reaction = await sim.react({ ...act, emoji: '❤️' });
    expect((await upsert(ann, reaction.id)).message?.reactionMessage).toMatchObject({
      text: '❤️',
      key: { id: key.id },
    });
    const own = await sim.send({ from: CAROL, to: ann.number, content: text('Oops') });
    const target = { sender: CAROL, id: own.id };
    const edit = await sim.edit({ ...act, target, text: 'Sorry' });
    const { message } = await upsert(ann, edit.id);
    expect(message?.protocolMessage?.editedMessage?.extendedTextMessage?.text).toBe('Sorry');
    await upsert(ann, (await sim.pin({ ...act, target, seconds: 60 })).id);
    await upsert(ann, (await sim.revoke({ ...act, target })).id);
    const view = await sim.recipient.view({ pn: CAROL, chat: ann.number });
    expect(view).toMatchObject([{ reactions: { [CAROL]: '❤️' } }, { edited: true, pinned: true, revoked: true }]);
    await expect(sim.revoke({ ...act, target: { sender: CAROL, id: 'none' } })).rejects.toThrow('no message');
  });

  it.each(['pn', 'lid'] as const)('encrypts votes both ways, addressed by %s', async (addressing) => {
    const { sim } = fixture;
    const ann = await link();
    const { lid } = await sim.account.add({ pn: ann.number });
    const { lid: carolLid } = await sim.account.add({ pn: CAROL });
    const names = addressing === 'pn' ? [ann.jid, carol] : [`${lid}@lid`, `${carolLid}@lid`];
    const [me = '', she = ''] = names;
    const sent = await ann.socket.sendMessage(she, { poll: { name: 'When?', values: ['Mon', 'Tue'] } });
    const id = sent?.key.id ?? '';
    await seen(ann, id);
    const secret = sent?.message?.messageContextInfo?.messageSecret ?? new Uint8Array();
    const ballot = await sim.vote({
      from: CAROL,
      to: ann.number,
      target: { sender: ann.number, id },
      options: ['Tue'],
      addressing,
    });
    const update = (await upsert(ann, ballot.id)).message?.pollUpdateMessage?.vote ?? {};
    const vote = decryptPollVote(update, { pollCreatorJid: me, pollMsgId: id, pollEncKey: secret, voterJid: she });
    expect(vote.selectedOptions?.map((hash) => Buffer.from(hash))).toEqual([
      createHash('sha256').update('Tue').digest(),
    ]);

    await ann.socket.relayMessage(
      she,
      {
        pollUpdateMessage: {
          pollCreationMessageKey: { remoteJid: she, fromMe: true, id },
          vote: sealVote(['Mon', 'Tue'], secret, { pollId: id, creator: me, voter: me }),
        },
      },
      { messageId: `3EB0FEED${addressing === 'pn' ? '01' : '02'}` },
    );
    const view = await seen(ann, `3EB0FEED${addressing === 'pn' ? '01' : '02'}`);
    expect(view[0]?.votes).toEqual({ [CAROL]: ['Tue'], [ann.number]: ['Mon', 'Tue'] });
  });

  it('says of a view-once message only that it is there', async () => {
    const ann = await link();
    const { id } = await fixture.sim.send({ from: CAROL, to: ann.number, content: { kind: 'viewOnce' } });
    await fixture.sim.await({ event: 'delivery.sent', match: { key: { id } } });
    const [record] = await fixture.sim.stanzas({ tag: 'message', direction: 'out', attrs: { id } });
    expect(record?.text).toContain('<unavailable type="view_once"/>');
    expect(record?.text).not.toContain('<enc');
  });

  it('leaves nothing unknown', async () => {
    const { noise } = await fixture.sim.stats();
    expect(noise).toMatchObject({ unknownIqs: {}, unknownStanzas: {}, errors: [] });
  });
});

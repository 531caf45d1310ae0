import { beforeAll, describe, expect, it } from '@jest/globals';
import wwebjs, { type Message, type PollVote, type Reaction } from 'whatsapp-web.js';
import type { BrowserClient } from '../../testing/browser-client.js';
import { browserFixture } from '../../testing/browser-fixture.js';
import { text } from '../../testing/fixture.js';
import type { RealClient } from '../../testing/real-client.js';

const { Location, Poll } = wwebjs;

const ALICE = '15550000001';
const BOB = '15550000002';
const CAROL = '15550000003';

/** An account in a browser and one on the other door's client, in one world. */
describe('messages of a browser', () => {
  const fixture = browserFixture({ seed: 'web-messages', doors: ['noise', 'web'] });
  let alice: BrowserClient;
  let bob: RealClient;

  beforeAll(async () => {
    await fixture.sim.contact.add({ pn: CAROL, name: 'Carol' });
    bob = await fixture.linkNoise(BOB);
    alice = await fixture.link(ALICE);
  });

  const acked = (id: string, ack: number) =>
    alice.wait<[Message, number]>('message_ack', (message, level) => message.id.id === id && level >= ack);

  it('go to a client of the other door under the same id, and are acknowledged', async () => {
    const sent = await alice.client.sendMessage(`${BOB}@c.us`, 'hello Bob');
    const { message } = await bob.text('hello Bob');
    expect(message.key).toMatchObject({ id: sent.id.id, remoteJid: `${ALICE}@s.whatsapp.net`, fromMe: false });
    await acked(sent.id.id, 2);
    await bob.socket.readMessages([message.key]);
    await acked(sent.id.id, 3);
    expect((await alice.client.getMessageById(sent.id._serialized)).ack).toBe(3);
  });

  it('come from a client of the other door under the same id, and are acknowledged', async () => {
    const id = await bob.send(`${ALICE}@s.whatsapp.net`, 'hello Alice');
    const message = await alice.text('hello Alice');
    expect(message).toMatchObject({ from: `${BOB}@c.us`, to: alice.wid, fromMe: false, type: 'chat' });
    expect(message.id.id).toBe(id);
    const read = bob.status(id, 4);
    await (await message.getChat()).sendSeen();
    await read;
  });

  it('of one phone show up in the browser of the same account', async () => {
    const { id } = await fixture.sim.send({ from: ALICE, to: CAROL, content: text('from my phone') });
    const message = await alice.text('from my phone');
    expect(message).toMatchObject({ fromMe: true, to: `${CAROL}@c.us`, id: { id } });
  });

  it('are reacted to in both directions', async () => {
    const sent = await alice.client.sendMessage(`${BOB}@c.us`, 'react to this');
    const { message } = await bob.text('react to this');
    await bob.socket.sendMessage(`${ALICE}@s.whatsapp.net`, { react: { text: '👍', key: message.key } });
    const [reaction] = await alice.wait<[Reaction]>('message_reaction', (given) => given.reaction === '👍');
    expect(reaction).toMatchObject({ senderId: `${BOB}@c.us`, msgId: { id: sent.id.id } });
    await sent.reload();
    expect(await sent.getReactions()).toMatchObject([{ aggregateEmoji: '👍', senders: [{ senderId: `${BOB}@c.us` }] }]);

    const reacted = bob.wait('messages.upsert', ({ messages }) =>
      messages.some((each) => each.message?.reactionMessage?.text === '❤️'),
    );
    await bob.send(`${ALICE}@s.whatsapp.net`, 'and to this');
    await (await alice.text('and to this')).react('❤️');
    await reacted;
  });

  it('are edited in both directions', async () => {
    const sent = await alice.client.sendMessage(`${BOB}@c.us`, 'befor');
    await bob.text('befor');
    await sent.edit('before');
    const shown = await fixture.sim.recipient.view({ pn: BOB, chat: ALICE });
    expect(shown.find(({ key }) => key.id === sent.id.id)).toMatchObject({ edited: true, content: text('before') });

    const key = (await bob.socket.sendMessage(`${ALICE}@s.whatsapp.net`, { text: 'afer' }))?.key;
    await alice.text('afer');
    await bob.socket.sendMessage(`${ALICE}@s.whatsapp.net`, { text: 'after', edit: key ?? {} });
    const [edited, now, then] = await alice.wait<[Message, string, string]>(
      'message_edit',
      (_m, body) => body === 'after',
    );
    expect([edited.id.id, now, then]).toEqual([key?.id, 'after', 'afer']);
  });

  it('are revoked in both directions', async () => {
    const sent = await alice.client.sendMessage(`${BOB}@c.us`, 'oh no');
    const { message } = await bob.text('oh no');
    const gone = bob.wait('messages.update', (updates) => updates.some(({ key }) => key.id === message.key.id));
    await sent.delete(true);
    await gone;

    const key = (await bob.socket.sendMessage(`${ALICE}@s.whatsapp.net`, { text: 'never mind' }))?.key;
    await alice.text('never mind');
    await bob.socket.sendMessage(`${ALICE}@s.whatsapp.net`, { delete: key ?? {} });
    const [revoked] = await alice.wait<[Message]>('message_revoke_everyone', ({ id }) => id.id === key?.id);
    expect(revoked).toMatchObject({ type: 'revoked', body: '' });
  });

  it('can be polls, voted in from both doors', async () => {
    const poll = await alice.client.sendMessage(`${BOB}@c.us`, new Poll('Tea?', ['yes', 'no']));
    await fixture.sim.await({ event: 'message.posted', match: { key: { id: poll.id.id } } });
    const target = { sender: ALICE, id: poll.id.id };
    await fixture.sim.vote({ from: BOB, to: ALICE, target, options: ['no'] });
    const [vote] = await alice.wait<[PollVote]>('vote_update', ({ voter }) => voter === `${BOB}@c.us`);
    expect(vote.selectedOptions).toEqual([{ name: 'no', localId: 1 }]);

    const asked = await fixture.sim.send({
      from: BOB,
      to: ALICE,
      content: { kind: 'poll', question: 'Cake?', options: ['yes', 'no'], selectableCount: 1 },
    });
    const [shown] = await alice.wait<[Message]>('message', ({ id }) => id.id === asked.id);
    expect(shown).toMatchObject({ type: 'poll_creation', pollName: 'Cake?', allowMultipleAnswers: false });
    await shown.vote(['yes']);
    const [question] = (await fixture.sim.recipient.view({ pn: BOB, chat: ALICE })).filter(
      ({ key }) => key.id === asked.id,
    );
    expect(question?.votes).toEqual({ [ALICE]: ['yes'] });
  });

  it('can be places and contact cards, quote others and mention people', async () => {
    await alice.client.sendMessage(`${BOB}@c.us`, new Location(52.5, 13.4, { name: 'Berlin', address: 'Mitte' }));
    await alice.client.sendMessage(`${BOB}@c.us`, await alice.client.getContactById(`${CAROL}@c.us`));
    const quoted = await bob.send(`${ALICE}@s.whatsapp.net`, 'who comes?');
    const answer = await (await alice.text('who comes?')).reply('Carol', undefined, { mentions: [`${CAROL}@c.us`] });
    await bob.text('Carol');
    const shown = await fixture.sim.recipient.view({ pn: BOB, chat: ALICE });
    expect(shown.map(({ content }) => content)).toEqual(
      expect.arrayContaining([
        { kind: 'location', latitude: 52.5, longitude: 13.4, name: 'Berlin', address: 'Mitte' },
        { kind: 'contact', contacts: [{ name: 'Carol', vcard: expect.stringContaining('FN:Carol') }] },
      ]),
    );
    expect(shown.find(({ key }) => key.id === answer.id.id)).toMatchObject({
      quoted: { sender: BOB, id: quoted },
      mentions: [CAROL],
    });
    expect(await answer.getQuotedMessage()).toMatchObject({ body: 'who comes?' });
  });

  it('of every other kind are shown', async () => {
    const kinds = {
      location: { kind: 'location', latitude: 1, longitude: 2 },
      multi_vcard: {
        kind: 'contact',
        contacts: [1, 2].map((n) => ({ name: `N${n}`, vcard: 'BEGIN:VCARD\nEND:VCARD' })),
      },
      event_creation: { kind: 'event', name: 'Party', startsAt: 1_800_000_000_000 },
      list_response: { kind: 'listReply', rowId: 'r1', title: 'One' },
      buttons_response: { kind: 'buttonReply', buttonId: 'b1', text: 'Yes' },
      list: { kind: 'list', text: 'Pick', buttonText: 'Open', sections: [{ rows: [{ id: 'r1', title: 'One' }] }] },
      groups_v4_invite: { kind: 'groupInvite', groupId: '120363000000000001@g.us', code: 'ABC' },
    } as const;
    for (const [type, content] of Object.entries(kinds)) {
      const { id } = await fixture.sim.send({ from: CAROL, to: ALICE, content: content as never });
      const [message] = await alice.wait<[Message]>('message', (candidate) => candidate.id.id === id);
      expect([message.type, message.from]).toEqual([type, `${CAROL}@c.us`]);
    }
    const once = await fixture.sim.send({ from: CAROL, to: ALICE, content: { kind: 'viewOnce' } });
    await alice.wait<[Message]>('message_ciphertext', ({ id }) => id.id === once.id);
  });

  it('are found again: by chat, by id, by words', async () => {
    for (const n of [1, 2, 3]) await fixture.sim.send({ from: CAROL, to: ALICE, content: text(`line ${n}`) });
    await alice.text('line 3');
    const chat = await alice.client.getChatById(`${CAROL}@c.us`);
    const bodies = (await chat.fetchMessages({})).map(({ body }) => body);
    expect(bodies.slice(-3)).toEqual(['line 1', 'line 2', 'line 3']);
    const [found] = await alice.client.searchMessages('line 2', { chatId: `${CAROL}@c.us` });
    expect((await alice.client.getMessageById(found?.id._serialized ?? '')).body).toBe('line 2');
  });

  it('make chats and contacts', async () => {
    const chats = await alice.client.getChats();
    const partners = chats.map(({ id }) => id._serialized).toSorted();
    expect(partners).toEqual([`${BOB}@c.us`, `${CAROL}@c.us`]);
    expect(chats.find(({ id }) => id.user === CAROL)).toMatchObject({ name: 'Carol', isGroup: false });
    const contacts = await alice.client.getContacts();
    expect(contacts.find(({ id }) => id.user === CAROL)).toMatchObject({ pushname: 'Carol', isMe: false });
    expect(await alice.client.getNumberId('19990001111')).toBeNull();
    expect(await alice.client.getNumberId(CAROL)).toMatchObject({ _serialized: `${CAROL}@c.us` });
    expect(await alice.client.sendMessage('19990001111@c.us', 'anybody?')).toBeUndefined();
  });

  it('are announced by typing, in both directions', async () => {
    const chat = await alice.client.getChatById(`${BOB}@c.us`);
    await chat.sendStateTyping();
    await fixture.sim.await({ event: 'typing', match: { from: ALICE, to: BOB, state: 'composing' } });
    await alice.client.setStatus('busy');
    expect((await fixture.sim.account.list()).find(({ pn }) => pn === ALICE)?.about).toBe('busy');
    const carol = await alice.client.getContactById(`${CAROL}@c.us`);
    await carol.block();
    expect((await alice.client.getContactById(`${CAROL}@c.us`)).isBlocked).toBe(true);
    await carol.unblock();
  });
});

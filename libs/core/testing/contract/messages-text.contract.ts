import { expect } from '@jest/globals';
import type { MessageStatus } from '../../src/index.js';
import { failsWith, sendIsRefused } from './stage.js';
import type { ContractSuite, Facet } from './suite.js';

export function describeText(suite: ContractSuite): void {
  suite.facet('messages: sending text', (facet) => {
    sending(facet);
    receipts(facet);
    repeatedSends(facet);
    quotesAndMentions(facet);
  });
}

function sending(facet: Facet): void {
  facet.bothAddresses(
    'messages.send.text',
    'a text reaches the contact under the id it was given',
    async (t, contact) => {
      const id = t.harness.newMessageId();
      const { key, dispatchedAt } = await t.engine.messages.send(
        contact.shownAs,
        { kind: 'text', text: 'Grüße 👋' },
        { messageId: id },
      );
      expect(key).toMatchObject({ chat: contact.shownAs, id, fromMe: true });
      expect(dispatchedAt).toBeInstanceOf(Date);
      const seen = await contact.seesMessage(t.owner.jid, id);
      expect(seen).toMatchObject({ from: t.owner.jid, content: { kind: 'text', text: 'Grüße 👋' }, copies: 1 });
    },
  );

  facet.bothAddresses('messages.send.text', 'the confirmed message is a fact', async (t, contact) => {
    const { id } = await t.engine.messages
      .send(contact.shownAs, { kind: 'text', text: 'Hello' }, { messageId: t.harness.newMessageId() })
      .then(({ key }) => key);
    const { data, chat, late } = await t.facts.next('message.sent', ({ data }) => data.message.key.id === id);
    expect(data.message).toMatchObject({
      key: { chat: contact.shownAs, id, fromMe: true },
      from: { id: t.owner.jid },
      origin: 'api',
      content: { kind: 'text', text: 'Hello' },
    });
    expect({ chat, late }).toEqual({ chat: contact.shownAs, late: false });
  });

  facet.behaviour('messages.send.text', 'a text to a group reaches every member', async (t) => {
    const [one, other] = [await t.contact(), await t.contact()];
    const group = await t.ownGroup(one, other);
    const { id, chat } = await t.sendText(group, 'To all');
    expect(chat).toBe(group);
    for (const member of [one, other])
      expect(await member.seesMessage(group, id)).toMatchObject({ from: t.owner.jid, content: { text: 'To all' } });
  });

  facet.behaviour('messages.send.text', 'a text to oneself arrives on the own phone', async (t) => {
    const { id } = await t.sendText(t.owner.jid, 'Note to self');
    expect(await t.owner.seesMessage(t.owner.jid, id)).toMatchObject({ content: { text: 'Note to self' } });
  });

  facet.behaviour('messages.send.text', 'what is sent shows on the own phone, too', async (t) => {
    const contact = await t.contact();
    const { id } = await t.sendText(contact.jid, 'From my computer');
    expect(await t.owner.seesMessage(contact.jid, id)).toMatchObject({ content: { text: 'From my computer' } });
  });

  facet.behaviour('messages.send.text', 'a number without an account is refused', (t) =>
    sendIsRefused('not_on_whatsapp', t, t.harness.strangerJid(), t.harness.newMessageId()),
  );

  facet.behaviour('messages.send.text', 'only admins can write where only admins may', async (t) => {
    const founder = await t.contact();
    const group = await t.foreignGroup(founder);
    await founder.groups.update(group, { announceOnly: true });
    await t.facts.next('group.updated', ({ data }) => data.group.id === group && data.changed.includes('announceOnly'));
    await sendIsRefused('not_allowed', t, group, t.harness.newMessageId());
  });

  facet.behaviour('messages.send.text', 'a message that shall disappear says so', async (t) => {
    const contact = await t.contact();
    const { id } = await t.sendText(contact.jid, 'Forget this', { disappearingSeconds: 86_400 });
    expect((await contact.seesMessage(t.owner.jid, id)).expiresAfterSeconds).toBe(86_400);
  });
}

function receipts(facet: Facet): void {
  facet.bothAddresses('messages.send.text', 'sent, delivered and read are told in this order', async (t, contact) => {
    await contact.turnPhone(false);
    const { id } = await t.sendText(contact.shownAs);
    const next = (status: MessageStatus) =>
      t.facts.next('message.status_changed', ({ data }) => data.messageId === id && data.status === status);
    await next('sent');
    await t.quiet();
    const told = () => t.facts.of('message.status_changed').filter(({ data }) => data.messageId === id);
    expect(told().map(({ data }) => data.status)).toEqual(['sent']);
    await contact.turnPhone(true);
    await next('delivered');
    await contact.receipt(t.owner.jid, id, 'read');
    await next('read');
    expect(told().map(({ data }) => data.status)).toEqual(['sent', 'delivered', 'read']);
    expect(told().every(({ data }) => data.chat === contact.shownAs)).toBe(true);
  });

  facet.behaviour('messages.send.text', 'in a group it is told for each recipient', async (t) => {
    const [one, other] = [await t.contact(), await t.contact()];
    const group = await t.ownGroup(one, other);
    const { id } = await t.sendText(group);
    for (const member of [one, other]) {
      await member.receipt(group, id, 'read');
      await t.facts.next(
        'message.status_changed',
        ({ data }) => data.messageId === id && data.status === 'read' && data.participant === member.jid,
      );
    }
  });
}

function repeatedSends(facet: Facet): void {
  facet.bothAddresses(
    'messages.send.text',
    'the same id once more repeats the first bytes, shown once',
    async (t, contact) => {
      const { id } = await t.sendText(contact.shownAs, 'First');
      await t.engine.messages.send(contact.shownAs, { kind: 'text', text: 'Second' }, { messageId: id });
      const seen = await contact.seesMessage(t.owner.jid, id, ({ copies }) => copies === 2);
      expect(seen).toMatchObject({ content: { text: 'First' }, differingCopies: 0 });
      await t.quiet();
      expect(await contact.messagesIn(t.owner.jid)).toHaveLength(1);
      expect(t.facts.of('message.sent').filter(({ data }) => data.message.key.id === id)).toHaveLength(1);
    },
  );

  facet.behaviour('messages.send.text', 'also after a restart', async (t) => {
    const mine = await t.newLinkedEngine();
    const contact = await t.contact();
    const id = t.harness.newMessageId();
    await mine.engine.messages.send(contact.jid, { kind: 'text', text: 'First' }, { messageId: id });
    await mine.restart();
    await mine.facts.next('session.state_changed', ({ data }) => data.state === 'stopped');
    await mine.facts.next('session.state_changed', ({ data }) => data.state === 'connected');
    await mine.engine.messages.send(contact.jid, { kind: 'text', text: 'Second' }, { messageId: id });
    const seen = await contact.seesMessage(mine.owner.jid, id, ({ copies }) => copies === 2);
    expect(seen).toMatchObject({ content: { text: 'First' }, differingCopies: 0 });
  });
}

function quotesAndMentions(facet: Facet): void {
  facet.bothAddresses('messages.quote', 'an answer names what it answers', async (t, contact) => {
    const { key } = await t.receive(contact, 'Shall I come?');
    const { id } = await t.sendText(contact.shownAs, 'Yes', { quoted: key });
    expect((await contact.seesMessage(t.owner.jid, id)).quoted).toBe(key.id);
  });

  facet.behaviour('messages.quote', 'an unknown message is not found', async (t) => {
    const contact = await t.contact();
    const quoted = { chat: contact.jid, id: t.harness.newMessageId(), fromMe: false };
    const options = { messageId: t.harness.newMessageId(), quoted };
    await failsWith('not_found', t.engine.messages.send(contact.jid, { kind: 'text', text: 'Yes' }, options));
  });

  facet.behaviour('messages.quote', 'in a group, too', async (t) => {
    const contact = await t.contact();
    const group = await t.ownGroup(contact);
    const { key } = await t.receive(contact, 'Who comes?', { chat: group });
    const { id } = await t.sendText(group, 'I do', { quoted: key });
    expect((await contact.seesMessage(group, id)).quoted).toBe(key.id);
  });

  facet.bothAddresses('receiving', 'a received answer names what it answers', async (t, contact) => {
    const { id } = await t.sendText(contact.shownAs, 'Coming?');
    const answer = await t.receive(contact, 'Yes', { quoted: id });
    expect(answer.quoted).toMatchObject({ id });
  });

  facet.behaviour('messages.mention', 'a mentioned person is named to the others', async (t) => {
    const contact = await t.contact();
    const group = await t.ownGroup(contact);
    const { id } = await t.sendText(group, `@${contact.phone.slice(1)} your turn`, { mentions: [contact.jid] });
    expect((await contact.seesMessage(group, id)).mentions).toEqual([contact.jid]);
  });

  facet.behaviour('messages.mentionAll', 'every member sees that everybody is meant', async (t) => {
    const [one, other] = [await t.contact(), await t.contact()];
    const group = await t.ownGroup(one, other);
    const { id } = await t.sendText(group, '@all dinner is ready', { mentionAll: true });
    for (const member of [one, other])
      expect(await member.seesMessage(group, id)).toMatchObject({ mentionsAll: true, mentions: [] });
    const told = t.facts.of('message.sent').filter(({ data }) => data.message.mentionsAll);
    expect(told.map(({ data }) => data.message.key.id)).toEqual([id]);
    const plain = await t.sendText(group, 'Nobody in particular');
    expect((await one.seesMessage(group, plain.id)).mentionsAll).toBeFalsy();
  });

  facet.behaviour('messages.mentionAll', 'outside of groups there is nobody else', async (t) => {
    const { jid } = await t.contact();
    const options = { messageId: t.harness.newMessageId(), mentionAll: true };
    await failsWith('invalid_input', t.engine.messages.send(jid, { kind: 'text', text: 'You!' }, options));
  });

  facet.behaviour('messages.mentionAll', 'a received message that means everybody says so', async (t) => {
    const contact = await t.contact();
    const group = await t.ownGroup(contact);
    expect(await t.receive(contact, '@all', { chat: group, mentionAll: true })).toMatchObject({ mentionsAll: true });
    expect((await t.receive(contact, 'Hi', { chat: group })).mentionsAll).toBeFalsy();
  });

  facet.behaviour('receiving', 'a received mention names the persons meant', async (t) => {
    const contact = await t.contact();
    const group = await t.ownGroup(contact);
    const message = await t.receive(contact, 'You!', { chat: group, mentions: [t.owner.jid] });
    expect(message.mentions.map(({ id }) => id)).toEqual([t.owner.jid]);
  });
}

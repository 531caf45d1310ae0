import { expect } from '@jest/globals';
import { STATUS_JID } from '../../src/index.js';
import { failsWith } from './stage.js';
import type { ContractSuite, Facet } from './suite.js';

export function describeReceiving(suite: ContractSuite): void {
  suite.facet('messages: receiving', (facet) => {
    receiving(facet);
    identities(facet);
    undecryptable(facet);
    reading(facet);
  });
}

function receiving(facet: Facet): void {
  facet.bothAddresses('receiving', 'a text is told with all that is known of its sender', async (t, contact) => {
    const id = await contact.send(t.owner.jid, { kind: 'text', text: 'Hello' });
    const fact = await t.facts.next('message.received', ({ data }) => data.message.key.id === id);
    expect(fact).toMatchObject({ chat: contact.shownAs, late: false });
    expect(fact.occurredAt).toBeInstanceOf(Date);
    const { message } = fact.data;
    expect(message.key).toEqual({ chat: contact.shownAs, id, fromMe: false });
    expect(message.from).toMatchObject({ id: contact.shownAs, lid: contact.lid });
    expect(message.from.phone).toBe(contact.shownAs === contact.jid ? contact.phone : undefined);
    expect(message).toMatchObject({ content: { kind: 'text', text: 'Hello' }, origin: 'contact', forwarded: false });
    expect(message.status).toBeUndefined();
  });

  facet.bothAddresses('receiving', 'the sender learns that it was delivered', async (t, contact) => {
    const { key } = await t.receive(contact);
    await contact.seesMessage(t.owner.jid, key.id, ({ receipts }) => receipts[t.owner.jid] === 'delivered');
  });

  facet.behaviour('receiving', 'in a group the sender is the participant', async (t) => {
    const contact = await t.contact();
    const group = await t.ownGroup(contact);
    const message = await t.receive(contact, 'Hi all', { chat: group });
    expect(message.key).toEqual({ chat: group, id: message.key.id, fromMe: false, participant: contact.shownAs });
    expect(message.from.id).toBe(contact.shownAs);
  });

  facet.behaviour('receiving', 'what the owner writes on the phone is an own message of a device', async (t) => {
    const contact = await t.contact();
    const id = await t.owner.send(contact.jid, { kind: 'text', text: 'From my phone' });
    const { data } = await t.facts.next('message.sent', ({ data }) => data.message.key.id === id);
    expect(data.message).toMatchObject({
      key: { chat: contact.jid, id, fromMe: true },
      from: { id: t.owner.jid },
      origin: 'device',
      content: { text: 'From my phone' },
    });
  });

  facet.bothAddresses('receiving', 'the same message delivered again is told once', async (t, contact) => {
    const { key } = await t.receive(contact, 'Once');
    await contact.sendAgain(t.owner.jid, key.id);
    await t.quiet();
    expect(t.facts.of('message.received').filter(({ data }) => data.message.key.id === key.id)).toHaveLength(1);
  });

  facet.behaviour('receiving', 'messages of a chat are told in the order in which they were sent', async (t) => {
    const contact = await t.contact();
    const ids = [];
    for (let n = 1; n <= 10; n++) ids.push(await contact.send(t.owner.jid, { kind: 'text', text: String(n) }));
    for (const id of ids) await t.received(id);
    const told = t.facts.of('message.received').filter(({ chat }) => chat === contact.jid);
    expect(told.map(({ data }) => data.message.key.id)).toEqual(ids);
  });

  facet.behaviour('receiving', 'a forwarded message says so', async (t) => {
    const message = await t.receive(await t.contact(), 'Pass it on', { forwarded: true });
    expect(message.forwarded).toBe(true);
  });

  facet.behaviour('receiving', 'a text of a disappearing chat says when it ends', async (t) => {
    const contact = await t.contact();
    await contact.chats.setDisappearing(t.owner.jid, 86_400);
    const message = await t.receive(contact, 'Not for long');
    expect(message.expiresAt?.getTime()).toBe(message.occurredAt.getTime() + 86_400_000);
  });

  facet.behaviour('receiving', "a contact's status is told as such", async (t) => {
    const contact = await t.contact();
    await t.receive(contact);
    const message = await t.receive(contact, 'My day', { chat: STATUS_JID });
    expect(message).toMatchObject({ key: { chat: STATUS_JID, participant: contact.jid }, from: { id: contact.jid } });
  });
}

function identities(facet: Facet): void {
  facet.behaviour('receiving', 'a number that is revealed in mid-conversation is given beside the LID', async (t) => {
    const contact = await t.contact({ phoneHidden: true });
    const before = await t.receive(contact, 'Guess who');
    expect(before.from).toMatchObject({ id: contact.lid, lid: contact.lid });
    await contact.revealPhone();
    const after = await t.receive(contact, 'It is me');
    expect(after.from).toMatchObject({ id: contact.jid, phone: contact.phone, lid: contact.lid });
    const { id } = await t.sendText(contact.lid, 'Still reaching you');
    await contact.seesMessage(t.owner.jid, id);
  });

  facet.behaviour('messages.send.text', 'a known contact is reached under the LID as well', async (t) => {
    const contact = await t.contact();
    await t.receive(contact);
    const { id } = await t.sendText(contact.lid, 'Same person');
    await contact.seesMessage(t.owner.jid, id);
    expect(await contact.messagesIn(t.owner.jid)).toHaveLength(2);
  });
}

function undecryptable(facet: Facet): void {
  facet.bothAddresses(
    'receiving',
    'what cannot be decrypted is told, and told again when it can',
    async (t, contact) => {
      const id = await contact.sendUndecryptable(t.owner.jid, { kind: 'text', text: 'Secret' });
      const broken = await t.facts.next('message.undecryptable', ({ data }) => data.message.key.id === id);
      expect(broken.data.message.content).toMatchObject({ kind: 'unsupported', reason: 'undecryptable' });
      await contact.recover(t.owner.jid, id);
      const mended = await t.facts.next('message.recovered', ({ data }) => data.message.key.id === id);
      expect(mended.data.message).toMatchObject({
        key: broken.data.message.key,
        content: { kind: 'text', text: 'Secret' },
      });
      expect(t.facts.of('message.received').filter(({ data }) => data.message.key.id === id)).toEqual([]);
    },
  );
}

function reading(facet: Facet): void {
  facet.bothAddresses('messages.markRead', 'the sender learns that it was read, and not before', async (t, contact) => {
    const { key } = await t.receive(contact);
    await contact.seesMessage(t.owner.jid, key.id, ({ receipts }) => receipts[t.owner.jid] === 'delivered');
    await t.quiet();
    const before = await contact.seesMessage(t.owner.jid, key.id);
    expect(before.receipts[t.owner.jid]).toBe('delivered');
    await t.engine.messages.markRead([key]);
    await contact.seesMessage(t.owner.jid, key.id, ({ receipts }) => receipts[t.owner.jid] === 'read');
  });

  facet.behaviour('messages.markRead', 'several at once, also in a group', async (t) => {
    const [one, other] = [await t.contact(), await t.contact()];
    const group = await t.ownGroup(one, other);
    const first = await t.receive(one, 'First', { chat: group });
    const second = await t.receive(other, 'Second', { chat: group });
    await t.engine.messages.markRead([first.key, second.key]);
    await one.seesMessage(group, first.key.id, ({ receipts }) => receipts[t.owner.jid] === 'read');
    await other.seesMessage(group, second.key.id, ({ receipts }) => receipts[t.owner.jid] === 'read');
  });

  facet.behaviour('messages.markRead', 'an unknown message is not found, or harms nothing', async (t) => {
    const contact = await t.contact();
    const key = { chat: contact.jid, id: t.harness.newMessageId(), fromMe: false };
    // An engine that keeps no messages cannot know.
    await t.engine.messages.markRead([key]).catch((error: unknown) => failsWith('not_found', Promise.reject(error)));
    expect((await t.receive(contact)).key.id).not.toBe(key.id);
    expect(t.engine.session.state.state).toBe('connected');
  });
}

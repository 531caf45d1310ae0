import { expect } from '@jest/globals';
import { JPEG } from './media-samples.js';
import { changeIsRefused, failsWith } from './stage.js';
import type { ContractSuite, Facet } from './suite.js';

export function describeChanges(suite: ContractSuite): void {
  suite.facet('messages: changes', (facet) => {
    edits(facet);
    revokes(facet);
    deletions(facet);
    reactions(facet);
    votes(facet);
    starsAndPins(facet);
    forwards(facet);
  });
}

function edits(facet: Facet): void {
  facet.bothAddresses('messages.edit', 'the contact sees the new text in place of the old', async (t, contact) => {
    const key = await t.sendText(contact.shownAs, 'Tomorow');
    await t.engine.messages.edit(key, 'Tomorrow', t.harness.newMessageId());
    const seen = await contact.seesMessage(t.owner.jid, key.id, ({ edited }) => edited);
    expect(seen.content).toMatchObject({ text: 'Tomorrow' });
    expect(await contact.messagesIn(t.owner.jid)).toHaveLength(1);
    const { data } = await t.facts.next('message.edited', ({ data }) => data.messageId === key.id);
    expect(data).toMatchObject({ chat: contact.shownAs, by: { id: t.owner.jid }, text: 'Tomorrow' });
  });

  facet.behaviour('messages.edit', 'a caption can be edited', async (t) => {
    const contact = await t.contact();
    const media = await t.me.file(JPEG.bytes, JPEG.mimeType);
    const key = await t.send(contact.jid, { kind: 'image', media, caption: 'Old' });
    await t.engine.messages.edit(key, 'New', t.harness.newMessageId());
    const seen = await contact.seesMessage(t.owner.jid, key.id, ({ edited }) => edited);
    expect(seen.content).toMatchObject({ kind: 'image', caption: 'New' });
  });

  facet.behaviour('messages.edit', "somebody else's message cannot be edited", async (t) => {
    const { key } = await t.receive(await t.contact());
    await failsWith('not_allowed', t.engine.messages.edit(key, 'Changed', t.harness.newMessageId()));
  });

  facet.bothAddresses('receiving', 'an edit of a contact is told', async (t, contact) => {
    const { key } = await t.receive(contact, 'Tomorow');
    await contact.edit(t.owner.jid, key.id, 'Tomorrow');
    const { data, chat } = await t.facts.next('message.edited', ({ data }) => data.messageId === key.id);
    expect(data).toMatchObject({ chat: contact.shownAs, by: { id: contact.shownAs }, text: 'Tomorrow' });
    expect(data.editedAt).toBeInstanceOf(Date);
    expect(chat).toBe(contact.shownAs);
  });
}

function revokes(facet: Facet): void {
  facet.bothAddresses('messages.revoke', 'the contact sees it no more', async (t, contact) => {
    const key = await t.sendText(contact.shownAs, 'Oops');
    await t.engine.messages.revoke(key, t.harness.newMessageId());
    await contact.seesMessage(t.owner.jid, key.id, ({ revoked }) => revoked);
    const { data } = await t.facts.next('message.revoked', ({ data }) => data.messageId === key.id);
    expect(data).toMatchObject({ chat: contact.shownAs, by: { id: t.owner.jid }, scope: 'everyone' });
  });

  facet.behaviour('messages.revoke', 'an admin revokes what a member wrote', async (t) => {
    const [writer, reader] = [await t.contact(), await t.contact()];
    const group = await t.ownGroup(writer, reader);
    const { key } = await t.receive(writer, 'Spam', { chat: group });
    await t.engine.messages.revoke(key, t.harness.newMessageId());
    await reader.seesMessage(group, key.id, ({ revoked }) => revoked);
  });

  facet.behaviour('messages.revoke', "a contact's message in a chat of two cannot be revoked", async (t) => {
    const { key } = await t.receive(await t.contact());
    await failsWith('not_allowed', t.engine.messages.revoke(key, t.harness.newMessageId()));
  });

  facet.behaviour('receiving', 'that an admin took back what a member wrote is told', async (t) => {
    const [admin, writer] = [await t.contact(), await t.contact()];
    const group = await t.foreignGroup(admin, writer);
    const { key } = await t.receive(writer, 'Spam', { chat: group });
    await admin.revoke(group, key.id);
    const { data } = await t.facts.next('message.revoked', ({ data }) => data.messageId === key.id);
    expect(data).toMatchObject({ chat: group, by: { id: admin.jid }, scope: 'everyone' });
    await writer.seesMessage(group, key.id, ({ revoked }) => revoked);
  });

  facet.behaviour('messages.revoke', 'a member who is no admin cannot take back what another wrote', async (t) => {
    const [founder, writer] = [await t.contact(), await t.contact()];
    const group = await t.foreignGroup(founder, writer);
    const { key } = await t.receive(writer, 'Mine', { chat: group });
    const id = t.harness.newMessageId();
    await changeIsRefused('not_allowed', t.me, t.engine.messages.revoke(key, id), id);
    await t.sendText(group, 'After it');
    expect(await founder.seesMessage(group, key.id)).toMatchObject({ revoked: false, content: { text: 'Mine' } });
  });

  facet.bothAddresses('receiving', 'a revocation by a contact is told', async (t, contact) => {
    const { key } = await t.receive(contact, 'Oops');
    await contact.revoke(t.owner.jid, key.id);
    const { data } = await t.facts.next('message.revoked', ({ data }) => data.messageId === key.id);
    expect(data).toMatchObject({ chat: contact.shownAs, by: { id: contact.shownAs }, scope: 'everyone' });
  });
}

function deletions(facet: Facet): void {
  facet.behaviour('messages.deleteForMe', 'it is gone here and stays there', async (t) => {
    const contact = await t.contact();
    const { key, occurredAt } = await t.receive(contact, 'Hello');
    await t.owner.seesMessage(contact.jid, key.id);
    await t.engine.messages.deleteForMe(key, occurredAt);
    await t.owner.seesChat(contact.jid, ({ messages }) => messages === 0);
    const { data } = await t.facts.next('message.revoked', ({ data }) => data.messageId === key.id);
    expect(data.scope).toBe('me');
    expect(await contact.seesMessage(t.owner.jid, key.id)).toMatchObject({ revoked: false });
  });

  facet.behaviour('receiving', 'what is deleted on the phone alone is told', async (t) => {
    const contact = await t.contact();
    const { key } = await t.receive(contact);
    await t.owner.deleteForMe(contact.jid, key.id);
    const { data } = await t.facts.next('message.revoked', ({ data }) => data.messageId === key.id);
    expect(data).toMatchObject({ chat: contact.jid, by: { id: t.owner.jid }, scope: 'me' });
  });
}

function reactions(facet: Facet): void {
  facet.bothAddresses('messages.react', 'the contact sees the reaction, and its end', async (t, contact) => {
    const { key } = await t.receive(contact);
    const before = t.facts.all.length;
    await t.engine.messages.react(key, '👍', t.harness.newMessageId());
    await contact.seesMessage(t.owner.jid, key.id, (seen) => seen.reactions[t.owner.jid] === '👍');
    const own = await t.facts.next('message.reacted', ({ data }) => data.messageId === key.id);
    expect(own.data).toMatchObject({ by: { id: t.owner.jid }, emoji: '👍' });
    await t.engine.messages.react(key, null, t.harness.newMessageId());
    await contact.seesMessage(t.owner.jid, key.id, (seen) => !(t.owner.jid in seen.reactions));
    await t.quiet();
    // Of this chat: what was sent before, to others, may still be on its way to them.
    const told = t.facts.all.slice(before).filter(({ chat }) => chat === key.chat);
    expect(told.filter(({ type }) => type === 'message.status_changed')).toEqual([]);
  });

  facet.behaviour('messages.react', 'in a group, to a message of one of several', async (t) => {
    const [writer, reader] = [await t.contact(), await t.contact()];
    const group = await t.ownGroup(writer, reader);
    const { key } = await t.receive(writer, 'Done', { chat: group });
    await t.engine.messages.react(key, '🎉', t.harness.newMessageId());
    for (const member of [writer, reader])
      await member.seesMessage(group, key.id, (seen) => seen.reactions[t.owner.jid] === '🎉');
  });

  facet.bothAddresses('receiving', 'a reaction of a contact is told, and its end', async (t, contact) => {
    const key = await t.sendText(contact.shownAs);
    await contact.react(t.owner.jid, key.id, '❤️');
    const { data } = await t.facts.next('message.reacted', ({ data }) => data.messageId === key.id);
    expect(data).toMatchObject({ chat: contact.shownAs, by: { id: contact.shownAs }, emoji: '❤️' });
    await contact.react(t.owner.jid, key.id, null);
    const ended = await t.facts.next('message.reacted', ({ data }) => data.messageId === key.id);
    expect(ended.data.emoji).toBeNull();
  });

  facet.behaviour('messages.react', 'to an unknown message it is not found', async (t) => {
    const key = { chat: (await t.contact()).jid, id: t.harness.newMessageId(), fromMe: false };
    await failsWith('not_found', t.engine.messages.react(key, '👍', t.harness.newMessageId()));
  });
}

const POLL = { kind: 'poll', question: 'When?', options: ['Mon', 'Tue', 'Wed'], selectableCount: 2 } as const;
const poll = () => ({ ...POLL, options: [...POLL.options] });

function votes(facet: Facet): void {
  facet.bothAddresses('messages.vote', 'the contact sees the vote', async (t, contact) => {
    const { key } = await t.receive(contact, poll());
    await t.engine.messages.vote(key, ['Mon', 'Wed'], t.harness.newMessageId());
    const seen = await contact.seesMessage(t.owner.jid, key.id, ({ votes }) => t.owner.jid in votes);
    expect(seen.votes[t.owner.jid]?.toSorted()).toEqual(['Mon', 'Wed']);
  });

  facet.behaviour('messages.vote', 'for what is not offered is invalid', async (t) => {
    const { key } = await t.receive(await t.contact(), poll());
    await failsWith('invalid_input', t.engine.messages.vote(key, ['Sun'], t.harness.newMessageId()));
  });

  facet.bothAddresses('receiving', 'a vote of a contact is told in words', async (t, contact) => {
    const key = await t.send(contact.shownAs, poll());
    for (const options of [['Tue'], ['Mon', 'Tue'], []]) {
      await contact.vote(t.owner.jid, key.id, options);
      const { data } = await t.facts.next('poll.voted', ({ data }) => data.messageId === key.id);
      expect(data).toMatchObject({ chat: contact.shownAs, voter: { id: contact.shownAs } });
      expect(data.options.toSorted()).toEqual(options);
    }
  });

  facet.behaviour('receiving', 'votes in a group are told for each voter', async (t) => {
    const [one, other] = [await t.contact(), await t.contact()];
    const group = await t.ownGroup(one, other);
    const key = await t.send(group, poll());
    for (const voter of [one, other]) {
      await voter.vote(group, key.id, ['Wed']);
      await t.facts.next(
        'poll.voted',
        ({ data }) => data.messageId === key.id && data.chat === group && data.voter.id === voter.jid,
      );
    }
  });
}

function starsAndPins(facet: Facet): void {
  facet.behaviour('messages.star', 'it is starred on the own phone, and not for the contact', async (t) => {
    const contact = await t.contact();
    const { key } = await t.receive(contact);
    for (const starred of [true, false]) {
      await t.engine.messages.star(key, starred);
      await t.owner.seesMessage(contact.jid, key.id, (seen) => seen.starred === starred);
      await t.facts.next('message.starred', ({ data }) => data.messageId === key.id && data.starred === starred);
    }
    expect((await contact.seesMessage(t.owner.jid, key.id)).starred).toBe(false);
  });

  facet.behaviour('receiving', 'a star given on the phone is told', async (t) => {
    const contact = await t.contact();
    const { key } = await t.receive(contact);
    await t.owner.star(contact.jid, key.id, true);
    const { data } = await t.facts.next('message.starred', ({ data }) => data.messageId === key.id);
    expect(data).toMatchObject({ chat: contact.jid, starred: true });
  });

  facet.bothAddresses('messages.pin', 'the contact sees it pinned, and let go', async (t, contact) => {
    const key = await t.sendText(contact.shownAs, 'Keep in sight');
    await t.engine.messages.pin(key, 86_400, t.harness.newMessageId());
    await contact.seesMessage(t.owner.jid, key.id, ({ pinned }) => pinned);
    await t.engine.messages.pin(key, 0, t.harness.newMessageId());
    await contact.seesMessage(t.owner.jid, key.id, ({ pinned }) => !pinned);
  });

  facet.behaviour('messages.pin', 'it is told, and lasts as long as was asked for', async (t) => {
    const key = await t.sendText((await t.contact()).jid, 'Keep in sight for an hour');
    await t.engine.messages.pin(key, 3600, t.harness.newMessageId());
    const { data, occurredAt } = await t.facts.next('message.pinned', ({ data }) => data.messageId === key.id);
    expect(data).toMatchObject({ pinned: true, until: new Date(occurredAt.getTime() + 3_600_000) });
  });

  facet.bothAddresses('receiving', 'a pin of a contact is told', async (t, contact) => {
    const { key } = await t.receive(contact);
    await contact.pin(t.owner.jid, key.id, 86_400);
    const { data } = await t.facts.next('message.pinned', ({ data }) => data.messageId === key.id);
    expect(data).toMatchObject({ chat: contact.shownAs, by: { id: contact.shownAs }, pinned: true });
    expect(data.until).toBeInstanceOf(Date);
    await contact.pin(t.owner.jid, key.id, 0);
    await t.facts.next('message.pinned', ({ data }) => data.messageId === key.id && !data.pinned);
  });
}

function forwards(facet: Facet): void {
  facet.behaviour('messages.forward', 'another contact gets the text, marked as forwarded', async (t) => {
    const [writer, reader] = [await t.contact(), await t.contact()];
    const { key } = await t.receive(writer, 'Pass it on');
    const id = t.harness.newMessageId();
    const dispatched = await t.engine.messages.forward(key, reader.jid, id);
    expect(dispatched.key).toMatchObject({ chat: reader.jid, id, fromMe: true });
    const seen = await reader.seesMessage(t.owner.jid, id);
    expect(seen).toMatchObject({ content: { kind: 'text', text: 'Pass it on' }, forwarded: true });
  });

  facet.behaviour('messages.forward', 'what was edited is passed on in its new words', async (t) => {
    const [writer, reader] = [await t.contact(), await t.contact()];
    const { key } = await t.receive(writer, 'Tomorow');
    await writer.edit(t.owner.jid, key.id, 'Tomorrow');
    await t.facts.next('message.edited', ({ data }) => data.messageId === key.id);
    const id = t.harness.newMessageId();
    await t.engine.messages.forward(key, reader.jid, id);
    expect((await reader.seesMessage(t.owner.jid, id)).content).toMatchObject({ text: 'Tomorrow' });
  });

  facet.behaviour('messages.forward', 'an own message, too', async (t) => {
    const key = await t.sendText((await t.contact()).jid, 'Mine');
    const reader = await t.contact();
    const id = t.harness.newMessageId();
    await t.engine.messages.forward(key, reader.jid, id);
    expect(await reader.seesMessage(t.owner.jid, id)).toMatchObject({ content: { text: 'Mine' }, forwarded: true });
  });

  facet.behaviour('messages.forward', 'what is unknown or revoked is not found', async (t) => {
    const [writer, reader] = [await t.contact(), await t.contact()];
    const { key } = await t.receive(writer, 'Never mind');
    await writer.revoke(t.owner.jid, key.id);
    await t.facts.next('message.revoked', ({ data }) => data.messageId === key.id);
    for (const target of [key, { ...key, id: t.harness.newMessageId() }])
      await failsWith('not_found', t.engine.messages.forward(target, reader.jid, t.harness.newMessageId()));
  });

  facet.behaviour('messages.forward', 'a picture, too', async (t) => {
    const [writer, reader] = [await t.contact(), await t.contact()];
    const { key } = await t.receive(writer, { kind: 'image', ...JPEG });
    const id = t.harness.newMessageId();
    await t.engine.messages.forward(key, reader.jid, id);
    expect((await reader.seesMessage(t.owner.jid, id)).bytes).toEqual(JPEG.bytes);
  });
}

import { expect } from '@jest/globals';
import type { Chat, Jid, MessageKey } from '../../src/index.js';
import { JPEG } from './media-samples.js';
import { failsWith, type Stage } from './stage.js';
import type { ContractSuite, Facet } from './suite.js';

/** As an engine tells dates and as a phone shows them they may lose their milliseconds. */
const UNTIL = new Date('2035-01-01T00:00:00.000Z');

export function describeChats(suite: ContractSuite): void {
  suite.facet('chats', (facet) => {
    settings(facet);
    clearing(facet);
    disappearing(facet);
    labels(facet);
  });
}

const told = <K extends keyof Chat>(t: Stage, chat: Jid, name: K, value: Chat[K]) =>
  t.facts.next(
    'chat.updated',
    ({ data }) => data.chat.id === chat && data.changed.includes(name) && String(data.chat[name]) === String(value),
  );

function settings(facet: Facet): void {
  facet.bothAddresses('chats.archive', 'the phone shows it archived, and back', async (t, contact) => {
    const last = await t.receive(contact);
    for (const archived of [true, false]) {
      await t.engine.chats.archive(contact.shownAs, archived, last);
      await t.owner.seesChat(contact.jid, (seen) => seen.archived === archived);
      await told(t, contact.shownAs, 'archived', archived);
    }
  });

  facet.behaviour('chats.pin', 'the phone shows it on top, and back', async (t) => {
    const contact = await t.contact();
    await t.receive(contact);
    for (const pinned of [true, false]) {
      await t.engine.chats.pin(contact.jid, pinned);
      await t.owner.seesChat(contact.jid, (seen) => seen.pinned === pinned);
      await told(t, contact.jid, 'pinned', pinned);
    }
  });

  facet.behaviour('chats.mute', 'the phone shows until when, and that it ended', async (t) => {
    const contact = await t.contact();
    await t.receive(contact);
    for (const until of [UNTIL, null]) {
      await t.engine.chats.mute(contact.jid, until);
      await t.owner.seesChat(contact.jid, (seen) => seen.mutedUntil?.getTime() === until?.getTime());
      await told(t, contact.jid, 'mutedUntil', until);
    }
  });

  facet.behaviour('chats.markUnread', 'the phone shows the dot, and that it is gone', async (t) => {
    const contact = await t.contact();
    const last = await t.receive(contact);
    for (const unread of [true, false]) {
      await t.engine.chats.markUnread(contact.jid, unread, last);
      await t.owner.seesChat(contact.jid, (seen) => seen.markedUnread === unread);
      await told(t, contact.jid, 'markedUnread', unread);
    }
  });

  facet.behaviour('chats.markUnread', 'taking off what was never set says that the chat was read', async (t) => {
    const contact = await t.contact();
    const last = await t.receive(contact);
    await t.engine.messages.markRead([last.key]);
    await t.engine.chats.markUnread(contact.jid, false, last);
    await told(t, contact.jid, 'markedUnread', false);
  });

  facet.bothAddresses('receiving', 'what the phone read is read here', async (t, contact) => {
    const { key } = await t.receive(contact);
    await t.owner.receipt(contact.jid, key.id, 'read');
    await told(t, contact.shownAs, 'markedUnread', false);
  });

  facet.behaviour('receiving', 'what the phone read in a group is read here', async (t) => {
    const contact = await t.contact();
    const group = await t.ownGroup(contact);
    const { key } = await t.receive(contact, 'Hi all', { chat: group });
    await t.owner.receipt(group, key.id, 'read');
    await told(t, group, 'markedUnread', false);
  });

  facet.behaviour('receiving', 'what is done to a chat on the phone is told', async (t) => {
    const contact = await t.contact();
    await t.receive(contact);
    await t.owner.chats.archive(contact.jid, true);
    await told(t, contact.jid, 'archived', true);
    await t.owner.chats.pin(contact.jid, true);
    await told(t, contact.jid, 'pinned', true);
    await t.owner.chats.mute(contact.jid, UNTIL);
    await told(t, contact.jid, 'mutedUntil', UNTIL);
    await t.owner.chats.markUnread(contact.jid, true);
    await told(t, contact.jid, 'markedUnread', true);
    await t.owner.chats.clear(contact.jid);
    await t.facts.next('chat.updated', ({ data }) => data.chat.id === contact.jid && data.changed.includes('messages'));
    await t.owner.chats.delete(contact.jid);
    await t.facts.next('chat.removed', ({ data }) => data.chat === contact.jid);
  });
}

function clearing(facet: Facet): void {
  facet.behaviour('chats.clear', 'the phone shows an empty chat, the contact keeps it', async (t) => {
    const contact = await t.contact();
    const last = await t.receive(contact);
    await t.owner.seesChat(contact.jid, ({ messages }) => messages === 1);
    await t.engine.chats.clear(contact.jid, last);
    await t.owner.seesChat(contact.jid, ({ messages, exists }) => messages === 0 && exists);
    await t.facts.next('chat.updated', ({ data }) => data.chat.id === contact.jid && data.changed.includes('messages'));
    expect(await contact.messagesIn(t.owner.jid)).toHaveLength(1);
  });

  facet.behaviour('chats.delete', 'the phone has no such chat, until somebody writes', async (t) => {
    const contact = await t.contact();
    const last = await t.receive(contact);
    await t.engine.chats.delete(contact.jid, last);
    await t.owner.seesChat(contact.jid, ({ exists }) => !exists);
    await t.facts.next('chat.removed', ({ data }) => data.chat === contact.jid);
    await t.receive(contact, 'Still there?');
    await t.owner.seesChat(contact.jid, ({ exists, messages }) => exists && messages === 1);
  });
}

function disappearing(facet: Facet): void {
  facet.behaviour('chats.disappearing', 'the contact sees it, too, and back', async (t) => {
    const contact = await t.contact();
    await t.receive(contact);
    for (const seconds of [86_400, 0]) {
      await t.engine.chats.setDisappearing(contact.jid, seconds);
      await contact.seesChat(t.owner.jid, (seen) => seen.disappearingSeconds === seconds);
      await told(t, contact.jid, 'disappearingSeconds', seconds);
    }
  });

  facet.behaviour('chats.disappearing', 'in a group, the members see it', async (t) => {
    const member = await t.contact();
    const group = await t.ownGroup(member);
    await t.engine.chats.setDisappearing(group, 86_400);
    await member.seesGroup(group, (seen) => seen?.disappearingSeconds === 86_400);
    await told(t, group, 'disappearingSeconds', 86_400);
  });

  facet.bothAddresses(
    'chats.disappearing',
    'what is sent there disappears, unless said otherwise',
    async (t, contact) => {
      await t.receive(contact);
      await t.engine.chats.setDisappearing(contact.shownAs, 604_800);
      await told(t, contact.shownAs, 'disappearingSeconds', 604_800);
      const shown = async (key: MessageKey) =>
        (await contact.seesMessage(t.owner.jid, key.id)).expiresAfterSeconds ?? 0;
      const media = await t.me.file(JPEG.bytes, JPEG.mimeType);
      expect(await shown(await t.sendText(contact.shownAs))).toBe(604_800);
      expect(await shown(await t.send(contact.shownAs, { kind: 'image', media }))).toBe(604_800);
      expect(await shown(await t.sendText(contact.shownAs, 'Shorter', { disappearingSeconds: 86_400 }))).toBe(86_400);
      expect(await shown(await t.sendText(contact.shownAs, 'Stays', { disappearingSeconds: 0 }))).toBe(0);
      await t.engine.chats.setDisappearing(contact.shownAs, 0);
      await told(t, contact.shownAs, 'disappearingSeconds', 0);
      expect(await shown(await t.sendText(contact.shownAs))).toBe(0);
    },
  );

  facet.behaviour('chats.disappearing', 'also what is forwarded there, as the contact has set it', async (t) => {
    const [writer, reader] = [await t.contact(), await t.contact()];
    await reader.chats.setDisappearing(t.owner.jid, 86_400);
    await told(t, reader.jid, 'disappearingSeconds', 86_400);
    const id = t.harness.newMessageId();
    await t.engine.messages.forward((await t.receive(writer, 'Pass it on')).key, reader.jid, id);
    expect((await reader.seesMessage(t.owner.jid, id)).expiresAfterSeconds).toBe(86_400);
    const { data } = await t.facts.next('message.sent', ({ data }) => data.message.key.id === id);
    expect(data.message.expiresAt?.getTime()).toBe(data.message.occurredAt.getTime() + 86_400_000);
  });

  facet.behaviour('chats.disappearing', 'in a group, also after a restart', async (t) => {
    const mine = await t.newLinkedEngine();
    const founder = await t.contact();
    const { group } = await founder.groups.create('Street', [mine.owner.jid]);
    await mine.facts.next('group.joined', ({ data }) => data.group.id === group.id);
    await founder.groups.update(group.id, { disappearingSeconds: 604_800 });
    await mine.facts.next('group.updated', ({ data }) => data.changed.includes('disappearingSeconds'));
    await mine.restart();
    await mine.facts.next('session.state_changed', ({ data }) => data.state === 'connected');
    const messageId = t.harness.newMessageId();
    await mine.engine.messages.send(group.id, { kind: 'text', text: 'Not for long' }, { messageId });
    expect((await founder.seesMessage(group.id, messageId)).expiresAfterSeconds).toBe(604_800);
  });

  facet.behaviour('receiving', 'a contact who changes it is told', async (t) => {
    const contact = await t.contact();
    await t.receive(contact);
    await contact.chats.setDisappearing(t.owner.jid, 604_800);
    await told(t, contact.jid, 'disappearingSeconds', 604_800);
  });
}

function labels(facet: Facet): void {
  facet.behaviour('chats.labels', 'a label is put on a chat and taken off', async (t) => {
    const contact = await t.contact();
    await t.receive(contact);
    await t.owner.setLabel('7', 'Neighbours', 3);
    await t.facts.next('label.updated', ({ data }) => data.label.id === '7');
    expect(await t.engine.chats.listLabels()).toContainEqual({ id: '7', name: 'Neighbours', color: 3 });
    for (const attached of [true, false]) {
      await t.engine.chats.setLabel(contact.jid, '7', attached);
      await t.owner.seesChat(contact.jid, ({ labelIds }) => labelIds.includes('7') === attached);
      const { data } = await t.facts.next('chat.labels_changed', ({ data }) => data.chat === contact.jid);
      expect(data.labelIds).toEqual(attached ? ['7'] : []);
    }
  });

  facet.behaviour('chats.labels', 'a label that is not there is not found', async (t) => {
    await failsWith('not_found', t.engine.chats.setLabel((await t.contact()).jid, '99', true));
  });

  facet.behaviour('chats.labels', 'labels that change on the phone are told', async (t) => {
    const contact = await t.contact();
    await t.receive(contact);
    await t.owner.setLabel('8', 'Club', 4);
    const { data } = await t.facts.next('label.updated', ({ data }) => data.label.id === '8');
    expect(data.label).toEqual({ id: '8', name: 'Club', color: 4 });
    await t.owner.chats.setLabel(contact.jid, '8', true);
    const { data: on } = await t.facts.next('chat.labels_changed', ({ data }) => data.chat === contact.jid);
    expect(on.labelIds).toEqual(['8']);
    await t.owner.removeLabel('8');
    await t.facts.next('label.removed', ({ data }) => data.labelId === '8');
  });

  facet.behaviour('labels.edit', 'a label is made, changed and removed', async (t) => {
    for (const label of [
      { id: '15', name: 'Suppliers', color: 5 },
      { id: '15', name: 'Good suppliers', color: 6 },
    ]) {
      await t.engine.chats.saveLabel(label);
      await t.facts.next('label.updated', ({ data }) => data.label.name === label.name);
      expect(await t.engine.chats.listLabels()).toContainEqual(label);
    }
    await t.engine.chats.removeLabel('15');
    await t.facts.next('label.removed', ({ data }) => data.labelId === '15');
    expect((await t.engine.chats.listLabels()).map(({ id }) => id)).not.toContain('15');
  });

  facet.behaviour('labels.edit', 'what is not there is not removed', (t) =>
    failsWith('not_found', t.engine.chats.removeLabel('99')),
  );
}

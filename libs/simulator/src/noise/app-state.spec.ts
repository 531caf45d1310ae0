import { describe, expect, it } from '@jest/globals';
import { simulatorFixture, text } from '../../testing/fixture.js';
import type { RealClient } from '../../testing/real-client.js';

const BOB = '15550007777';
const bob = `${BOB}@s.whatsapp.net`;

/** The first full synchronisation is over. */
async function synced(client: RealClient): Promise<void> {
  if (!client.auth.creds.accountSyncCounter)
    await client.wait('creds.update', (now) => Boolean(now.accountSyncCounter));
}

describe('app state', () => {
  const fixture = simulatorFixture({ seed: 'app-state' });
  let last = 15550000600;

  async function linked(): Promise<RealClient> {
    await fixture.sim.contact.add({ pn: BOB });
    const client = await fixture.link(String((last += 1)));
    await synced(client);
    return client;
  }

  const chatOf = ({ number }: RealClient) => fixture.sim.chat.view({ pn: number, chat: BOB });

  it('tells a new device its own name, and what was set before', async () => {
    const number = String((last += 1));
    const { sim } = fixture;
    await sim.account.add({ pn: number, name: 'Ann' });
    await sim.contact.add({ pn: BOB });
    await sim.contact.saveName({ pn: number, person: BOB, name: 'Uncle Bob' });
    await sim.label.set({ pn: number, label: '4', name: 'Family', color: 2 });
    const client = fixture.client(number);
    const named = client.wait('creds.update', ({ me }) => me?.name === 'Ann');
    const known = client.wait('contacts.upsert', (all) =>
      all.some(({ id, name }) => id === bob && name === 'Uncle Bob'),
    );
    const label = client.wait('labels.edit', ({ id, name, color }) => id === '4' && name === 'Family' && color === 2);
    await client.open();
    await Promise.all([named, known, label]);
  });

  it('carries what one device sets to the other, and to the phone', async () => {
    const first = await linked();
    const second = await fixture.link(first.number);
    const pinned = second.wait('chats.update', (all) => all.some(({ id, pinned }) => id === bob && Boolean(pinned)));
    await first.socket.chatModify({ pin: true }, bob);
    await pinned;
    expect(await chatOf(first)).toMatchObject({ pinned: true, archived: false });
  });

  it('carries what is set on the phone to the devices', async () => {
    const client = await linked();
    const { number: pn } = client;
    const { sim } = fixture;
    const updated = (
      match: (chat: { archived?: boolean | null; muteEndTime?: unknown; unreadCount?: unknown }) => boolean,
    ) => client.wait('chats.update', (all) => all.some((chat) => chat.id === bob && match(chat)));
    const archived = updated((chat) => chat.archived === true);
    await sim.chat.archive({ pn, chat: BOB, archived: true });
    await archived;
    const muted = updated(({ muteEndTime }) => muteEndTime === 2_000_000_000_000);
    await sim.chat.mute({ pn, chat: BOB, until: 2_000_000_000_000 });
    await muted;
    const unread = updated(({ unreadCount }) => unreadCount === -1);
    await sim.chat.markUnread({ pn, chat: BOB, unread: true });
    await unread;
    const deleted = client.wait('chats.delete', (ids) => ids.includes(bob));
    await sim.chat.delete({ pn, chat: BOB });
    await deleted;
  });

  it('empties a chat up to the message that is named, and no further', async () => {
    const client = await linked();
    const { sim } = fixture;
    const early = await sim.send({ from: BOB, to: client.number, content: text('early') });
    const { message } = await client.text('early');
    await sim.send({ from: BOB, to: client.number, content: text('late') });
    await client.text('late');
    await client.socket.chatModify({ clear: true, lastMessages: { lastMessageTimestamp: 1 } }, bob);
    expect(await chatOf(client)).toMatchObject({ messages: 2, exists: true });
    await client.socket.chatModify({ star: { messages: [{ id: early.id, fromMe: false }], star: true } }, bob);
    const [starred, plain] = await sim.recipient.view({ pn: client.number, chat: BOB });
    expect([starred?.starred, plain?.starred]).toEqual([true, false]);
    await client.socket.chatModify({ delete: true, lastMessages: [message] }, bob);
    const view = await chatOf(client);
    expect(view.exists).toBe(false);
    await sim.send({ from: BOB, to: client.number, content: text('again') });
    expect((await chatOf(client)).exists).toBe(true);
  });

  it('keeps names and labels of the account', async () => {
    const client = await linked();
    await client.socket.addOrEditContact(bob, { fullName: 'Robert' });
    await client.socket.addLabel(bob, { id: '5', name: 'Club', color: 1, deleted: false });
    await client.socket.addChatLabel(bob, '5');
    await client.socket.updateProfileName('House');
    expect(await fixture.sim.account.view({ pn: client.number })).toEqual({
      name: 'House',
      contacts: { [BOB]: 'Robert' },
      labels: { '5': { name: 'Club', color: 1 } },
    });
    expect((await chatOf(client)).labels).toEqual(['5']);
    await client.socket.removeContact(bob);
    expect((await fixture.sim.account.view({ pn: client.number })).contacts).toEqual({});
  });

  it('refuses a patch when another device was faster, and shows nothing of it', async () => {
    const client = await linked();
    await fixture.sim.appState.conflict({ pn: client.number, patches: 1 });
    await client.socket.chatModify({ pin: true }, bob);
    expect((await chatOf(client)).pinned).toBe(false);
  });

  it('keeps what a new key hides from a device until the key is shared', async () => {
    const client = await linked();
    const { sim } = fixture;
    await sim.appState.rotateKey({ pn: client.number });
    const pinned = client.wait('chats.update', (all) => all.some(({ id, pinned }) => id === bob && Boolean(pinned)));
    await sim.chat.pin({ pn: client.number, chat: BOB, pinned: true });
    await sim.await({
      event: 'queue.settled',
      match: { device: `${client.number}:1` },
      since: (await sim.stats()).lastEvent,
    });
    await sim.appState.shareKey({ pn: client.number });
    await pinned;
  });

  it('tells both ends that messages disappear, and lets them', async () => {
    const client = await linked();
    const { sim } = fixture;
    const sent = await client.socket.sendMessage(bob, { disappearingMessagesInChat: 86_400 });
    await sim.await({ event: 'message.shown', match: { account: BOB, key: { id: sent?.key.id } } });
    expect((await sim.chat.view({ pn: BOB, chat: client.number })).disappearingSeconds).toBe(86_400);
    expect(await sim.recipient.view({ pn: BOB, chat: client.number })).toEqual([]);
    await sim.send({ from: BOB, to: client.number, content: text('brief') });
    const { message } = await client.text('brief');
    expect(message.message?.extendedTextMessage?.contextInfo?.expiration).toBe(86_400);
  });

  it('leaves nothing unknown', async () => {
    const { noise } = await fixture.sim.stats();
    expect(noise).toMatchObject({ unknownIqs: {}, unknownStanzas: {}, errors: [] });
  });
});

import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Chat, Message } from 'whatsapp-web.js';
import type { BrowserClient } from '../../testing/browser-client.js';
import { browserFixture } from '../../testing/browser-fixture.js';
import { text } from '../../testing/fixture.js';

const ALICE = '15550000001';
const CAROL = '15550000003';
const DAN = '15550000004';
const SECOND_MS = 1000;

describe('what an account sets for itself', () => {
  const fixture = browserFixture({ seed: 'web-own', doors: ['web'] });
  let alice: BrowserClient;

  beforeAll(async () => {
    const { sim } = fixture;
    await sim.contact.add({ pn: CAROL, name: 'Carol' });
    await sim.contact.add({ pn: DAN, name: 'Dan' });
    await sim.history.seed({ pn: ALICE, chats: 2, messages: 300, days: 3 });
    await sim.send({ from: CAROL, to: ALICE, content: text('from long ago') });
    await sim.label.set({ pn: ALICE, label: '1', name: 'Friends', color: 2 });
    await sim.chat.label({ pn: ALICE, chat: CAROL, label: '1', attached: true });
    alice = await fixture.link(ALICE);
  });

  const carol = () => alice.client.getChatById(`${CAROL}@c.us`);
  const view = () => fixture.sim.chat.view({ pn: ALICE, chat: CAROL });

  it('is there from the beginning, like the messages of the past', async () => {
    expect(await alice.client.getLabels()).toMatchObject([{ id: '1', name: 'Friends', hexColor: '#ffd429' }]);
    expect((await alice.client.getChatsByLabelId('1')).map(({ id }) => id.user)).toEqual([CAROL]);
    const chats = await alice.client.getChats();
    const past = chats.find(({ name }) => name === 'Friend 1');
    expect(past?.unreadCount).toBe(0);
    expect(await past?.fetchMessages({ limit: 120 })).toHaveLength(120);
    expect(await past?.fetchMessages({ limit: 1000 })).toHaveLength(150);
  });

  it('is set in the browser', async () => {
    const chat = await carol();
    await chat.archive();
    await chat.pin();
    await chat.markUnread();
    const until = new Date(1_900_000_000_000);
    expect(await chat.mute(until)).toEqual({ isMuted: true, muteExpiration: until.getTime() / SECOND_MS });
    expect(await view()).toMatchObject({
      archived: true,
      pinned: true,
      markedUnread: true,
      mutedUntil: until.getTime(),
    });
    await chat.unmute();
    await chat.unarchive();
    await chat.unpin();
    await chat.sendSeen();
    expect(await view()).toMatchObject({ archived: false, pinned: false, mutedUntil: null, markedUnread: false });
    await alice.client.setDisplayName('Alice herself');
    expect((await fixture.sim.account.list()).find(({ pn }) => pn === ALICE)?.name).toBe('Alice herself');
    await alice.client.saveOrEditAddressbookContact(DAN, 'Daniel', 'D.');
    expect(await alice.client.getContactById(`${DAN}@c.us`)).toMatchObject({ name: 'Daniel D.', isMyContact: true });
  });

  it('is set on the phone', async () => {
    const { sim } = fixture;
    await sim.chat.archive({ pn: ALICE, chat: CAROL, archived: true });
    const [archived] = await alice.wait<[Chat, boolean]>('chat_archived', (_chat, now) => now);
    expect(archived.id.user).toBe(CAROL);
    const { id } = await sim.send({ from: CAROL, to: ALICE, content: text('star and hide me') });
    const message = await alice.text('star and hide me');
    await sim.message.star({ pn: ALICE, chat: CAROL, target: { sender: CAROL, id }, starred: true });
    await message.reload();
    expect(message.isStarred).toBe(true);
    await sim.message.hide({ pn: ALICE, chat: CAROL, target: { sender: CAROL, id } });
    await alice.wait<[Message]>('message_revoke_me', (gone) => gone.id.id === id);
  });

  it('makes messages and chats go away', async () => {
    const { sim } = fixture;
    await sim.send({ from: CAROL, to: ALICE, content: text('delete me') });
    const message = await alice.text('delete me');
    await message.delete(false);
    await alice.wait<[Message]>('message_revoke_me', (gone) => gone.id.id === message.id.id);
    expect((await sim.recipient.view({ pn: ALICE, chat: CAROL })).map(({ content }) => content)).not.toContainEqual(
      text('delete me'),
    );
    const chat = await carol();
    await chat.clearMessages();
    expect((await view()).messages).toBe(0);
    await chat.delete();
    expect((await view()).exists).toBe(false);
    await alice.wait<[Chat]>('chat_removed');
    await sim.send({ from: CAROL, to: ALICE, content: text('back again') });
    await alice.text('back again');
    expect((await view()).exists).toBe(true);
  });

  it('makes messages disappear', async () => {
    const { sim } = fixture;
    await sim.chat.disappearing({ pn: CAROL, chat: ALICE, seconds: 86_400 });
    const { id } = await sim.send({ from: CAROL, to: ALICE, content: text('soon gone') });
    expect((await alice.text('soon gone')).isEphemeral).toBe(true);
    const sent = await alice.client.sendMessage(`${CAROL}@c.us`, 'soon gone, too');
    const shown = await sim.recipient.view({ pn: CAROL, chat: ALICE });
    for (const each of [id, sent.id.id]) expect(shown.find(({ key }) => key.id === each)?.expiresAfter).toBe(86_400);
  });
});

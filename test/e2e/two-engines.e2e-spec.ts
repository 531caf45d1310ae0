import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeWithBrowser } from '../support/browser.js';
import { CONTACT, Gateway, OWNER } from '../support/gateway.js';
import type { WireEvent } from '../support/server-process.js';

const PAPER = randomBytes(300_000);

interface Side {
  session: string;
  number: string;
}
const BAILEYS: Side = { session: 'home', number: OWNER };
const BROWSER: Side = { session: 'office', number: CONTACT };

const pathOf = (chatId: string, id: string) => `chats/${encodeURIComponent(chatId)}/messages/${id}`;
const phoneOf = ({ number }: Side) => `+${number}`;
const chatOf = ({ number }: Side) => `${number}@s.whatsapp.net`;

type WireMessage = Record<string, unknown> & { messageId: string };
const messageIn = ({ data }: WireEvent) => data['message'] as WireMessage;

describeWithBrowser('a Baileys session and one in a browser, in one server', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({}, { browsers: true });
    await gateway.server.call('POST', '/v1/sessions', { name: BROWSER.session, engine: 'wwebjs' });
    for (const { session, number } of [BAILEYS, BROWSER]) await gateway.linkByQr(session, number);
  }, 90_000);
  afterAll(() => gateway.stop());

  const call = async <T = Record<string, unknown>>({ session }: Side, method: string, path: string, body?: unknown) => {
    const reply = await gateway.server.call<T>(method, `/v1/sessions/${session}/${path}`, body);
    if (reply.status >= 300) throw new Error(`${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
    return reply.body;
  };
  const send = async (from: Side, chatId: string, content: object) =>
    (await call<{ messageId: string }>(from, 'POST', 'messages?waitFor=sent', { chatId, content })).messageId;
  const told = (side: Side, type: string, match: (event: WireEvent) => boolean) =>
    gateway.server.event(side.session, (event) => event.type === type && match(event));
  const received = async (side: Side, id: string) =>
    messageIn(await told(side, 'message.received', (event) => messageIn(event).messageId === id));
  const reacted = (side: Side, id: string, emoji: string | null) =>
    told(side, 'message.reacted', ({ data }) => data['messageId'] === id && data['emoji'] === emoji);
  const fileOf = ({ session }: Side, chatId: string, id: string) =>
    gateway.server.picture(`/v1/sessions/${session}/${pathOf(chatId, id)}/media`);

  describe.each([
    ['from Baileys to the browser', BAILEYS, BROWSER],
    ['from the browser to Baileys', BROWSER, BAILEYS],
  ])('%s', (_, from, to) => {
    it('a text, and how far it has come', async () => {
      const id = await send(from, phoneOf(to), { kind: 'text', text: `from ${from.session}` });
      expect(await received(to, id)).toMatchObject({
        chat: { id: chatOf(from) },
        from: { phone: phoneOf(from) },
        content: { kind: 'text', text: `from ${from.session}` },
      });
      await call(to, 'POST', `chats/${chatOf(from)}/read`);
      for (const status of ['delivered', 'read'])
        await told(from, 'message.status_changed', ({ data }) => data['messageId'] === id && data['status'] === status);
    }, 60_000);

    it('a file, byte by byte', async () => {
      const media = { kind: 'base64', data: PAPER.toString('base64'), mimeType: 'application/pdf', fileName: 'a.pdf' };
      const id = await send(from, phoneOf(to), { kind: 'document', media, caption: 'A paper' });
      expect(await received(to, id)).toMatchObject({
        content: { kind: 'document', caption: 'A paper', media: { fileName: 'a.pdf', sizeBytes: PAPER.length } },
      });
      await told(
        to,
        'media.changed',
        ({ data }) => data['messageId'] === id && (data['media'] as { state: string }).state === 'ready',
      );
      expect((await fileOf(to, chatOf(from), id)).equals(PAPER)).toBe(true);
    }, 60_000);

    it('a reaction, and that it is taken back', async () => {
      const id = await send(to, phoneOf(from), { kind: 'text', text: 'What do you think?' });
      await received(from, id);
      await call(from, 'PUT', `${pathOf(chatOf(to), id)}/reaction`, { emoji: '👍' });
      expect((await reacted(to, id, '👍')).data).toMatchObject({ by: { phone: phoneOf(from) } });
      await call(from, 'DELETE', `${pathOf(chatOf(to), id)}/reaction`);
      await reacted(to, id, null);
    }, 60_000);

    it('a group: both write, answer and react in it', async () => {
      const made = await call<{ group: { id: string } }>(from, 'POST', 'groups', {
        subject: `of ${from.session}`,
        participants: [phoneOf(to)],
      });
      const { id: groupId } = made.group;
      await told(to, 'group.joined', ({ data }) => (data['group'] as { id: string }).id === groupId);
      for (const [writer, reader] of [
        [from, to],
        [to, from],
      ] as const) {
        const id = await send(writer, groupId, { kind: 'text', text: `to all, from ${writer.session}` });
        expect(await received(reader, id)).toMatchObject({
          chat: { id: groupId },
          from: { phone: phoneOf(writer) },
          content: { text: `to all, from ${writer.session}` },
        });
        await call(reader, 'PUT', `${pathOf(groupId, id)}/reaction`, { emoji: '🎉' });
        expect((await reacted(writer, id, '🎉')).data).toMatchObject({ by: { phone: phoneOf(reader) } });
      }
    }, 60_000);
  });

  it('numbers the events of both without gaps, and tells nothing twice', async () => {
    for (const { session } of [BAILEYS, BROWSER]) {
      const events = await gateway.server.events(session);
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
      const ids = events.filter(({ type }) => type === 'message.received').map((event) => messageIn(event).messageId);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });
});

import { expect } from '@jest/globals';
import type { ErrorCode, Jid } from '../../src/index.js';
import type { MediaTrouble } from './harness.js';
import { JPEG } from './media-samples.js';
import { failsWith, sendIsRefused, type Stage } from './stage.js';
import type { ContractSuite, Facet } from './suite.js';

const NO_GROUP = '120363999999999999@g.us' as Jid;

/** WhatsApp's own numbers for a message that it does not take, and what each of them means. */
const ACKS: readonly (readonly [number, ErrorCode])[] = [
  [403, 'not_allowed'],
  [404, 'not_on_whatsapp'],
  [429, 'rate_limited'],
  [463, 'account_limited'],
  [479, 'rejected'],
  [599, 'rejected'],
];

/** What goes wrong at WhatsApp is an error of ours with its number beside it, and nobody sees half of it. */
export function describeRefusals(suite: ContractSuite): void {
  suite.facet('refusals', (facet) => {
    messages(facet);
    groups(facet);
    files(facet);
  });
}

function messages(facet: Facet): void {
  for (const [number, code] of ACKS)
    facet.behaviour('messages.send.text', `refused by WhatsApp with ${number} it has failed as ${code}`, async (t) => {
      const contact = await t.contact();
      await t.receive(contact);
      await t.me.refuseNextMessage(number);
      const messageId = t.harness.newMessageId();
      await t.engine.messages.send(contact.jid, { kind: 'text', text: 'Refused' }, { messageId });
      const { data } = await t.facts.next('message.status_changed', ({ data }) => data.messageId === messageId);
      expect(data).toMatchObject({ chat: contact.jid, status: 'failed', error: { code, whatsappCode: number } });
      await t.sendText(contact.jid, 'Taken');
      const texts = (await contact.messagesIn(t.owner.jid)).map(({ content }) => content);
      expect(texts).toMatchObject([{ text: 'Hello' }, { text: 'Taken' }]);
      expect(t.facts.of('message.sent').filter(({ data }) => data.message.key.id === messageId)).toEqual([]);
    });

  facet.behaviour('messages.forward', 'a message that is passed on and refused has failed', async (t) => {
    const [writer, reader] = [await t.contact(), await t.contact()];
    const { key } = await t.receive(writer, 'Pass it on');
    await t.me.refuseNextMessage(429);
    const id = t.harness.newMessageId();
    await t.engine.messages.forward(key, reader.jid, id);
    const { data } = await t.facts.next('message.status_changed', ({ data }) => data.messageId === id);
    expect(data).toMatchObject({ status: 'failed', error: { code: 'rate_limited', whatsappCode: 429 } });
    expect(await reader.messagesIn(t.owner.jid)).toEqual([]);
  });

  facet.behaviour(
    'messages.send.text',
    'who has blocked the account gets nothing, and WhatsApp says only "sent"',
    async (t) => {
      const contact = await t.contact();
      await t.receive(contact);
      await contact.block(t.owner.jid, true);
      const { id } = await t.sendText(contact.jid, 'Let me explain');
      await t.quiet();
      expect((await contact.messagesIn(t.owner.jid)).map((message) => message.id)).not.toContain(id);
      const told = t.facts.of('message.status_changed').filter(({ data }) => data.messageId === id);
      expect(told.map(({ data }) => data.status)).toEqual(['sent']);
      await contact.block(t.owner.jid, false);
      await contact.seesMessage(t.owner.jid, (await t.sendText(contact.jid, 'Thank you')).id);
    },
  );
}

function groups(facet: Facet): void {
  facet.behaviour('messages.send.text', 'to a group that one was put out of, it is not allowed', async (t) => {
    const founder = await t.contact();
    const group = await t.foreignGroup(founder);
    await founder.groups.changeParticipants(group, 'remove', [t.owner.jid]);
    await t.facts.next('group.left', ({ data }) => data.groupId === group);
    await sendIsRefused('not_allowed', t, group, t.harness.newMessageId());
    expect(await founder.messagesIn(group)).toEqual([]);
  });

  facet.behaviour('messages.send.text', 'to a group that is not there, it is not found', (t) =>
    sendIsRefused('not_found', t, NO_GROUP, t.harness.newMessageId()),
  );

  facet.behaviour('groups.participants', 'who is no admin changes nobody', async (t) => {
    const [founder, other] = [await t.contact(), await t.contact()];
    const group = await t.foreignGroup(founder, other);
    for (const action of ['remove', 'promote', 'demote'] as const)
      await failsWith('not_allowed', t.engine.groups.changeParticipants(group, action, [other.jid]));
    await founder.seesGroup(group, (seen) => seen?.participants.length === 3);
  });

  facet.behaviour('groups.read', 'asked too often, WhatsApp says so, and answers again later', async (t) => {
    const unknown = await t.foreignGroup(await t.contact(), await t.contact());
    await t.me.refuseQuestions(true);
    await failsWith('rate_limited', t.engine.groups.get(unknown));
    await t.me.refuseQuestions(false);
    expect((await t.engine.groups.get(unknown)).participants).toHaveLength(3);
  });
}

function files(facet: Facet): void {
  const refused = (trouble: MediaTrouble, code: ErrorCode) =>
    facet.behaviour('messages.send.image', `a file that WhatsApp does not take (${trouble}) is ${code}`, async (t) => {
      const contact = await t.contact();
      const media = await t.me.file(JPEG.bytes, JPEG.mimeType);
      await t.me.mediaTrouble(trouble);
      const messageId = t.harness.newMessageId();
      await failsWith(code, t.engine.messages.send(contact.jid, { kind: 'image', media }, { messageId }));
      await t.me.mediaTrouble(undefined);
      expect(await contact.messagesIn(t.owner.jid)).toEqual([]);
      await t.engine.messages.send(contact.jid, { kind: 'image', media }, { messageId });
      expect((await contact.seesMessage(t.owner.jid, messageId)).bytes).toEqual(JPEG.bytes);
    });
  refused('too_large', 'too_large');
  refused('wrong_type', 'unsupported_media_type');

  for (const trouble of ['damaged', 'endless'] as const)
    facet.behaviour(
      'media.download',
      `a file that comes ${trouble} is not taken for the one that was sent`,
      async (t) => {
        const { key } = await t.receive(await t.contact(), { kind: 'image', ...JPEG });
        await t.me.mediaTrouble(trouble);
        await failsWith('media_failed', whole(t, key));
        await t.me.mediaTrouble(undefined);
        expect(await whole(t, key)).toEqual(JPEG.bytes);
      },
    );
}

async function whole({ engine }: Stage, key: Parameters<Stage['engine']['media']['download']>[0]): Promise<Uint8Array> {
  const chunks: number[] = [];
  for await (const chunk of await engine.media.download(key)) for (const byte of chunk) chunks.push(byte);
  return Uint8Array.from(chunks);
}

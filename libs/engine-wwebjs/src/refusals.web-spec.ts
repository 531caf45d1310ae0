import { describe, expect, it } from '@jest/globals';
import { phoneJid, type MessageId } from '@columba/core';
import { ANN, webSessions, type SimulatedSession } from '../testing/simulated.js';

const sessions = webSessions();
const PASSED_ON = {
  text: { kind: 'text', text: 'Pass it on' },
  file: { kind: 'image', bytes: Uint8Array.of(0xff, 0xd8, 0xff, 0xd9), mimeType: 'image/jpeg' },
} as const;
let made = 0;

const newId = (): MessageId => `3EB0${String((made += 1)).padStart(18, '0')}` as MessageId;

/** What the page does next is refused with this number, or fails by it. */
const refuseNext = ({ number }: SimulatedSession, tag: string, code: number) =>
  sessions.sim.fault.add({
    device: number,
    direction: 'in',
    match: { tag },
    action: { type: 'error', code: String(code) },
    times: 1,
  });

const sendText = (session: SimulatedSession, messageId = newId()) =>
  session.engine.messages.send(phoneJid(ANN), { kind: 'text', text: 'Hello' }, { messageId });

const failed = (session: SimulatedSession, id: string) =>
  session.context.facts.next('message.status_changed', ({ data }) => data.messageId === id && data.status === 'failed');

describe('what WhatsApp does not take', () => {
  it('has failed with its number, and the number is in the first word of it', async () => {
    const session = await (await sessions.session()).open();
    await refuseNext(session, 'send', 463);
    const { key } = await sendText(session);
    expect((await failed(session, key.id)).data.error).toEqual({ code: 'account_limited', whatsappCode: 463 });
  });

  it('is uncertain where it was not WhatsApp that said no', async () => {
    const session = await (await sessions.session()).open();
    await refuseNext(session, 'send', 408);
    await expect(sendText(session)).rejects.toMatchObject({ code: 'uncertain' });
    await sendText(session);
    expect(session.context.facts.of('message.status_changed').filter(({ data }) => data.status === 'failed')).toEqual(
      [],
    );
  });

  it.each(['text', 'file'] as const)('has failed also when it is a %s that is passed on', async (what) => {
    const session = await (await sessions.session()).open();
    const { id } = await sessions.sim.send({ from: ANN, to: session.number, content: PASSED_ON[what] });
    const { key } = (await session.received(id)).data.message;
    await refuseNext(session, 'send', 429);
    const passed = await session.engine.messages.forward(key, phoneJid(ANN), newId());
    expect((await failed(session, passed.key.id)).data.error).toEqual({ code: 'rate_limited', whatsappCode: 429 });
  });

  it('was not edited', async () => {
    const session = await (await sessions.session()).open();
    const { key } = await sendText(session);
    await refuseNext(session, 'change', 479);
    const refused = session.engine.messages.edit(key, 'Hallo', newId());
    await expect(refused).rejects.toMatchObject({ code: 'rejected', details: { whatsappCode: 479 } });
    await session.receive(ANN, 'Well?');
    expect(session.context.facts.of('message.edited')).toEqual([]);
    await session.engine.messages.edit(key, 'Hi', newId());
    await session.context.nextFact('message.edited', ({ data }) => data.text === 'Hi');
  });

  it('is no reaction, neither here nor there', async () => {
    const session = await (await sessions.session()).open();
    const { key } = await sendText(session);
    await refuseNext(session, 'change', 403);
    const refused = session.engine.messages.react(key, '👍', newId());
    await expect(refused).rejects.toMatchObject({ code: 'not_allowed', details: { whatsappCode: 403 } });
    await session.receive(ANN, 'Well?');
    expect(session.context.facts.of('message.reacted')).toEqual([]);
    await session.engine.messages.react(key, '🎉', newId());
    await session.context.nextFact('message.reacted', ({ data }) => data.emoji === '🎉');
  });

  it('was not taken back', async () => {
    const session = await (await sessions.session()).open();
    const { key } = await sendText(session);
    await refuseNext(session, 'change', 403);
    const refused = session.engine.messages.revoke(key, newId());
    await expect(refused).rejects.toMatchObject({ code: 'not_allowed', details: { whatsappCode: 403 } });
    expect(session.context.facts.of('message.revoked')).toEqual([]);
    const { key: other } = await sendText(session);
    await Promise.all([key, other].map((each) => session.engine.messages.revoke(each, newId())));
    for (const { id } of [key, other])
      await session.context.facts.next('message.revoked', ({ data }) => data.messageId === id);
  });

  it('is not set, and not told as set', async () => {
    const session = await (await sessions.session()).open();
    const { key } = (await session.receive(ANN, 'Hello')).data.message;
    const { chats, messages } = session.engine;
    const chat = phoneJid(ANN);
    const changes: [operation: string, change: () => Promise<void>][] = [
      ['own.archive', () => chats.archive(chat, true)],
      ['own.pinChat', () => chats.pin(chat, true)],
      ['own.star', () => messages.star(key, true)],
      ['own.hide', () => messages.deleteForMe(key, new Date())],
    ];
    for (const [operation, change] of changes) {
      await refuseNext(session, operation, 400);
      await expect(change()).rejects.toMatchObject({ code: 'rejected' });
    }
    for (const [, change] of changes) await change();
  });
});

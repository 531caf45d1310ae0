import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  ConflictError,
  fact,
  type Jid,
  messageFact,
  type MessageId,
  type MessageStatus,
  NotFoundError,
  statusDedupe,
} from '@columba/core';
import { aMessage, GROUP, ME } from '@columba/core/testing';
import { HOME, LID, numberOf, OTHER_PHONE, PHONE, received, StorageFixture, textFrom } from '../../testing/fixture.js';
import type { SendError, SendState } from '../index.js';

let fixture: StorageFixture;
beforeEach(() => {
  fixture = new StorageFixture();
  fixture.storage.sessions.update(HOME, { account: { id: ME } });
});
afterEach(() => fixture.dispose());

const ID = '3EB0AA' as MessageId;
const FAILURE: SendError = { code: 'rejected', whatsappCode: 479 };

function accept(chat: Jid = PHONE, messageId = ID) {
  const createdAt = fixture.clock.now();
  const content = { kind: 'text', text: 'hi' } as const;
  return fixture.storage.sends.accept({ session: HOME, messageId, chat, content, createdAt, expiresAt: createdAt });
}
function hear(
  status: MessageStatus,
  { chat = PHONE, participant, error }: { chat?: Jid; participant?: Jid; error?: SendError } = {},
) {
  const data = { messageId: ID, chat, status, ...(participant ? { participant } : {}), ...(error ? { error } : {}) };
  const base = { occurredAt: fixture.clock.now(), chat };
  return told(fact('message.status_changed', data, statusDedupe(ID, status, participant), base));
}
const echo = (chat: Jid, participant?: Jid) => {
  const key = { chat, id: ID, fromMe: true, ...(participant ? { participant } : {}) };
  return told(messageFact('message.sent', aMessage({ key, content: { kind: 'text', text: 'hi' } }), false));
};
const told = (...facts: Parameters<typeof fixture.storage.inbox.record>[1]) =>
  fixture.storage.inbox
    .record(HOME, facts)
    .map(({ type, data }) => ('status' in data ? `${data.previousStatus ?? '-'} → ${data.status}` : type));
const send = () => fixture.storage.sends.get(HOME, ID);
const message = (chat: Jid = PHONE) => fixture.storage.messages.get(HOME, chat, ID);

describe('a send', () => {
  it('is stored once, with its message pending', () => {
    expect(accept()).toMatchObject({ state: 'accepted' });
    expect(() => accept()).toThrow(ConflictError);
    expect(message()).toMatchObject({ status: 'pending', origin: 'api', from: { id: ME }, key: { fromMe: true } });
    expect(fixture.storage.events.lastPos()).toBe(0);
  });

  it('is told as sent once and before its status, which never goes back', () => {
    accept();
    expect(hear('sent')).toEqual(['message.sent', 'pending → sent']);
    expect(hear('read')).toEqual(['sent → read']);
    expect(hear('delivered')).toEqual([]);
    expect(hear('failed', { error: FAILURE })).toEqual([]);
    expect(hear('sent')).toEqual([]);
    expect(send()).toMatchObject({ state: 'read', sentAt: fixture.clock.now() });
    expect(send()?.error).toBeUndefined();
    expect(message()).toMatchObject({ status: 'read' });
  });

  it.each([
    ['a chat', PHONE, undefined],
    ['a group, us unnamed', GROUP, undefined],
    ['a group, us named', GROUP, ME],
  ])('is confirmed by its message coming back in %s', (_, chat, participant) => {
    accept(chat);
    expect(echo(chat, participant)).toEqual(['message.sent', 'pending → sent']);
    expect(hear('sent', { chat })).toEqual([]);
    expect(echo(chat, participant)).toEqual([]);
    expect(send()?.state).toBe('sent');
    expect(fixture.storage.messages.list(HOME, chat, { limit: 5 }).data).toHaveLength(1);
  });

  it('rises for each recipient of a group by itself', () => {
    accept(GROUP);
    expect(hear('delivered', { chat: GROUP, participant: LID })).toEqual(['message.sent', '- → delivered']);
    fixture.storage.people.learn(HOME, PHONE, LID, 'test');
    expect(hear('read', { chat: GROUP, participant: PHONE })).toEqual(['delivered → read']);
    expect(hear('delivered', { chat: GROUP, participant: PHONE })).toEqual([]);
    expect(hear('delivered', { chat: GROUP, participant: OTHER_PHONE })).toEqual(['- → delivered']);
    expect(send()?.state).toBe('read');
  });

  it('fails with its error', () => {
    accept();
    expect(hear('failed', { error: FAILURE })).toEqual(['pending → failed']);
    expect(send()).toMatchObject({ state: 'failed', error: FAILURE });
    expect(send()?.sentAt).toBeUndefined();
  });

  it.each(['uncertain', 'expired'] as const)(
    'that is %s stays so when that is told, and may still turn out sent',
    (code) => {
      accept();
      fixture.storage.sends.setState(HOME, ID, code, { code });
      expect(hear('failed', { error: { code } })).toEqual(['pending → failed']);
      expect(send()).toMatchObject({ state: code, error: { code } });
      expect(hear('delivered')).toEqual(['message.sent', 'failed → delivered']);
      expect(send()).toMatchObject({ state: 'delivered', sentAt: fixture.clock.now() });
      expect(send()?.error).toBeUndefined();
    },
  );

  it('that was uncertain may still turn out refused', () => {
    accept();
    hear('failed', { error: { code: 'uncertain' } });
    hear('failed', { error: FAILURE });
    expect(send()).toMatchObject({ state: 'failed', error: FAILURE });
  });

  it.each<[SendState, SendState, boolean]>([
    ['accepted', 'dispatched', true],
    ['dispatched', 'accepted', true],
    ['dispatched', 'uncertain', true],
    ['uncertain', 'dispatched', false],
    ['uncertain', 'failed', true],
    ['failed', 'uncertain', false],
    ['failed', 'expired', false],
    ['expired', 'sent', true],
    ['sent', 'failed', false],
    ['played', 'read', false],
  ])('goes from %s to %s: %s', (from, to, goes) => {
    accept();
    fixture.storage.sends.setState(HOME, ID, from);
    fixture.storage.sends.setState(HOME, ID, to);
    expect(send()?.state).toBe(goes ? to : from);
  });

  it('must be known to be moved on', () => {
    expect(() => fixture.storage.sends.setState(HOME, ID, 'sent')).toThrow(NotFoundError);
    expect(hear('sent')).toEqual(['- → sent']);
  });

  it('goes on after a restart in the order of acceptance, until it is confirmed or has failed', () => {
    const ids = ['C', 'A', 'B', 'D'] as MessageId[];
    for (const id of ids) accept(PHONE, id);
    fixture.storage.sends.setState(HOME, 'A' as MessageId, 'sent');
    fixture.storage.sends.setState(HOME, 'B' as MessageId, 'dispatched');
    expect(fixture.storage.sends.unfinished(HOME).map(({ messageId }) => messageId)).toEqual(['C', 'B', 'D']);
    const plan = fixture.rows<{ detail: string }>(
      "EXPLAIN QUERY PLAN SELECT * FROM send WHERE session = 'home' AND state IN ('accepted', 'prepared', 'dispatched') ORDER BY row",
    );
    expect(plan[0]?.detail).toContain('send_unfinished');
  });

  it('follows its chat to the phone address', () => {
    accept(LID);
    told(received(textFrom({ id: LID, phone: numberOf(PHONE) }, 'X')));
    expect(send()).toMatchObject({ chat: PHONE });
    expect(message(PHONE)).toMatchObject({ status: 'pending', key: { chat: PHONE } });
    accept(LID, 'NEXT' as MessageId);
    expect(fixture.storage.messages.list(HOME, PHONE, { limit: 5 }).data).toHaveLength(3);
  });

  it.each([1, 2, 3, 4, 5])('is not accepted at all when write %i fails', (n) => {
    fixture.failAt(n);
    expect(() => accept()).toThrow('The disk is full');
    expect(send()).toBeUndefined();
    expect(message()).toBeUndefined();
  });
});

import { describe, expect, it } from '@jest/globals';
import type { BinaryNode, SignalKeyStore } from '@whiskeysockets/baileys';
import { proto } from '@whiskeysockets/baileys';
import { type Fact, parseJid, parseMessageId, STATUS_JID } from '@columba/core';
import { InMemoryContext } from '@columba/core/testing';
import { LabelBook } from '../app-state/label-book.js';
import { StoredSettings } from '../app-state/stored-settings.js';
import { ackFacts } from '../messages/acks.js';
import { LidBook } from '../people/lid-book.js';
import { CallBook } from '../calls/call-book.js';
import { OriginalBook } from '../messages/originals/original-book.js';
import { MediaBook } from '../media/media-book.js';
import { PollBook } from '../messages/polls/poll-book.js';
import { NameBook } from '../people/name-book.js';
import type { SignalRepository } from '../signal/repository.js';
import { readCall } from './call.facts.js';
import { readMessage } from './message.facts.js';
import { changeFacts } from './protocol.facts.js';
import { readReceipt } from './receipt.facts.js';
import type { Reader, ReadScope } from './reading.js';

const ME = { id: '4915100000001:3@s.whatsapp.net', lid: '100000000000001:3@lid' };
const ANN = parseJid('4915100000002');
const ANN_LID = '100000000000002@lid';
const GROUP = parseJid('120363000000000001@g.us');
const T = '1700000000';
const context = new InMemoryContext();
const NO_KEYS = { get: () => ({}) } as unknown as SignalKeyStore;
const book = new LidBook(NO_KEYS);
const scope: ReadScope = {
  me: ME,
  book,
  sent: context.sent,
  names: new NameBook(context.keys),
  originals: new OriginalBook(context.originals, context.sent),
  polls: new PollBook(context.keys, context.sent, book),
  media: new MediaBook(new OriginalBook(context.originals, context.sent)),
  labels: new LabelBook(context.keys),
  settings: new StoredSettings(NO_KEYS),
  calls: new CallBook(context.clock),
  repository: {} as SignalRepository,
  receivedAt: new Date(0),
  late: false,
};

async function factsOf(reader: Reader, node: BinaryNode): Promise<Fact[]> {
  const reading = await reader(node, scope);
  return reading.kind === 'facts' ? reading.facts : [];
}

const receipt = (attrs: Record<string, string>, content?: BinaryNode[]): BinaryNode => ({
  tag: 'receipt',
  attrs: { id: 'M1', t: T, ...attrs },
  ...(content ? { content } : {}),
});

const call = (tag: string, attrs: Record<string, string> = {}, content?: BinaryNode[]): BinaryNode => ({
  tag: 'call',
  attrs: { id: '1', from: ANN_LID, t: T },
  content: [{ tag, attrs: { 'call-id': 'C', 'call-creator': ANN_LID, ...attrs }, ...(content ? { content } : {}) }],
});

const ack = (attrs: Record<string, string>): BinaryNode => ({
  tag: 'ack',
  attrs: { class: 'message', id: 'M1', from: ANN, t: T, ...attrs },
});

describe('receipts', () => {
  it.each([
    [undefined, 'delivered'],
    ['inactive', 'delivered'],
    ['read', 'read'],
    ['played', 'played'],
  ])('of type %s mean %s', async (type, status) => {
    const [made] = await factsOf(readReceipt, receipt({ from: ANN, ...(type ? { type } : {}) }));
    expect(made).toMatchObject({
      type: 'message.status_changed',
      occurredAt: new Date(Number(T) * 1000),
      data: { messageId: 'M1', chat: ANN, status },
    });
  });

  it.each(['retry', 'read-self', 'peer_msg', 'hist_sync', 'server-error'])('of type %s say nothing', async (type) => {
    expect(await factsOf(readReceipt, receipt({ from: ANN, type }))).toEqual([]);
  });

  it('of our own phone prove that WhatsApp has the message', async () => {
    const own = { from: '4915100000001@s.whatsapp.net', recipient: ANN };
    expect(await factsOf(readReceipt, receipt({ ...own, type: 'sender' }))).toMatchObject([
      { data: { chat: ANN, status: 'sent' } },
    ]);
    expect(await factsOf(readReceipt, receipt(own))).toEqual([]);
  });

  // This said that own reads mean nothing; a linked device gets them, and they are all it hears of what was read.
  it.each(['read', 'read-self', 'played-self'])(
    'of our own phone, %s, tell that the chat was read there',
    async (type) => {
      const at = new Date(Number(T) * 1000);
      const list = [{ tag: 'list', attrs: {}, content: [{ tag: 'item', attrs: { id: 'M2' } }] }];
      const me = '100000000000001@lid';
      const expected = (chat: string) => ({
        type: 'chat.updated',
        chat,
        occurredAt: at,
        late: false,
        dedupe: ['read', { person: chat }, type, 'M1', 'M2'],
        data: { chat: { id: chat, markedUnread: false }, changed: ['markedUnread'], upTo: at, read: ['M1', 'M2'] },
      });
      const inChat = { from: me, recipient: ANN, sender_pn: '4915100000001@s.whatsapp.net', type };
      expect(await factsOf(readReceipt, receipt(inChat, list))).toEqual([expected(ANN)]);
      const inGroup = { from: GROUP, participant: me, type };
      expect(await factsOf(readReceipt, receipt(inGroup, list))).toEqual([expected(GROUP)]);
      expect(await factsOf(readReceipt, receipt({ from: STATUS_JID, participant: me, type }))).toEqual([]);
    },
  );

  it('name each message and, in a group, the reader', async () => {
    const list = [{ tag: 'list', attrs: {}, content: [{ tag: 'item', attrs: { id: 'M2' } }] }];
    const reader = { participant: ANN_LID, participant_pn: ANN };
    const made = await factsOf(readReceipt, receipt({ from: GROUP, type: 'read', ...reader }, list));
    expect(made).toMatchObject([
      { data: { messageId: 'M1', chat: GROUP, participant: ANN } },
      { data: { messageId: 'M2', chat: GROUP, participant: ANN } },
    ]);
  });

  it('say nothing of what changed another message', async () => {
    const bytes = proto.Message.encode({ reactionMessage: { key: { id: 'M1' }, text: '👍' } }).finish();
    context.sent.keep(ANN, parseMessageId('R1'), bytes);
    expect(await factsOf(readReceipt, receipt({ from: ANN, id: 'R1' }))).toEqual([]);
  });

  it('are the same fact under both addresses of the chat', async () => {
    const [pn] = await factsOf(readReceipt, receipt({ from: ANN, sender_lid: ANN_LID }));
    const [lid] = await factsOf(readReceipt, receipt({ from: ANN_LID, sender_pn: ANN }));
    expect(lid?.dedupe).toEqual(pn?.dedupe);
    expect(lid?.chat).toBe(ANN);
  });
});

describe('calls', () => {
  it('are offered and end', async () => {
    const video = [{ tag: 'video', attrs: {} }];
    expect(await factsOf(readCall, call('offer', { caller_pn: ANN }, video))).toMatchObject([
      { type: 'call.offered', data: { callId: 'C', from: { id: ANN, lid: ANN_LID }, video: true, group: false } },
    ]);
    expect(await factsOf(readCall, call('terminate', { reason: 'timeout' }))).toMatchObject([
      { type: 'call.ended', data: { outcome: 'missed' } },
    ]);
    for (const [reason, outcome] of Object.entries({ accepted_elsewhere: 'accepted_elsewhere', none: 'missed' }))
      expect(await factsOf(readCall, call('terminate', { reason }))).toMatchObject([{ data: { outcome } }]);
    expect(await factsOf(readCall, call('transport'))).toEqual([]);
  });
});

describe('acknowledgements of own messages', () => {
  const ackScope = { me: ME, book, polls: scope.polls, sent: context.sent, now: new Date(0) };

  it('tell that a message is sent, and what it says', async () => {
    const bytes = proto.Message.encode({ extendedTextMessage: { text: 'hi' } }).finish();
    context.sent.keep(ANN, parseMessageId('M1'), bytes);
    expect(await ackFacts(ack({}), ackScope)).toMatchObject([
      {
        type: 'message.sent',
        data: { message: { key: { chat: ANN, fromMe: true }, content: { text: 'hi' }, origin: 'api' } },
      },
      { type: 'message.status_changed', data: { messageId: 'M1', status: 'sent' } },
    ]);
  });

  it('tell of a change what it changed, and nothing of the library asking our phone', async () => {
    const bytes = proto.Message.encode({ reactionMessage: { key: { id: 'M1' }, text: '👍' } }).finish();
    context.sent.keep(ANN, parseMessageId('R2'), bytes);
    expect(await ackFacts(ack({ id: 'R2' }), ackScope)).toMatchObject([{ type: 'message.reacted' }]);
    expect(await ackFacts(ack({ id: 'P1', from: '4915100000001@s.whatsapp.net' }), ackScope)).toEqual([]);
  });

  it.each([
    ['463', 'account_limited'],
    ['479', 'rejected'],
    ['404', 'not_on_whatsapp'],
    ['500', 'rejected'],
  ])('with error %s tell that it failed: %s', async (error, code) => {
    expect(await ackFacts(ack({ error }), ackScope)).toMatchObject([
      { data: { messageId: 'M1', chat: ANN, status: 'failed', error: { code, whatsappCode: Number(error) } } },
    ]);
  });
});

describe('messages about other messages', () => {
  const parties = { chat: ANN, sender: { id: ANN }, fromMe: false, many: false };
  const change = { id: parseMessageId('M2'), parties, base: { occurredAt: new Date(0), late: false, chat: ANN } };
  const key = { id: 'M1' };
  const { Type } = proto.Message.ProtocolMessage;

  it.each([
    ['reaction', { reactionMessage: { key, text: '👍' } }, { type: 'message.reacted', data: { emoji: '👍' } }],
    ['reaction taken back', { reactionMessage: { key, text: '' } }, { type: 'message.reacted', data: { emoji: null } }],
    [
      'revoke',
      { protocolMessage: { key, type: Type.REVOKE } },
      { type: 'message.revoked', data: { scope: 'everyone' } },
    ],
    [
      'edit',
      { protocolMessage: { key, type: Type.MESSAGE_EDIT, editedMessage: { conversation: 'new' }, timestampMs: 5000 } },
      { type: 'message.edited', data: { text: 'new', editedAt: new Date(5000) } },
    ],
  ])('%s', (_, message, made) => {
    expect(changeFacts(message, change)).toMatchObject([
      { ...made, data: { messageId: 'M1', chat: ANN, ...made.data } },
    ]);
  });

  it('set the time after which messages disappear in a chat of two, and in no group', () => {
    const message = { protocolMessage: { type: Type.EPHEMERAL_SETTING, ephemeralExpiration: 60 } };
    expect(changeFacts(message, change)).toMatchObject([{ data: { chat: { id: ANN, disappearingSeconds: 60 } } }]);
    const inGroup = { ...change, parties: { ...parties, chat: GROUP, many: true } };
    expect(changeFacts(message, inGroup)).toEqual([]);
  });

  it('are told apart by their own id', () => {
    const again = { ...change, id: parseMessageId('M3') };
    const message = { reactionMessage: { key, text: '👍' } };
    expect(changeFacts(message, change)?.[0]?.dedupe).not.toEqual(changeFacts(message, again)?.[0]?.dedupe);
  });

  it('are not made of messages that say something', () => {
    expect(changeFacts({ conversation: 'hi' }, change)).toBeUndefined();
  });
});

describe('a message of a business', () => {
  const details = proto.VerifiedNameCertificate.Details.encode({ verifiedName: 'Ann Ltd' }).finish();
  const certificate = proto.VerifiedNameCertificate.encode({ details }).finish();
  const said = (id: string): BinaryNode => ({
    tag: 'message',
    attrs: { id, from: ANN_LID, sender_pn: ANN, t: T, type: 'text' },
    content: [
      { tag: 'verified_name', attrs: {}, content: certificate },
      { tag: 'plaintext', attrs: {}, content: proto.Message.encode({ conversation: 'Open till six' }).finish() },
    ],
  });

  it('tells the name that WhatsApp has verified, once', async () => {
    const [message, named] = await factsOf(readMessage, said('B1'));
    expect(message).toMatchObject({ type: 'message.received' });
    expect(named).toMatchObject({
      type: 'contact.updated',
      data: { contact: { id: ANN, verifiedName: 'Ann Ltd', business: true }, changed: ['verifiedName', 'business'] },
    });
    expect(await factsOf(readMessage, said('B2'))).toHaveLength(1);
  });
});

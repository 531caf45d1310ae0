import { describe, expect, it } from '@jest/globals';
import { StorageError, messageFact, parseMessageId, type Fact, type Person } from '../src/index.js';
import { aFact } from './event-factories.js';
import { ANN, ANN_LID, ME, aPerson, aTextMessage } from './factories.js';
import { anEngineContext } from './in-memory-context.js';

const bytes = (...values: number[]) => Uint8Array.from(values);
const id = parseMessageId('3EB0AAAA');

describe('the key store in memory', () => {
  it('gives back what was set, and nothing for what was deleted', () => {
    const { keys } = anEngineContext();
    keys.set([
      { type: 'session', id: 'a', value: bytes(1) },
      { type: 'session', id: 'b', value: bytes(2) },
      { type: 'pre-key', id: 'a', value: bytes(3) },
    ]);
    keys.set([{ type: 'session', id: 'b', value: null }]);
    expect(keys.get('session', ['a', 'b', 'c'])).toEqual(new Map([['a', bytes(1)]]));
  });

  it('writes all or nothing', () => {
    const context = anEngineContext();
    context.failWrites(1);
    const changes = [{ type: 'session', id: 'a', value: bytes(1) }];
    expect(() => context.keys.set(changes)).toThrow(StorageError);
    expect(context.keys.size).toBe(0);
    context.keys.set(changes);
    expect(context.keys.size).toBe(1);
  });

  it('shares no bytes with its callers', () => {
    const { keys } = anEngineContext();
    const value = bytes(1);
    keys.set([{ type: 'session', id: 'a', value }]);
    value[0] = 9;
    const read = keys.get('session', ['a']).get('a');
    expect(read).toEqual(bytes(1));
    if (read) read[0] = 9;
    expect(keys.get('session', ['a']).get('a')).toEqual(bytes(1));
  });
});

describe('the credentials in memory', () => {
  it('are absent, found or unreadable', () => {
    const { credentials } = anEngineContext();
    expect(credentials.load()).toEqual({ kind: 'absent' });
    credentials.save(bytes(1));
    expect(credentials.load()).toEqual({ kind: 'found', value: bytes(1) });
    credentials.makeUnreadable('one bit flipped');
    expect(credentials.load()).toEqual({ kind: 'unreadable', detail: 'one bit flipped' });
  });

  it('are set aside with their keys', () => {
    const { credentials, keys } = anEngineContext();
    credentials.save(bytes(1));
    keys.set([{ type: 'session', id: 'a', value: bytes(1) }]);
    credentials.archive('logout');
    expect(credentials.load()).toEqual({ kind: 'absent' });
    expect(keys.size).toBe(0);
    expect(credentials.archived).toEqual([{ reason: 'logout', value: bytes(1) }]);
  });

  it('stay as they were when a save fails', () => {
    const context = anEngineContext();
    context.credentials.save(bytes(1));
    context.failWrites(1);
    expect(() => context.credentials.save(bytes(2))).toThrow(StorageError);
    expect(context.credentials.load()).toEqual({ kind: 'found', value: bytes(1) });
  });
});

describe('the journal in memory', () => {
  const stanza = { tag: 'message', id: 'X', from: 'somebody', receivedAt: new Date(0), node: bytes(1) };

  it('keeps a row until its facts are in the log', () => {
    const context = anEngineContext();
    const { rid } = context.journal.add(stanza);
    context.journal.add({ ...stanza, id: 'Y' });
    context.journal.retryLater(rid);
    expect(context.journal.pending().map((row) => [row.id, row.attempts])).toEqual([
      ['X', 1],
      ['Y', 0],
    ]);
    context.journal.settle(rid, [aFact('label.removed')], ['hash']);
    expect(context.journal.pending().map((row) => row.id)).toEqual(['Y']);
    expect(context.facts.of('label.removed')).toHaveLength(1);
  });

  it('settles all or nothing', () => {
    const context = anEngineContext();
    const { rid } = context.journal.add(stanza);
    context.failWrites(1);
    expect(() => context.journal.settle(rid, [aFact('label.removed')])).toThrow(StorageError);
    expect(context.journal.pending()).toHaveLength(1);
    expect(context.facts.all).toEqual([]);
  });

  it('keeps what a message says, once, and as its author says', () => {
    const context = anEngineContext();
    const settle = (made: Fact, ...said: number[]) => {
      const original = { chat: ANN, id, bytes: bytes(...said) };
      context.journal.settle(context.journal.add(stanza).rid, [made], [], [original]);
    };
    const told = () => messageFact('message.received', aTextMessage('Hello', { key: { id, chat: ANN } }), false);
    const edited = (by: Person, n: number) =>
      aFact('message.edited', { messageId: id, chat: ANN, by, text: 'new' }, { n });
    settle(told(), 1);
    settle(edited({ id: ME }, 1), 2);
    expect(context.originals.get(ANN, id)).toEqual(bytes(1));
    settle(edited({ id: ANN }, 2), 3);
    settle(told(), 1);
    expect(context.originals.get(ANN, id)).toEqual(bytes(3));
  });

  it('buries what nothing can be made of', () => {
    const { journal } = anEngineContext();
    const { rid } = journal.add(stanza);
    journal.bury(rid, 'not a stanza');
    expect(journal.pending()).toEqual([]);
    expect(journal.rows).toMatchObject([{ state: 'dead', reason: 'not a stanza' }]);
  });
});

describe('the sent bytes in memory', () => {
  it('keep the first bytes of an id', () => {
    const { sent } = anEngineContext();
    sent.keep(ANN, id, bytes(1));
    sent.keep(ANN, id, bytes(2));
    expect(sent.get(ANN, id)).toEqual(bytes(1));
  });

  it('are found under the other address of the person, once it is known', () => {
    const context = anEngineContext();
    context.sent.keep(ANN, id, bytes(1));
    expect(context.sent.get(ANN_LID, id)).toBeUndefined();
    context.emit(aFact('presence.changed', { participant: aPerson() }));
    expect(context.sent.get(ANN_LID, id)).toEqual(bytes(1));
    context.sent.keep(ANN_LID, id, bytes(2));
    expect(context.sent.get(ANN_LID, id)).toEqual(bytes(1));
  });
});

describe('the log in memory', () => {
  it('takes the same fact once, by whatever address of the person it comes', () => {
    const context = anEngineContext();
    context.emit(messageFact('message.received', aTextMessage('Hello', { key: { id, chat: ANN } }), false));
    context.emit(messageFact('message.received', aTextMessage('Hello', { key: { id, chat: ANN_LID } }), true));
    expect(context.facts.of('message.received')).toHaveLength(1);
  });

  it('writes all facts of a call or none', () => {
    const context = anEngineContext();
    context.failWrites(1);
    const facts = [aFact('label.removed', {}, { n: 1 }), aFact('label.removed', {}, { n: 2 })];
    expect(() => context.emit(...facts)).toThrow(StorageError);
    expect(context.facts.all).toEqual([]);
    context.emit(...facts);
    expect(context.facts.all).toEqual(facts);
  });

  it('gives each fact once to those who wait, earlier ones first', async () => {
    const context = anEngineContext();
    const waiting = context.nextFact('label.removed', ({ data }) => data.labelId === 'b');
    context.emit(
      aFact('label.removed', { labelId: 'a' }, { n: 1 }),
      aFact('label.removed', { labelId: 'b' }, { n: 2 }),
    );
    context.emit(aFact('label.removed', { labelId: 'b' }, { n: 3 }));
    expect((await waiting).dedupe).toEqual(['test', 'label.removed', '2']);
    expect((await context.nextFact('label.removed')).dedupe).toEqual(['test', 'label.removed', '1']);
    expect((await context.nextFact('label.removed')).dedupe).toEqual(['test', 'label.removed', '3']);
  });

  it('says what was emitted instead of what was waited for', async () => {
    const context = anEngineContext();
    context.emit(aFact('chat.removed'));
    await expect(context.facts.next('label.removed', undefined, 5)).rejects.toThrow(
      'No such label.removed; emitted: chat.removed',
    );
  });
});

describe('leave to connect', () => {
  it('is counted, and not given to who has given up', async () => {
    const context = anEngineContext();
    await context.permitConnect(new AbortController().signal);
    await expect(context.permitConnect(AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
    expect(context.connects).toBe(1);
  });
});

import { beforeEach, describe, expect, it } from '@jest/globals';
import type { BinaryNode } from '@whiskeysockets/baileys';
import {
  fact,
  messageDedupe,
  messageFact,
  parseJid,
  parseMessageId,
  silentLogger,
  StorageError,
  type Message,
} from '@columba/core';
import { InMemoryContext, ManualClock } from '@columba/core/testing';
import { ciphertextId } from '../signal/plaintext-journal.js';
import { done, type Reading } from '../facts/reading.js';
import { JournalReader } from './journal-reader.js';
import { encodeStanza } from './stanza-codec.js';

const ANN = parseJid('4915100000002');
const sealed = (id: string, ...ciphertexts: string[]): BinaryNode => ({
  tag: 'message',
  attrs: { id, from: ANN },
  content: ciphertexts.map((text) => ({ tag: 'enc', attrs: { type: 'msg' }, content: Buffer.from(text) })),
});
const idOf = (text: string) => ciphertextId(Buffer.from(text));
const messageOf = (id: string): Message => ({
  key: { chat: ANN, id: parseMessageId(id), fromMe: false },
  from: { id: ANN },
  occurredAt: new Date(0),
  content: { kind: 'text', text: id },
  origin: 'contact',
  mentions: [],
  forwarded: false,
  starred: false,
});
const received = (id: string): Reading =>
  done([messageFact('message.received', messageOf(id), false)], [`hash of ${id}`]);
const unreadable = (id: string): Reading => ({
  kind: 'unreadable',
  fact: fact('message.undecryptable', { message: messageOf(id) }, [...messageDedupe(messageOf(id).key), 'u'], {
    occurredAt: new Date(0),
  }),
});

describe('the reader of the journal', () => {
  let clock: ManualClock;
  let context: InMemoryContext;
  let refused: unknown[];
  let answers: Map<string, () => Reading>;
  let reader: JournalReader;
  beforeEach(() => {
    clock = new ManualClock();
    context = new InMemoryContext({ clock });
    refused = [];
    answers = new Map();
    reader = made();
  });

  function made(): JournalReader {
    const { journal } = context;
    return new JournalReader({
      journal,
      clock,
      logger: silentLogger,
      emit: (...facts) => context.emit(...facts),
      read: async ({ attrs: { id = '' } }) => (answers.get(id) ?? (() => received(id)))(),
      history: () => undefined,
      refused: (error) => refused.push(error),
    });
  }
  function arrive(node: BinaryNode): void {
    const { id = '', from = '' } = node.attrs;
    reader.arrived(
      context.journal.add({ tag: node.tag, id, from, receivedAt: clock.now(), node: encodeStanza(node) }),
      node,
    );
  }
  const told = () =>
    context.facts.all.map(({ type, data }) => `${type} ${'message' in data ? String(data.message?.key.id) : ''}`);
  const states = () => context.journal.rows.map(({ state }) => state);

  it('waits until the library has tried every part of a message', async () => {
    arrive(sealed('A', 'one', 'two'));
    reader.attempted(idOf('one'));
    await reader.idle();
    expect(told()).toEqual([]);
    reader.attempted(idOf('two'));
    await reader.idle();
    expect(told()).toEqual(['message.received A']);
    expect(context.journal.rows[0]).toMatchObject({ state: 'done', cleared: ['hash of A'] });
  });

  it('reads at once what holds nothing sealed', async () => {
    arrive({ tag: 'receipt', attrs: { id: 'R', from: ANN } });
    await reader.idle();
    expect(states()).toEqual(['done']);
  });

  it('reads by itself what the library leaves lying', async () => {
    arrive(sealed('A', 'one'));
    await clock.advance(15_000);
    await reader.idle();
    expect(told()).toEqual(['message.received A']);
    expect(clock.pendingTimers).toBe(0);
  });

  it('leaves to the library what has not had its turn, however many come before it', async () => {
    for (const id of ['A', 'B', 'C']) arrive(sealed(id, `of ${id}`));
    await clock.advance(14_000);
    reader.attempted(idOf('of B'));
    await clock.advance(14_000);
    await reader.idle();
    // It went past the first, and is on its way to the third.
    expect(told()).toEqual(['message.received B', 'message.received A']);
    expect(states()).toEqual(['done', 'done', 'new']);
    await clock.advance(2_000);
    await reader.idle();
    expect(states()).toEqual(['done', 'done', 'done']);
    expect(clock.pendingTimers).toBe(0);
  });

  it('does not take a message that comes now for one behind which nothing of the offline queue waits', async () => {
    const waited = (id: string): BinaryNode => ({ ...sealed(id, `of ${id}`), attrs: { id, from: ANN, offline: '1' } });
    for (const id of ['A', 'B', 'C']) arrive(waited(id));
    arrive(sealed('D', 'of D'));
    await clock.advance(10_000);
    for (const id of ['A', 'D']) reader.attempted(idOf(`of ${id}`));
    await clock.advance(14_000);
    await reader.idle();
    expect(states()).toEqual(['done', 'new', 'new', 'done']);
  });

  it('hears of a ciphertext for both copies of a message', async () => {
    arrive(sealed('A', 'one'));
    arrive(sealed('A', 'one'));
    reader.attempted(idOf('one'));
    await reader.idle();
    expect(states()).toEqual(['done', 'done']);
  });

  it('reads the rest when the connection ends', async () => {
    arrive(sealed('A', 'one'));
    arrive(sealed('B', 'two'));
    reader.connectionEnded();
    await reader.idle();
    expect(told()).toEqual(['message.received A', 'message.received B']);
  });

  it('reads in order what an earlier process left', async () => {
    for (const id of ['A', 'B', 'C']) arrive(sealed(id, id));
    reader = made();
    await reader.recover();
    expect(told()).toEqual(['message.received A', 'message.received B', 'message.received C']);
  });

  it('keeps a row whose facts storage refused, and says so', async () => {
    arrive(sealed('A', 'one'));
    context.failWrites(1);
    reader.attempted(idOf('one'));
    await reader.idle();
    expect([refused[0] instanceof StorageError, states()]).toEqual([true, ['new']]);
    await reader.recover();
    expect([told(), states()]).toEqual([['message.received A'], ['done']]);
  });

  it('tells an unreadable message once and closes it when it comes again, also after a restart', async () => {
    answers.set('A', () => unreadable('A'));
    arrive(sealed('A', 'one'));
    reader.connectionEnded();
    await reader.recover();
    await reader.recover();
    expect([told(), states()]).toEqual([['message.undecryptable A'], ['new']]);
    answers.delete('A');
    reader = made();
    arrive(sealed('A', 'second try'));
    reader.attempted(idOf('second try'));
    await reader.idle();
    expect([told(), states()]).toEqual([
      ['message.undecryptable A', 'message.recovered A'],
      ['done', 'done'],
    ]);
  });

  it('gives an unreadable message up after 14 days', async () => {
    answers.set('A', () => unreadable('A'));
    arrive(sealed('A', 'one'));
    reader.connectionEnded();
    await clock.advance(15 * 24 * 3_600_000);
    await reader.recover();
    expect(states()).toEqual(['dead']);
  });

  it('puts a stanza aside that fails again and again, without harm to the others', async () => {
    answers.set('A', () => {
      throw new TypeError('cannot read');
    });
    arrive(sealed('A', 'one'));
    arrive(sealed('B', 'two'));
    reader.connectionEnded();
    for (let start = 0; start < 5; start += 1) await reader.recover();
    expect([told(), states()]).toEqual([['message.received B'], ['dead', 'done']]);
    expect(context.journal.rows[0]?.reason).toBe('TypeError');
  });

  it('puts a row aside that is damaged', async () => {
    const damaged = { tag: 'message', id: 'A', from: ANN, receivedAt: clock.now(), node: Buffer.from('{') };
    context.journal.add(damaged);
    for (let start = 0; start < 5; start += 1) await reader.recover();
    expect(states()).toEqual(['dead']);
  });

  it('keeps a message between devices until the library has handled it', async () => {
    const peer: BinaryNode = { tag: 'message', attrs: { id: 'P', from: ANN, category: 'peer' } };
    answers.set('P', () => done());
    arrive(peer);
    expect(reader.unfinished()).toEqual([]);
    reader.connectionEnded();
    await reader.recover();
    const [again] = reader.unfinished();
    expect([again?.attrs.id, states()]).toEqual(['P', ['new']]);
    if (again) reader.handled(again);
    await reader.idle();
    expect(states()).toEqual(['done']);
  });
});

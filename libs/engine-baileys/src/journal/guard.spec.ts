import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { BinaryNode } from '@whiskeysockets/baileys';
import { settle } from '@columba/core/testing';
import { guard, type Guard } from './guard.js';

const node = (tag: string, attrs: Record<string, string> = {}): BinaryNode => ({ tag, attrs: { id: '1', ...attrs } });

describe('the guard before the library', () => {
  let socket: EventEmitter;
  let log: string[];
  let gate: Guard;
  let refuse: Error | undefined;
  beforeEach(() => {
    socket = new EventEmitter();
    log = [];
    refuse = undefined;
    gate = guard(socket, {
      store: ({ tag }) => {
        if (refuse) throw refuse;
        log.push(`stored ${tag}`);
      },
      refused: () => log.push('refused'),
      handled: ({ tag }) => log.push(`handled ${tag}`),
      crashed: (event) => log.push(`crashed ${event}`),
    });
  });

  it.each(['message', 'receipt', 'notification', 'call'])('stores a %s before the library sees it', async (tag) => {
    socket.on(`CB:${tag}`, () => log.push('seen'));
    socket.emit(`CB:${tag}`, node(tag));
    await settle();
    expect(log).toEqual([`stored ${tag}`, 'seen', `handled ${tag}`]);
  });

  it('lets everything else pass', () => {
    socket.on('CB:iq', () => log.push('seen'));
    expect([socket.emit('CB:iq', node('iq')), socket.emit('CB:other', node('other'))]).toEqual([true, false]);
    expect(log).toEqual(['seen']);
  });

  it('lets nothing pass that was not stored, nor anything after it', () => {
    socket.on('CB:message', () => log.push('seen'));
    refuse = new Error('disk full');
    socket.emit('CB:message', node('message'));
    refuse = undefined;
    socket.emit('CB:message', node('message'));
    expect(log).toEqual(['refused']);
  });

  it('stores settings before whoever asked for them gets the answer', async () => {
    const patch = { tag: 'patch', attrs: {}, content: Buffer.from([1]) };
    const collection = { tag: 'collection', attrs: {}, content: [patch] };
    const answer = { ...node('iq'), content: [{ tag: 'sync', attrs: {}, content: [collection] }] };
    socket.on('TAG:1', () => log.push('seen'));
    for (const event of ['frame', 'TAG:1']) socket.emit(event, answer);
    await settle();
    expect(log).toEqual(['stored iq', 'seen']);
    refuse = new Error('disk full');
    for (const event of ['frame', 'TAG:1']) socket.emit(event, answer);
    await settle();
    expect(log).toEqual(['stored iq', 'seen', 'refused']);
  });

  it('lets nothing pass after the end', async () => {
    socket.on('CB:receipt', () => log.push('seen'));
    gate.shut();
    socket.emit('CB:receipt', node('receipt'));
    await gate.replay(node('receipt'));
    expect(log).toEqual([]);
  });

  it('reports listeners that fail at once or later, and still calls the others', async () => {
    socket.on('CB:iq', () => {
      throw new Error('at once');
    });
    // oxlint-disable-next-line typescript/no-misused-promises -- as the library does it
    socket.on('CB:iq', async () => Promise.reject(new Error('later')));
    socket.on('CB:iq', () => log.push('seen'));
    expect(socket.emit('CB:iq', node('iq'))).toBe(true);
    await settle();
    expect(log.toSorted()).toEqual(['crashed CB:iq', 'crashed CB:iq', 'seen']);
  });

  it('shows messages between devices without the mark of the offline queue, so that their end is known', () => {
    const seen: BinaryNode[] = [];
    socket.on('CB:message', (shown: BinaryNode) => seen.push(shown));
    socket.emit('CB:message', node('message', { offline: '1', category: 'peer' }));
    socket.emit('CB:message', node('message', { offline: '1' }));
    expect(seen.map(({ attrs }) => attrs.offline)).toEqual([undefined, '1']);
  });

  it('hides our own address where the library would take it for the recipient’s', () => {
    const seen: BinaryNode[] = [];
    socket.on('CB:message', (shown: BinaryNode) => seen.push(shown));
    socket.emit('CB:message', node('message', { recipient: 'x@lid', sender_pn: 'me@s.whatsapp.net' }));
    socket.emit('CB:message', node('message', { from: 'x@lid', sender_pn: 'x@s.whatsapp.net' }));
    expect(seen.map(({ attrs }) => attrs.sender_pn)).toEqual([undefined, 'x@s.whatsapp.net']);
  });

  it('replays without storing', async () => {
    socket.on('CB:message', () => log.push('seen'));
    await gate.replay(node('message'));
    expect(log).toEqual(['seen']);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BinaryNode } from '@whiskeysockets/baileys';
import { silentLogger } from '@columba/core';
import { seededRandom } from '@columba/core/testing';
import { Simulator } from '@columba/simulator';
import { SimulatedSession } from '../../testing/simulated.js';
import type { BaileysEngine } from '../baileys.engine.js';

const EVENTS = ['message', 'receipt', 'notification', 'call', 'presence', 'chatstate', 'ib', 'ack', 'iq'];
const NAMES = ['id', 'from', 'to', 'type', 'participant', 'recipient', 't', 'category', 'offline', 'class', 'error'];
const VALUES = [
  '',
  'x',
  '-1',
  '99999999999999999999',
  'peer',
  'retry',
  'read',
  'w:gp2',
  'encrypt',
  'devices',
  'account_sync',
  'link_code_companion_reg',
  '15550007777@s.whatsapp.net',
  '1@lid',
  '120363000000000001@g.us',
  'status@broadcast',
  '@',
  ':',
];
const TAGS = [
  'enc',
  'list',
  'item',
  'retry',
  'count',
  'offer',
  'terminate',
  'add',
  'create',
  'set',
  'dirty',
  'unavailable',
];

describe('stanzas that make no sense', () => {
  let sim: Simulator;
  let session: SimulatedSession;
  const warnings: string[] = [];
  beforeAll(async () => {
    const logger = { ...silentLogger, warn: (text: string) => void warnings.push(text) };
    sim = await Simulator.start({ seed: 'fuzz' });
    await sim.contact.add({ pn: '15550007777' });
    session = await new SimulatedSession(sim, '15550003001', { queryTimeoutMs: 500 }, logger).open();
  });
  afterAll(async () => {
    await session.engine.stop();
    await sim.stop();
  });

  it('harm neither the process nor the messages that follow', async () => {
    const random = seededRandom();
    const pick = (choices: readonly string[]): string => choices[Math.floor(random() * choices.length)] ?? '';
    const attrs = () =>
      Object.fromEntries(Array.from({ length: Math.floor(random() * 5) }, () => [pick(NAMES), pick(VALUES)]));
    const content = (depth: number): Pick<BinaryNode, 'content'> => {
      const choice = random();
      if (choice < 0.3 || depth === 0) return {};
      if (choice < 0.5) return { content: Buffer.from(pick(VALUES)) };
      if (choice < 0.6) return { content: pick(VALUES) };
      return { content: Array.from({ length: Math.ceil(random() * 3) }, () => node(pick(TAGS), depth - 1)) };
    };
    const node = (tag: string, depth: number): BinaryNode => ({ tag, attrs: attrs(), ...content(depth) });

    const { life } = (session.engine as BaileysEngine).session.connected();
    for (let round = 0; round < 1000; round += 1) {
      const made = node(pick(EVENTS), 3);
      const first = Array.isArray(made.content) ? (made.content[0]?.tag ?? '') : '';
      life.socket.ws.emit(`CB:${made.tag},,${first}`, made);
      life.socket.ws.emit(`CB:${made.tag}`, made);
    }
    // One that a listener of the library does not survive.
    const refs = { tag: 'pair-device', attrs: {}, content: [{ tag: 'ref', attrs: {} }] };
    life.socket.ws.emit('CB:iq,type:set,pair-device', { tag: 'iq', attrs: { id: '1' }, content: [refs] });
    await sim.send({ from: '15550007777', to: session.number, content: { kind: 'text', text: 'still there?' } });
    await session.context.facts.next(
      'message.received',
      ({ data }) => JSON.stringify(data).includes('still there?'),
      30_000,
    );
    expect(warnings).toContain('The library failed on something that came in');
    expect(session.context.journal.rows.length).toBeGreaterThan(200);
  }, 60_000);
});

import { beforeEach, describe, expect, it } from '@jest/globals';
import { ManualClock } from '../world/clock.js';
import { World } from '../world/world.js';
import { JidBook, parseJid } from './jid.js';

describe('addresses', () => {
  let jids: JidBook;
  let lid = '';
  beforeEach(() => {
    const world = new World({ seed: 's', clock: new ManualClock(), receiptDelayMs: 0 });
    ({ lid } = world.directory.ensure('15550000001'));
    jids = new JidBook(world.directory);
  });

  it('spells accounts and devices in both addressings', () => {
    expect(jids.of('15550000001', 'pn')).toBe('15550000001@s.whatsapp.net');
    expect(jids.of('15550000001', 'lid', 3)).toBe(`${lid}:3@lid`);
    expect(jids.ofDevice('15550000001:0', 'pn')).toBe('15550000001@s.whatsapp.net');
  });

  it('reads both back', () => {
    expect(jids.account(`${lid}@lid`)).toBe('15550000001');
    expect(jids.device('15550000001:2@s.whatsapp.net')).toBe('15550000001:2');
    expect(jids.device(`${lid}_1:4@lid`)).toBe('15550000001:4');
    expect(jids.account('1@s.whatsapp.net')).toBeUndefined();
    expect(parseJid('123-456@g.us')).toEqual({ user: '123-456', device: 0, server: 'g.us' });
    expect(parseJid('@s.whatsapp.net')).toMatchObject({ user: '', addressing: 'pn' });
  });
});

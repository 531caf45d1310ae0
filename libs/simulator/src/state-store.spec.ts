import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { text } from '../testing/fixture.js';
import { RealClient } from '../testing/real-client.js';
import { Simulator } from './simulator.js';

const CAROL = '15550007777';

describe('saved state', () => {
  let state = '';
  beforeEach(async () => {
    state = await mkdtemp(join(tmpdir(), 'simulator-'));
  });
  afterEach(() => rm(state, { recursive: true }));

  it('lets linked clients and their Signal sessions go on after a restart', async () => {
    const first = await Simulator.start({ seed: 'saved', state });
    await first.contact.add({ pn: CAROL, name: 'Carol' });
    const before = new RealClient(first, '15550000501');
    await before.open();
    await before.send(`${CAROL}@s.whatsapp.net`, 'before');
    await first.await({ event: 'message.shown', match: { account: CAROL } });
    await first.send({ from: CAROL, to: before.number, content: text('seen before') });
    await before.text('seen before');
    const closed = before.closed();
    await first.connection.drop({ device: before.number });
    await closed;
    const { id } = await first.send({ from: CAROL, to: before.number, content: text('while away') });
    await first.stop();
    expect((await stat(join(state, 'simulator.json'))).mode & 0o077).toBe(0);

    const second = await Simulator.start({ state });
    expect(second.seed).toBe('saved');
    const after = new RealClient(second, before.number, {}, false);
    Object.assign(after.auth, before.auth);
    await after.open();
    expect((await after.text('while away')).message.key.id).toBe(id);
    await after.send(`${CAROL}@s.whatsapp.net`, 'after');
    await second.await({ event: 'message.shown', match: { account: CAROL, key: { sender: after.number } } });
    const view = await second.recipient.view({ pn: CAROL, chat: after.number });
    expect(view.map(({ content }) => content)).toEqual(
      ['before', 'seen before', 'while away', 'after'].map((words) => text(words)),
    );
    expect((await second.stats()).noise.errors).toEqual([]);
    before.dispose();
    after.dispose();
    await second.stop();
  });

  it('saves where it is told and loads into an empty world only', async () => {
    const first = await Simulator.start({ seed: 'a' });
    const { lid } = await first.contact.add({ pn: CAROL });
    await expect(first.save()).rejects.toMatchObject({ code: 'invalid_input' });
    await first.save({ directory: state });
    await expect(first.load({ directory: state })).rejects.toMatchObject({ code: 'conflict' });
    await first.stop();
    const second = await Simulator.start({ seed: 'b' });
    await expect(second.load({ directory: join(state, 'none') })).rejects.toMatchObject({ code: 'not_found' });
    await second.load({ directory: state });
    expect(await second.account.list()).toMatchObject([{ pn: CAROL, lid }]);
    await second.stop();
  });

  it('refuses a file of another format', async () => {
    await writeFile(join(state, 'simulator.json'), '{"format":99}');
    await expect(Simulator.start({ state })).rejects.toThrow(/another format/);
  });
});

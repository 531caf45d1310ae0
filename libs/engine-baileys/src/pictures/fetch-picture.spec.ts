import { Agent } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Simulator } from '@columba/simulator';
import { fetchPicture, MOST_PICTURE_BYTES } from './fetch-picture.js';

describe('pictures', () => {
  let sim: Simulator;
  let agent: Agent;
  beforeAll(async () => {
    sim = await Simulator.start({ seed: 'pictures' });
    agent = new Agent({ ca: sim.mediaHost.certificate });
  });
  afterAll(() => sim.stop());

  const { signal } = new AbortController();
  const fetched = (path: string, hosts = ['127.0.0.1']) =>
    fetchPicture(sim.mediaHost.url(path), { hosts, agent }, signal);

  it('come as bytes', async () => {
    sim.mediaHost.put('/a.jpg', Uint8Array.of(1, 2, 3), 'image/jpeg');
    expect(await fetched('/a.jpg')).toEqual({ bytes: Uint8Array.of(1, 2, 3), mimeType: 'image/jpeg' });
  });

  it('may be gone', async () => {
    expect(await fetched('/gone.jpg')).toBeUndefined();
  });

  it('are never fetched elsewhere, nor without encryption', async () => {
    await expect(fetched('/a.jpg', ['whatsapp.net', '27.0.0.1'])).rejects.toMatchObject({
      code: 'engine_error',
    });
    const source = { hosts: ['whatsapp.net'] };
    for (const address of [
      'http://pps.whatsapp.net/a',
      'https://evilwhatsapp.net/a',
      'https://whatsapp.net.evil.example/',
    ])
      await expect(fetchPicture(address, source, signal)).rejects.toMatchObject({ code: 'engine_error' });
  });

  it('are never larger than they may be', async () => {
    sim.mediaHost.put('/huge.jpg', new Uint8Array(MOST_PICTURE_BYTES + 1), 'image/jpeg');
    await expect(fetched('/huge.jpg')).rejects.toMatchObject({ code: 'too_large' });
  });

  it.each([
    ['refuses', { type: 'refuse', status: 503 }],
    ['breaks off', { type: 'cut', afterBytes: 0 }],
  ] as const)('are unavailable when the host %s', async (_, action) => {
    await sim.media.fault({ direction: 'download', action, times: 1 });
    await expect(fetched('/a.jpg')).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('are given up when nobody waits any more', async () => {
    await sim.media.fault({ direction: 'download', action: { type: 'stall', afterBytes: 1 }, times: 1 });
    const stop = new AbortController();
    const asked = fetchPicture(sim.mediaHost.url('/a.jpg'), { hosts: ['127.0.0.1'], agent }, stop.signal);
    stop.abort();
    await expect(asked).rejects.toMatchObject({ code: 'unavailable' });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Simulator } from '../simulator.js';
import { operations } from './operations.js';

describe('the control API over HTTP', () => {
  let sim: Simulator;
  beforeAll(async () => {
    sim = await Simulator.start({ seed: 'http' });
  });
  afterAll(() => sim.stop());

  const call = async (path: string, body?: string, headers: Record<string, string> = {}, method = 'POST') => {
    const authorization = `Bearer ${sim.token}`;
    const response = await fetch(sim.controlUrl + path, {
      method,
      headers: { authorization, connection: 'close', ...headers },
      ...(body === undefined ? {} : { body }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const run = (name: string, input?: unknown) => call(`/control/${name}`, JSON.stringify(input));

  it('offers the operations of the in-process API', async () => {
    expect(await run('health')).toEqual({ status: 200, body: { ok: true } });
    const added = await run('contact.add', { pn: '+1 555 000 7777', name: 'Carol' });
    expect(added).toMatchObject({ status: 200, body: { pn: '15550007777', name: 'Carol' } });
    await run('account.add', { pn: '15550000001' });
    const sent = await run('send', { from: '15550007777', to: '15550000001', content: { kind: 'text', text: 'hi' } });
    expect(sent).toMatchObject({ status: 200, body: { sender: '15550007777' } });
    const view = await run('recipient.view', { pn: '15550000001' });
    expect(view.body).toMatchObject([{ content: { kind: 'text', text: 'hi' }, copies: 1, fromMe: false }]);
    expect(await sim.recipient.view({ pn: '15550000001' })).toEqual(view.body);
    expect(await run('oracle')).toEqual({ status: 200, body: [] });
    expect(await run('typing', { from: '15550007777', to: '15550000001', state: 'paused' })).toEqual({
      status: 200,
      body: { ok: true },
    });
  });

  it('has every operation as a method', () => {
    for (const name of Object.keys(operations)) {
      const method = name.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], sim);
      expect([name, typeof method]).toEqual([name, 'function']);
    }
  });

  it.each([
    ['send', { from: 'x' }, 400, 'invalid_input'],
    ['send', { from: '15550007777', to: '19990000000', content: { kind: 'text', text: '' } }, 404, 'not_found'],
    ['send', { from: '15550007777', to: '15550000001', content: { kind: 'dance' } }, 400, 'invalid_input'],
    ['account.add', { pn: '12345', nope: 1 }, 400, 'invalid_input'],
    ['connection.drop', { device: '15550000001:9' }, 404, 'not_found'],
    ['await', { event: 'device.online', timeoutMs: 1 }, 408, 'timeout'],
    ['await', { event: 'device.onlin' }, 400, 'invalid_input'],
    ['no.such', {}, 404, 'not_found'],
    ['constructor', {}, 404, 'not_found'],
  ])('%s %j: %i %s', async (name, input, status, code) => {
    expect(await run(name, input)).toMatchObject({ status, body: { error: { code, message: expect.any(String) } } });
  });

  it('refuses bad JSON, other methods, and callers without the token', async () => {
    expect(await call('/control/health', '{')).toMatchObject({ status: 400 });
    expect(await call('/control/health', undefined, {}, 'GET')).toMatchObject({ status: 405 });
    const wrong = await call('/control/health', '{}', { authorization: 'Bearer nope' });
    expect(wrong).toMatchObject({ status: 401, body: { error: { code: 'unauthorized' } } });
  });
});

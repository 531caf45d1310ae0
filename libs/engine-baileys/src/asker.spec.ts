import { describe, expect, it } from '@jest/globals';
import { NotConnectedError } from '@columba/core';
import { ManualClock } from '@columba/core/testing';
import type { LinkedDevice } from './connection/linked-device.js';
import type { SocketLife } from './connection/socket-life.js';
import { Asker } from './asker.js';

const boom = (statusCode: number) => Object.assign(new Error('refused'), { output: { statusCode } });
const connected = () => ({ life: { socket: {} } as SocketLife, device: {} as LinkedDevice });

function asker(session = { connected }) {
  const clock = new ManualClock();
  return { clock, asker: new Asker(clock, session, { queryTimeoutMs: 1000 }) };
}

const never = () => new Promise<never>(() => {});

describe('what is put to WhatsApp', () => {
  it.each([
    ['question', 'timeout'],
    ['change', 'uncertain'],
  ] as const)('has an end: a %s without an answer is %s', async (kind, code) => {
    const { clock, asker: made } = asker();
    const asked = made[kind](never);
    await Promise.all([clock.advance(1000), expect(asked).rejects.toMatchObject({ code })]);
  });

  it.each([
    ['question', 'timeout'],
    ['change', 'uncertain'],
  ] as const)('an empty answer to a %s after all that time is none', async (kind, code) => {
    const { clock, asker: made } = asker();
    const asked = made[kind](() => new Promise((resolve) => clock.after(1000, () => resolve(undefined))));
    await Promise.all([clock.advance(1000), expect(asked).rejects.toMatchObject({ code })]);
  });

  it.each([
    ['question', 428, 'not_connected'],
    ['question', 408, 'timeout'],
    ['change', 428, 'uncertain'],
    ['change', 408, 'uncertain'],
    ['change', 403, 'not_allowed'],
    ['question', 404, 'not_found'],
    ['question', 429, 'rate_limited'],
    ['change', 500, 'engine_error'],
  ] as const)('a %s that ends with %i is %s', async (kind, status, code) => {
    await expect(asker().asker[kind](() => Promise.reject(boom(status)))).rejects.toMatchObject({ code });
  });

  it('is not even begun without a connection', async () => {
    const { asker: made } = asker({
      connected: () => {
        throw new NotConnectedError('off');
      },
    });
    await expect(made.change(() => Promise.resolve())).rejects.toMatchObject({ code: 'not_connected' });
  });
});

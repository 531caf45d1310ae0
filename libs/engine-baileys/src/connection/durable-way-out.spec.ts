import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { leaveDurably } from './durable-way-out.js';

describe('the way out', () => {
  let course: string[];
  let disk: () => Promise<void>;
  let client: { socket: { send: (data: string, callback?: (error?: Error) => void) => void } };
  beforeEach(() => {
    course = [];
    disk = () => Promise.resolve();
    client = {
      socket: {
        send: (data, callback) => {
          course.push(data);
          callback?.();
        },
      },
    };
    leaveDurably(client, {
      secure: async () => {
        await disk();
        course.push('disk');
      },
      refused: () => course.push('refused'),
    });
  });

  it('waits for the disk once for what is written in one turn, and keeps the order', async () => {
    for (const frame of ['a', 'b', 'c']) client.socket.send(frame);
    expect(course).toEqual([]);
    await turn();
    client.socket.send('d');
    await turn();
    expect(course).toEqual(['disk', 'a', 'b', 'c', 'disk', 'd']);
  });

  it('gathers what is written while the disk is busy', async () => {
    const spins: (() => void)[] = [];
    disk = () => new Promise((resolve) => spins.push(resolve));
    client.socket.send('a');
    await turn();
    for (const frame of ['b', 'c']) client.socket.send(frame);
    await turn();
    expect(course).toEqual([]);
    spins.shift()?.();
    await turn();
    expect(course).toEqual(['disk', 'a']);
    spins.shift()?.();
    await turn();
    expect(course).toEqual(['disk', 'a', 'disk', 'b', 'c']);
  });

  it('does not keep the writer waiting', async () => {
    disk = () => new Promise(() => undefined);
    await new Promise<Error | undefined>((resolve) => client.socket.send('a', resolve));
    await turn();
    expect(course).toEqual([]);
  });

  it('lets nothing out when the disk refuses', async () => {
    disk = () => Promise.reject(new Error('EIO'));
    client.socket.send('a');
    await turn();
    expect(course).toEqual(['refused']);
  });
});

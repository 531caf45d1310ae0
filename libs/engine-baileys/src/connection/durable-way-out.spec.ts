import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { leaveDurably } from './durable-way-out.js';

describe('the way out', () => {
  let course: string[];
  let disk: () => void;
  let client: { socket: { send: (data: string, callback?: (error?: Error) => void) => void } };
  beforeEach(() => {
    course = [];
    disk = () => undefined;
    client = {
      socket: {
        send: (data, callback) => {
          course.push(data);
          callback?.();
        },
      },
    };
    leaveDurably(client, {
      secure: () => {
        disk();
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

  it('lets nothing out when the disk refuses, and tells who waits', async () => {
    disk = () => {
      throw new Error('EIO');
    };
    const failed = new Promise<Error | undefined>((resolve) => client.socket.send('a', resolve));
    expect((await failed)?.message).toBe('Storage refused a write');
    expect(course).toEqual(['refused']);
  });
});

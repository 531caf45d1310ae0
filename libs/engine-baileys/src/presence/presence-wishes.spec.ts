import { describe, expect, it } from '@jest/globals';
import { parseJid, silentLogger, type Jid } from '@columba/core';
import { PresenceWishes } from './presence-wishes.js';

const ANN = parseJid('4915100000002');
const ANN_LID = parseJid('100000000000002@lid');
const people = Array.from({ length: 101 }, (_, index) => parseJid(`49151000${1000 + index}`));

const other = async (jid: Jid): Promise<Jid | undefined> => (jid === ANN ? ANN_LID : jid === ANN_LID ? ANN : undefined);

/** Wishes with a book that knows both addresses of Ann, and what they say on a new connection. */
function wishes() {
  const made = new PresenceWishes({ other }, silentLogger);
  const repeated = async () => {
    const said: string[] = [];
    await made.repeat({
      sendPresenceUpdate: async (presence) => void said.push(presence),
      presenceSubscribe: async (person) => void said.push(person),
    });
    return said;
  };
  return { made, repeated };
}

describe('what is wanted of presence', () => {
  it('is said again on a new connection', async () => {
    const { made, repeated } = wishes();
    expect(await repeated()).toEqual([]);
    made.show('available');
    await made.watch(ANN);
    expect(await repeated()).toEqual(['available', ANN]);
    made.show('unavailable');
    await made.unwatch(ANN_LID);
    expect(await repeated()).toEqual([]);
  });

  it('is about a hundred people at most, the latest', async () => {
    const { made, repeated } = wishes();
    for (const person of people) await made.watch(person);
    expect(await repeated()).toEqual(people.slice(1));
    await made.watch(people[1] ?? ANN);
    expect((await repeated()).at(-1)).toBe(people[1]);
  });
});

import { PHONE, deviceId, type PhoneNumber } from './ids.js';
import type { World } from './world.js';

const DAY_MS = 24 * 3_600_000;

export interface HistorySeed {
  account: PhoneNumber;
  /** How many people the account has written with. */
  chats: number;
  /** All together. */
  messages: number;
  /** Over how many past days they are spread. */
  days: number;
}

const WORDS = ['the', 'garden', 'gate', 'is', 'open', 'again', 'please', 'look', 'after', 'rain', 'tonight', 'thanks'];

/**
 * Fills the account's phone with conversations of the past, as a phone has that was used for years. The same seed gives
 * the same past.
 * @returns the numbers of the people written with
 */
export function seedHistory(world: World, { account, chats, messages, days }: HistorySeed): PhoneNumber[] {
  const random = world.random.for('history', account);
  const people = Array.from({ length: chats }, (_, index) => `4915${String(20_000_000 + index).padStart(8, '0')}`);
  for (const [index, number] of people.entries()) world.directory.ensure(number, { name: `Friend ${index + 1}` });
  const start = world.clock.now() - days * DAY_MS;
  for (let index = 0; index < messages; index++) {
    const other = people[index % people.length];
    if (other === undefined) break;
    const [from, to] = index % 3 === 0 ? [account, other] : [other, account];
    const text = Array.from({ length: 8 }, () => WORDS[random.int(WORDS.length)]).join(' ');
    const id = `AC${random.hex(30)}`;
    world.messages.remember(account, {
      key: world.messages.key(from, to, id),
      from: deviceId(from, PHONE),
      to,
      addressing: 'pn',
      content: { kind: 'text', text: `${text} ${index}` },
      at: start + Math.floor((index * days * DAY_MS) / messages),
    });
  }
  return people;
}

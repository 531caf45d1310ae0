import type { PhoneNumber } from '../../world/ids.js';
import type { WebContext } from '../context.js';
import type { ContactFact } from '../facts.js';

/** A person as `me` knows them. */
export function contactFact({ world, wids }: WebContext, me: PhoneNumber, number: PhoneNumber): ContactFact {
  const { name, phoneHidden } = world.directory.get(number);
  const saved = world.own.of(me).names[number];
  return {
    id: wids.partner(number),
    ...(phoneHidden ? {} : { number: wids.number(number) }),
    lid: wids.lid(number),
    pushname: name,
    ...(saved === undefined ? {} : { name: saved }),
    blocked: world.directory.get(me).blocked.includes(number),
  };
}

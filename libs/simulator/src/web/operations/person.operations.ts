import { z } from 'zod';
import { WorldError } from '../../world/errors.js';
import type { PhoneNumber } from '../../world/ids.js';
import type { WebContext } from '../context.js';
import { contactFact } from '../device/person-fact.js';
import { pageOperation, type OperationTable } from './operation.js';
import { wid } from './schemas.js';

function personOf({ wids }: WebContext, address: string): PhoneNumber {
  const number = wids.account(address);
  if (number === undefined) throw new WorldError('not_found', 'nobody has this address');
  return number;
}

export const personOperations: OperationTable = {
  /** The person behind an address; null when there is none. */
  contact: pageOperation(z.strictObject({ id: wid }), (context, { me }, { id }) => {
    const number = context.wids.account(id);
    return number === undefined ? null : contactFact(context, me, number);
  }),
  about: pageOperation(z.strictObject({ id: wid }), (context, _asker, { id }) => {
    const { about } = context.world.directory.get(personOf(context, id));
    return { status: about?.text ?? null };
  }),
  setAbout: pageOperation(z.strictObject({ text: z.string() }), ({ world }, { me }, { text }) => {
    world.directory.update(me, { about: { text, at: world.clock.now() } });
  }),
  block: pageOperation(z.strictObject({ id: wid, on: z.boolean() }), (context, { me }, { id, on }) =>
    context.world.directory.block(me, personOf(context, id), on),
  ),
  /** A person's or a group's picture as a data URL; null where there is none. */
  picture: pageOperation(z.strictObject({ id: wid }), ({ world, wids }, { me }, { id }) => {
    const owner = wids.read(id);
    const picture = owner === undefined ? undefined : world.pictures.seenBy(me, owner);
    return picture ? `data:image/jpeg;base64,${Buffer.from(picture.jpeg).toString('base64')}` : null;
  }),
  setPicture: pageOperation(
    z.strictObject({ id: wid, jpeg: z.base64().min(1).nullable() }),
    ({ world, wids }, { me }, { id, jpeg }) => {
      world.pictures.set(me, wids.read(id) ?? me, jpeg === null ? null : Buffer.from(jpeg, 'base64'));
    },
  ),
  'call.reject': pageOperation(z.strictObject({ id: z.string() }), ({ world }, { device }, { id }) =>
    world.calls.answer(id, device, 'rejected'),
  ),
  presence: pageOperation(z.strictObject({ available: z.boolean() }), ({ world }, { me }, { available }) =>
    world.log.append('presence', { account: me, state: available ? 'available' : 'unavailable' }),
  ),
  typing: pageOperation(
    z.strictObject({ chat: wid, state: z.enum(['composing', 'recording', 'paused']) }),
    ({ world, wids }, { me }, { chat, state }) => {
      const to = wids.read(chat);
      if (to !== undefined) world.log.append('typing', { from: me, to, state });
    },
  ),
};

import { z } from 'zod';
import { operation } from './operation.js';
import { number, target } from './schemas.js';

const id = z.string().min(1);
const answered = (how: 'accepted' | 'rejected') =>
  operation(z.strictObject({ id, by: number }), ({ world }, input) =>
    world.calls.answerOnPhone(input.id, input.by, how),
  );

/** Calls ring, and end; nobody talks. */
export const callOperations = {
  /** Somebody calls a person or a group. It rings for 45 s of world time. */
  'call.offer': operation(
    z.strictObject({ from: number, to: target, video: z.boolean().default(false) }),
    ({ world }, { from, to, video }) => ({ id: world.calls.offer(from, to, video).id }),
  ),
  /** The caller hangs up before anybody has answered. */
  'call.hangUp': operation(z.strictObject({ id }), ({ world }, input) => world.calls.hangUp(input.id)),
  /** Nobody has answered for as long as a phone rings. */
  'call.timeout': operation(z.strictObject({ id }), ({ world }, input) => world.calls.hangUp(input.id, 'timeout')),
  /** Who is called takes it on the phone; linked devices stop ringing. */
  'call.accept': answered('accepted'),
  /** Who is called declines on the phone. */
  'call.reject': answered('rejected'),
};

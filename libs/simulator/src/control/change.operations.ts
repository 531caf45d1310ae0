import { z } from 'zod';
import type { ChangeContent } from '../world/content.js';
import { WorldError } from '../world/errors.js';
import type { Addressing, MessageKey, Target } from '../world/ids.js';
import type { SimulatorParts } from '../parts.js';
import { operation } from './operation.js';
import { target as message } from './content.schema.js';
import { addressing, addressingIn, number, phoneOf, target } from './schemas.js';

/** Whose phone does it, in the chat with whom, to which message. */
const change = { from: number, to: target, target: message, addressing: addressing.optional() };

interface Change {
  from: string;
  to: Target;
  addressing?: Addressing | undefined;
}

function post({ world }: SimulatorParts, { from, to, ...rest }: Change, content: ChangeContent): MessageKey {
  const { messages } = world;
  const { chat } = messages.key(from, to, '');
  if (!messages.find({ chat, ...content.target })) throw new WorldError('not_found', `no message ${content.target.id}`);
  const names = rest.addressing ?? addressingIn(world, to);
  return messages.post({ from: phoneOf(from), to, addressing: names, content }).key;
}

/** What a person does on the phone to a message that is there. Each returns the key of the change itself. */
export const changeOperations = {
  /** `emoji: null` takes the reaction back. */
  react: operation(z.strictObject({ ...change, emoji: z.string().min(1).nullable() }), (parts, input) =>
    post(parts, input, { kind: 'reaction', target: input.target, emoji: input.emoji }),
  ),
  edit: operation(z.strictObject({ ...change, text: z.string() }), (parts, input) =>
    post(parts, input, { kind: 'edit', target: input.target, text: input.text }),
  ),
  revoke: operation(z.strictObject(change), (parts, input) =>
    post(parts, input, { kind: 'revoke', target: input.target }),
  ),
  /** No options take the vote back. */
  vote: operation(z.strictObject({ ...change, options: z.array(z.string()) }), (parts, input) =>
    post(parts, input, { kind: 'vote', target: input.target, options: input.options }),
  ),
  /** `seconds: 0` lets go. */
  pin: operation(z.strictObject({ ...change, seconds: z.number().int().min(0) }), (parts, input) =>
    post(parts, input, { kind: 'pin', target: input.target, seconds: input.seconds }),
  ),
};

import { z } from 'zod';
import type { MediaFault } from '../faults/media-faults.js';
import type { SimulatorParts } from '../parts.js';
import { WorldError } from '../world/errors.js';
import { operation } from './operation.js';
import { milliseconds, nothing, number, target } from './schemas.js';

const afterBytes = z.number().int().min(0).default(0);

const fault = z.strictObject({
  direction: z.enum(['upload', 'download']),
  action: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('refuse'), status: z.number().int().min(400).max(599) }),
    z.strictObject({ type: z.literal('stall'), afterBytes }),
    z.strictObject({ type: z.literal('cut'), afterBytes }),
    z.strictObject({ type: z.literal('delay'), ms: milliseconds }),
    z.strictObject({ type: z.literal('corrupt') }),
    z.strictObject({ type: z.literal('endless') }),
    z.strictObject({ type: z.literal('drip'), bytes: z.number().int().min(1), everyMs: z.number().int().min(1) }),
  ]),
  times: z.number().int().min(1).optional(),
});

/** The message with that id that `from` wrote to `to`. */
const message = z.strictObject({ from: number, to: target, id: z.string().min(1) });

function keyOf({ world }: SimulatorParts, { from, to, id }: z.output<typeof message>) {
  return world.messages.key(from, to, id);
}

/** @throws WorldError not_found when no message with a file has passed there */
function refOf(parts: SimulatorParts, named: z.output<typeof message>) {
  const ref = parts.door.context.media.find(keyOf(parts, named));
  if (!ref) throw new WorldError('not_found', `no file of message ${named.id} was ever uploaded`);
  return ref;
}

export const mediaOperations = {
  /** The file of a message as those who got it have it, in base64. Fails with not_found when they could not open it. */
  'media.bytes': operation(message, (parts, named) => {
    const content = parts.world.messages.find(keyOf(parts, named))?.content;
    const file = content && 'file' in content ? content.file : undefined;
    const bytes = file?.problem === undefined && file ? parts.world.files.find(file.sha256) : undefined;
    if (!bytes) throw new WorldError('not_found', `nobody has the file of message ${named.id}`);
    return Buffer.from(bytes).toString('base64');
  }),
  /** The media host forgets the file of a message; the phones still have it. */
  'media.expire': operation(message, (parts, named) => {
    const key = keyOf(parts, named);
    parts.web?.context.files.expire(key);
    const ref = parts.web ? parts.door.context.media.find(key) : refOf(parts, named);
    if (ref) parts.door.context.mediaHost.blobs.expire(ref.directPath);
  }),
  /** The phones forget it too: nobody can upload it again. */
  'media.lose': operation(message, (parts, named) => {
    const key = keyOf(parts, named);
    parts.web?.context.files.lose(key);
    const ref = parts.web ? parts.door.context.media.find(key) : refOf(parts, named);
    if (ref) ref.lost = true;
  }),
  /** Something goes wrong at the media host; the first rule that fits a transfer decides. */
  'media.fault': operation(fault, ({ door }, spec): MediaFault => ({ ...door.context.mediaHost.faults.add(spec) })),
  'media.heal': operation(nothing, ({ door }) => door.context.mediaHost.faults.clear()),
  /** Where the media host is, and the certificate to trust it by. */
  'media.host': operation(nothing, ({ door }) => {
    const { address, certificate } = door.context.mediaHost;
    return { address, certificate };
  }),
};

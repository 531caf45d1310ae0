import { z } from 'zod';
import type { MediaFault } from '../noise/media/media-faults.js';
import { operation } from './operation.js';
import { milliseconds, nothing } from './schemas.js';

const afterBytes = z.number().int().min(0).default(0);

const fault = z.strictObject({
  direction: z.enum(['upload', 'download']),
  action: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('refuse'), status: z.number().int().min(400).max(599) }),
    z.strictObject({ type: z.literal('stall'), afterBytes }),
    z.strictObject({ type: z.literal('cut'), afterBytes }),
    z.strictObject({ type: z.literal('delay'), ms: milliseconds }),
    z.strictObject({ type: z.literal('corrupt') }),
  ]),
  times: z.number().int().min(1).optional(),
});

export const mediaOperations = {
  /** Something goes wrong at the media host; the first rule that fits a transfer decides. */
  'media.fault': operation(fault, ({ door }, spec): MediaFault => ({ ...door.context.mediaHost.faults.add(spec) })),
  'media.heal': operation(nothing, ({ door }) => door.context.mediaHost.faults.clear()),
  /** Where the media host is, and the certificate to trust it by. */
  'media.host': operation(nothing, ({ door }) => {
    const { address, certificate } = door.context.mediaHost;
    return { address, certificate };
  }),
};

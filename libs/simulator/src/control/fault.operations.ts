import { z } from 'zod';
import type { FaultRule } from '../faults/fault-rules.js';
import { operation } from './operation.js';
import { code, device, milliseconds } from './schemas.js';

const count = z.number().int().min(1);

const action = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('drop') }),
  z.strictObject({ type: z.literal('delay'), ms: milliseconds }),
  z.strictObject({ type: z.literal('duplicate'), copies: count.default(2) }),
  z.strictObject({ type: z.literal('error'), code }),
  z.strictObject({ type: z.literal('disconnect') }),
  z.strictObject({ type: z.literal('corrupt') }),
]);

const rule = z.strictObject({
  device: device.optional(),
  direction: z.enum(['in', 'out']),
  match: z
    .strictObject({
      tag: z.string().optional(),
      child: z.string().optional(),
      attrs: z.record(z.string(), z.string()).optional(),
      nth: count.optional(),
    })
    .default({}),
  action,
  times: count.optional(),
});

const copy = (entry: FaultRule): FaultRule => ({ ...entry });

export const faultOperations = {
  /** Adds a rule; the first rule that matches a stanza decides what happens to it. */
  'fault.add': operation(rule, ({ faults }, spec) => copy(faults.add(spec))),
  'fault.list': operation(z.strictObject({}).default({}), ({ faults }) => faults.list().map(copy)),
  'fault.remove': operation(z.strictObject({ id: z.string() }), ({ faults }, { id }) => faults.remove(id)),
  'fault.clear': operation(z.strictObject({}).default({}), ({ faults }) => faults.clear()),
};

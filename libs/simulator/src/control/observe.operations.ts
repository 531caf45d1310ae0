import { z } from 'zod';
import { operation } from './operation.js';
import { device, resolveDevice } from './schemas.js';
import { awaitInput, waitFor } from './wait.js';

const filter = z
  .strictObject({
    device: device.optional(),
    direction: z.enum(['in', 'out']).optional(),
    tag: z.string().optional(),
    attrs: z.record(z.string(), z.string()).optional(),
    since: z.number().int().min(0).optional(),
  })
  .default({});

export const observeOperations = {
  /** What the service believes, per linked device; of one device when it is named. */
  oracle: operation(z.strictObject({ device: device.optional() }).default({}), ({ world }, input) => {
    const devices =
      input.device === undefined
        ? world.directory
            .accounts()
            .flatMap(({ number }) => world.directory.devicesOf(number))
            .filter(({ kind }) => kind !== 'phone')
            .map(({ id }) => id)
        : [resolveDevice(world, input.device)];
    return devices.map((id) => world.oracle.truth(id));
  }),
  /**
   * Resolves with the first event of that name whose data contains `match`. Events of the past count too, unless
   * they are not younger than number `since`. Fails with code `timeout` after `timeoutMs` (real, default 5 s).
   */
  await: operation(awaitInput, waitFor),
  /** Events after number `since`, oldest first. */
  events: operation(
    z.strictObject({ since: z.number().int().min(0).default(0) }).default({ since: 0 }),
    (parts, input) => [...parts.world.log.since(input.since)],
  ),
  /** The last stanzas that crossed the noise door. */
  stanzas: operation(filter, ({ door }, input) => door.record.find(input)),
  stats: operation(z.strictObject({}).default({}), ({ seed, world, door }) => ({
    seed,
    now: world.clock.now(),
    lastEvent: world.log.last,
    accounts: world.directory.accounts().length,
    online: door
      .connections()
      .flatMap(({ device }) => device ?? [])
      .toSorted(),
    noise: {
      received: door.stats.received,
      sent: door.stats.sent,
      connections: door.stats.connections,
      iqs: { ...door.stats.iqs },
      unknownIqs: { ...door.stats.unknownIqs },
      unknownStanzas: { ...door.stats.unknownStanzas },
      errors: [...door.stats.errors],
    },
    rss: process.memoryUsage.rss(),
  })),
  health: operation(z.strictObject({}).default({}), () => ({ ok: true as const })),
  save: operation(z.strictObject({ directory: z.string().min(1).optional() }).default({}), (parts, { directory }) =>
    parts.save(directory),
  ),
  load: operation(z.strictObject({ directory: z.string().min(1) }), (parts, { directory }) => parts.load(directory)),
};

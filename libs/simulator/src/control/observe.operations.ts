import { z } from 'zod';
import { operation } from './operation.js';
import type { SimulatorParts } from '../parts.js';
import { WorldError } from '../world/errors.js';
import type { EventName, WorldEvent } from '../world/events.js';
import { device, milliseconds, resolveDevice } from './schemas.js';

const eventName = z.custom<EventName>((value) => typeof value === 'string' && value.length > 0, 'an event name');

/** Whether every field of `pattern` is found in `value`, at any depth. */
function contains(value: unknown, pattern: unknown): boolean {
  if (typeof pattern !== 'object' || pattern === null) return Object.is(value, pattern);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(pattern).every(([key, part]) => contains((value as Record<string, unknown>)[key], part));
}

function waitFor({ world, network }: SimulatorParts, input: AwaitInput): Promise<WorldEvent> {
  const { event: name, match = {}, since = 0, timeoutMs = 5000 } = input;
  const hit = (event: WorldEvent) => event.name === name && contains(event.data, match);
  const past = world.log.since(since).find(hit);
  if (past) return Promise.resolve(past);
  return new Promise((resolve, reject) => {
    const unfollow = world.log.follow((event) => {
      if (!hit(event)) return;
      unfollow();
      limit.cancel();
      resolve(event);
    });
    const limit = network.after(timeoutMs, () => {
      unfollow();
      reject(new WorldError('timeout', `no ${name} with ${JSON.stringify(match)} within ${timeoutMs} ms`));
    });
  });
}

const awaitInput = z.strictObject({
  event: eventName,
  match: z.record(z.string(), z.unknown()).optional(),
  since: z.number().int().min(0).optional(),
  timeoutMs: milliseconds.optional(),
});
type AwaitInput = z.output<typeof awaitInput>;

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

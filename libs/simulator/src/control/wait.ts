import { z } from 'zod';
import type { SimulatorParts } from '../parts.js';
import { WorldError } from '../world/errors.js';
import { isEventName, type EventName, type WorldEvent } from '../world/events.js';
import { milliseconds } from './schemas.js';

const eventName = z.custom<EventName>(isEventName, 'no such event');

/** Whether every field of `pattern` is found in `value`, at any depth. */
function contains(value: unknown, pattern: unknown): boolean {
  if (typeof pattern !== 'object' || pattern === null) return Object.is(value, pattern);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(pattern).every(([key, part]) => contains((value as Record<string, unknown>)[key], part));
}

/** The first event that fits, of the past or to come. @throws WorldError timeout */
export function waitFor({ world, network }: SimulatorParts, input: AwaitInput): Promise<WorldEvent> {
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

export const awaitInput = z.strictObject({
  event: eventName,
  match: z.record(z.string(), z.unknown()).optional(),
  since: z.number().int().min(0).optional(),
  timeoutMs: milliseconds.optional(),
});
export type AwaitInput = z.output<typeof awaitInput>;

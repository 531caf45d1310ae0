import type { FailpointName } from './names.js';
import type { FailpointAction, FailpointOrder } from './order.js';

type Strike = (name: FailpointName) => void;

let strike: Strike | undefined;

/** A place where a fault can be provoked. Does nothing at all unless {@link armFailpoints} was called. */
export function failpoint(name: FailpointName): void {
  strike?.(name);
}

/** Whether any fault was ordered, for places that must prepare something before they can be passed. */
export const failpointsArmed = (): boolean => strike !== undefined;

/** What an armed `throw` throws. */
export class FailpointError extends Error {
  override readonly name = 'FailpointError';
}

/**
 * Orders faults for this process, in place of those ordered before; none disarms all. Called once, at the start, by
 * whoever reads the configuration.
 */
export function armFailpoints(orders: readonly FailpointOrder[], act: (order: FailpointOrder) => void = perform): void {
  if (orders.length === 0) {
    strike = undefined;
    return;
  }
  const passed = new Map<FailpointName, number>();
  strike = (name) => {
    const count = (passed.get(name) ?? 0) + 1;
    passed.set(name, count);
    for (const order of orders)
      if (order.name === name && (order.onwards ? count >= order.nth : count === order.nth)) act(order);
  };
}

function perform({ name, action }: FailpointOrder): void {
  if (action.kind === 'crash') process.kill(process.pid, 'SIGKILL');
  else if (action.kind === 'delay') standStill(action.ms);
  else throw errorOf(name, action);
}

function errorOf(name: FailpointName, { kind }: FailpointAction): Error {
  const error = new FailpointError(`Ordered at ${name}`);
  return kind === 'throw' ? error : Object.assign(error, { code: kind.toUpperCase() });
}

function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

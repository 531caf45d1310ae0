import { isFailpoint, type FailpointName } from './names.js';

/**
 * `crash`: SIGKILL, as `kill -9` or the power switch. `throw`: an ordinary error. `enospc`, `eio`: what a full or a
 * broken disk throws. `delay`: the whole process stands still, as on a slow disk.
 */
export type FailpointAction =
  { kind: 'crash' } | { kind: 'throw' } | { kind: 'enospc' } | { kind: 'eio' } | { kind: 'delay'; ms: number };

export interface FailpointOrder {
  name: FailpointName;
  action: FailpointAction;
  /** Strikes when the point is passed for the n-th time, counted from 1. */
  nth: number;
  /** Strikes every time after that, too. */
  onwards: boolean;
}

const PART = /^([\w.]+):(crash|throw|enospc|eio|delay-\d{1,5})(?::(\d{1,9})(\+?))?$/;

/**
 * Reads `name:action[:n[+]]`, several divided by commas: `in.raw.after:crash`, `storage.write:enospc:20+`,
 * `relay.deliver.before:delay-500:3`.
 * @throws RangeError naming the part that cannot be read.
 */
export function parseFailpoints(text: string): FailpointOrder[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(orderOf);
}

function orderOf(part: string): FailpointOrder {
  const [, name = '', action = '', nth = '1', plus = ''] = PART.exec(part) ?? [];
  if (!isFailpoint(name) || Number(nth) < 1) throw new RangeError(`'${part}' is not a failpoint: name:action[:n[+]]`);
  return { name, action: actionOf(action), nth: Number(nth), onwards: plus === '+' };
}

function actionOf(text: string): FailpointAction {
  if (text.startsWith('delay-')) return { kind: 'delay', ms: Number(text.slice('delay-'.length)) };
  return { kind: text as 'crash' | 'throw' | 'enospc' | 'eio' };
}

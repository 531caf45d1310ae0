import type { z } from 'zod';
import type { DeviceId, PhoneNumber } from '../../world/ids.js';
import type { WebContext } from '../context.js';

/** Who asks: a linked browser. */
export interface Asker {
  device: DeviceId;
  me: PhoneNumber;
  /** Error code that a fault rule demands. */
  refusal?: string | undefined;
}

/** Comes of what goes on and on: the page waits as long as it likes. */
export const NEVER = Symbol('never');

/** The service says no, with a code of its own. */
export class Refused extends Error {
  constructor(readonly code: string) {
    super(`refused with ${code}`);
  }
}

/** Something a logged-in page can ask for. What the world refuses is thrown as a WorldError. */
export interface PageOperation {
  /** @throws ZodError when the input is not what the operation takes */
  run(context: WebContext, asker: Asker, input: unknown): unknown;
}

export const pageOperation = <I extends z.ZodType>(
  input: I,
  run: (context: WebContext, asker: Asker, input: z.output<I>) => unknown,
): PageOperation => ({ run: (context, asker, given) => run(context, asker, input.parse(given)) });

export type OperationTable = Record<string, PageOperation>;

import type { z } from 'zod';
import type { SimulatorParts } from '../parts.js';

/** One command or question: its input's schema and what it does. The same for in-process calls and HTTP. */
export interface Operation<I extends z.ZodType, O> {
  input: I;
  run(parts: SimulatorParts, input: z.output<I>): O | Promise<O>;
}

export function operation<I extends z.ZodType, O>(
  input: I,
  run: (parts: SimulatorParts, input: z.output<I>) => O | Promise<O>,
): Operation<I, O> {
  return { input, run };
}

import type { DoorContext } from '../context.js';
import type { Caller } from './handler.js';

/** Answers one query with what stands under `data`. @throws MexError */
export type MexAnswer = (context: DoorContext, caller: Caller, variables: Record<string, unknown>) => object;

/** Answers by the ids of queries. */
export type MexTable = Readonly<Record<string, MexAnswer>>;

/** The service's GraphQL side says no. */
export class MexError extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

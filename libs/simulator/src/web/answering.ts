import { z } from 'zod';
import { WorldError, type WorldErrorCode } from '../world/errors.js';
import { accountOf } from '../world/ids.js';
import type { WebContext } from './context.js';
import { NEVER, Refused } from './operations/operation.js';
import { pageOperations } from './operations/operations.js';
import type { PageConnection } from './transport/page-connection.js';
import type { Answer, Ask } from './transport/protocol.js';

const NOT_LOGGED_IN = '401';

const STATUS: Record<WorldErrorCode, number> = {
  invalid_input: 400,
  not_found: 404,
  forbidden: 403,
  conflict: 409,
  offline: 503,
  timeout: 504,
};

/** Messages are refused by the world itself, which writes it down. */
const HANDED_IN = ['send', 'change'];

/**
 * What comes of the work, as the page is told; nothing for what never ends. What the world refuses is an error answer,
 * anything else a defect.
 */
export function answering(context: WebContext, { ask, operation }: Ask, work: () => unknown): Answer | undefined {
  try {
    const value = work();
    return value === NEVER ? undefined : { answer: ask, value: value ?? null };
  } catch (error) {
    return { answer: ask, error: described(context, operation, error) };
  }
}

/** Does what a logged-in page asks for. @throws WorldError, Refused, ZodError */
export function perform(
  context: WebContext,
  page: PageConnection,
  { operation, input }: Ask,
  refusal?: string,
): unknown {
  const { device } = page;
  if (device === undefined) throw new Refused(NOT_LOGGED_IN);
  const chosen = Object.hasOwn(pageOperations, operation) ? pageOperations[operation] : undefined;
  if (!chosen) throw new Error(`no page operation "${operation}"`);
  if (refusal !== undefined && !HANDED_IN.includes(operation)) throw new Refused(refusal);
  return chosen.run(context, { device, me: accountOf(device), refusal }, input);
}

function described({ journal }: WebContext, operation: string, error: unknown): { status: number; text: string } {
  if (error instanceof Refused) return { status: Number(error.code) || 400, text: error.message };
  if (error instanceof WorldError) return { status: STATUS[error.code], text: error.message };
  journal.doorError(operation, error instanceof z.ZodError ? z.prettifyError(error) : error);
  return { status: 500, text: error instanceof Error ? error.message : String(error) };
}

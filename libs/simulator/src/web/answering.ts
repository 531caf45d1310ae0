import { z } from 'zod';
import { WorldError, type WorldErrorCode } from '../world/errors.js';
import { accountOf } from '../world/ids.js';
import type { WebContext } from './context.js';
import { Refused } from './operations/operation.js';
import { pageOperations } from './operations/operations.js';
import type { PageConnection } from './transport/page-connection.js';
import type { Answer, Ask } from './transport/protocol.js';

const STATUS: Record<WorldErrorCode, number> = {
  invalid_input: 400,
  not_found: 404,
  forbidden: 403,
  conflict: 409,
  offline: 503,
  timeout: 504,
};

/** Runs what a logged-in page asks for. What the world refuses becomes an error answer, anything else is a defect. */
export function answerTo(context: WebContext, page: PageConnection, ask: Ask, refusal?: string): Answer {
  const { ask: answer, operation, input } = ask;
  const { device } = page;
  if (device === undefined) return { answer, error: { status: 401, text: 'not logged in' } };
  const chosen = Object.hasOwn(pageOperations, operation) ? pageOperations[operation] : undefined;
  if (!chosen) {
    context.journal.doorError('operation', `no page operation "${operation}"`);
    return { answer, error: { status: 501, text: `no operation "${operation}"` } };
  }
  try {
    const value = chosen.run(context, { device, me: accountOf(device), refusal }, input);
    return { answer, value: value ?? null };
  } catch (error) {
    return { answer, error: described(context, operation, error) };
  }
}

function described({ journal }: WebContext, operation: string, error: unknown): { status: number; text: string } {
  if (error instanceof Refused) return { status: Number(error.code) || 400, text: error.message };
  if (error instanceof WorldError) return { status: STATUS[error.code], text: error.message };
  journal.doorError(operation, error instanceof z.ZodError ? z.prettifyError(error) : error);
  return { status: 500, text: error instanceof Error ? error.message : String(error) };
}

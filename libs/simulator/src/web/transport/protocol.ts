import type { PageEventName } from '../facts.js';

/** What travels between door and page, as JSON. Types only. */

/** An operation the page asks for. */
export interface Ask {
  ask: number;
  operation: string;
  input: Record<string, unknown>;
}

/** The page has taken over a queue item. */
export interface Done {
  done: number;
}

export interface Answer {
  answer: number;
  value?: unknown;
  error?: { status: number; text: string };
}

export interface Tell {
  tell: PageEventName;
  data: unknown;
  /** Number of the queue item, to be confirmed. */
  item?: number;
}

export type FromPage = Ask | Done;
export type ToPage = Answer | Tell;

import type { LoggedEvent, Logger } from '@columba/core';
import type { EgressGuard, EgressResponse } from '../egress/egress-guard.js';
import { toEventDto } from '../events/event.presenter.js';
import { VERSION } from '../health/version.js';
import type { Outcome } from '../relay/lane-queue.js';
import type { LaneSink } from '../relay/lane-relay.js';
import type { RelayNotice } from '../relay/relay-notice.js';
import { toNoticeDto } from './relay-notice.schema.js';
import { signatures } from './webhook-secret.js';

export interface WebhookTarget {
  id: string;
  url: string;
  /** Asked before each request, so that a new secret counts at once. */
  secrets: () => readonly string[];
}

/** Answers are of no interest; an endpoint that chats is cut off. What it said about the event stands. */
const MOST_ANSWER_BYTES = 64_000;

/** Posts signed events to one address, as Standard Webhooks has it. */
export class WebhookSink implements LaneSink {
  constructor(
    private readonly target: WebhookTarget,
    private readonly egress: EgressGuard,
    private readonly logger: Logger,
    private readonly now: () => Date,
  ) {}

  async deliver(event: LoggedEvent, attempt: { number: number; at: Date }, signal: AbortSignal): Promise<Outcome> {
    let body: string;
    try {
      body = JSON.stringify(toEventDto(event, attempt.at));
    } catch (error) {
      // Only its kind: the text of such an error could quote a message.
      this.logger.error('An event cannot be encoded', { eventId: event.eventId, reason: nameOf(error) });
      return { kind: 'malformed', error: 'not_encodable' };
    }
    return this.post(event.eventId, body, attempt.number, signal);
  }

  notify(notice: RelayNotice, signal: AbortSignal): Promise<Outcome> {
    return this.post(notice.eventId, JSON.stringify(toNoticeDto(notice)), 1, signal);
  }

  private async post(id: string, body: string, attempt: number, signal: AbortSignal): Promise<Outcome> {
    const at = this.now();
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': `Columba/${VERSION}`,
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': signatures(this.target.secrets(), id, at, body),
      'webhook-attempt': String(attempt),
    };
    try {
      const request = {
        method: 'POST',
        headers,
        body,
        maxBytes: MOST_ANSWER_BYTES,
        discardBody: true,
        signal,
      } as const;
      return this.outcomeOf(await this.egress.request(this.target.url, request));
    } catch (error) {
      this.logger.debug('A webhook was not answered', { webhook: this.target.id, eventId: id, error });
      return { kind: 'failed', error: 'unreachable' };
    }
  }

  private outcomeOf({ status, headers }: EgressResponse): Outcome {
    if (status >= 200 && status < 300) return { kind: 'delivered', status };
    const error = `status_${status}`;
    if (status === 410) return { kind: 'gone', error, status };
    const afterMs = retryAfterMs(headers['retry-after'], this.now());
    return { kind: 'failed', error, status, ...(afterMs === undefined ? {} : { afterMs }) };
  }
}

/** `Retry-After` in seconds or as a date. */
export function retryAfterMs(value: string | string[] | undefined, now: Date): number | undefined {
  if (typeof value !== 'string') return undefined;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);

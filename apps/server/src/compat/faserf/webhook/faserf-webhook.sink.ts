import type { EgressGuard } from '../../../egress/egress-guard.js';
import { VERSION } from '../../../health/version.js';
import type { DeliveryResult, Sink } from '../../../relay/delivery.js';
import type { FaserfEvent } from '../events/faserf-event.presenter.js';
import type { FaserfWebhookSettings } from './faserf-webhook-file.js';

/** Answers are of no interest. */
const MOST_ANSWER_BYTES = 64_000;
/** These say "later", every other 4xx "never". */
const LATER: readonly number[] = [401, 403, 404, 408, 425, 429];

/** Posts each event to the address that the owner gave. */
export class FaserfWebhookSink implements Sink<FaserfEvent> {
  constructor(
    private readonly target: FaserfWebhookSettings,
    private readonly egress: EgressGuard,
  ) {}

  async deliver(payloads: readonly FaserfEvent[], signal: AbortSignal): Promise<DeliveryResult> {
    for (const payload of payloads) {
      const result = await this.post(JSON.stringify(payload), signal);
      if (result.kind !== 'accepted') return result;
    }
    return { kind: 'accepted' };
  }

  private async post(body: string, signal: AbortSignal): Promise<DeliveryResult> {
    const { url, token } = this.target;
    const headers = {
      'content-type': 'application/json',
      'user-agent': `Columba/${VERSION}`,
      ...(token !== null && { 'x-webhook-token': token }),
    };
    try {
      const answer = await this.egress.request(url, {
        method: 'POST',
        headers,
        body,
        maxBytes: MOST_ANSWER_BYTES,
        discardBody: true,
        signal,
      });
      return resultOf(answer.status);
    } catch {
      // The address may hold secrets: only that it was not reached is told.
      return { kind: 'retry', reason: 'The webhook of the FaserF API cannot be reached' };
    }
  }
}

function resultOf(status: number): DeliveryResult {
  if (status >= 200 && status < 300) return { kind: 'accepted' };
  if (status >= 400 && status < 500 && !LATER.includes(status))
    return { kind: 'malformed', detail: `The webhook answered with status ${status}` };
  return { kind: 'retry', reason: `The webhook of the FaserF API answered with status ${status}` };
}

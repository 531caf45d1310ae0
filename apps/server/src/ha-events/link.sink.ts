import type { HaLink } from '../home-assistant/link/ha-link.js';
import type { Answer } from '../home-assistant/link/ha-socket.js';
import type { DeliveryResult, Sink } from '../relay/delivery.js';
import type { HaEvent } from './ha-event.js';

/**
 * Fires events on Home Assistant's bus over the link: all of them leave before the first answer is awaited, so several
 * deliveries at once keep their order. What was not answered when a connection ends goes again.
 */
export class LinkSink implements Sink<HaEvent> {
  constructor(
    private readonly link: HaLink,
    private readonly rest: Sink<HaEvent>,
  ) {}

  async deliver(events: readonly HaEvent[], signal: AbortSignal): Promise<DeliveryResult> {
    if (this.link.state.kind === 'rest_only') return this.rest.deliver(events, signal);
    const answers = events.map(({ name, payload }) => this.link.fire(name, payload));
    const results = await unlessAborted(answers, signal);
    if (!results) return { kind: 'retry', reason: 'The delivery was cut off' };
    const troubles = results.flatMap((answer, index) => troubleOf(answer, events[index]?.name ?? ''));
    return troubles.find(({ kind }) => kind !== 'malformed') ?? troubles[0] ?? { kind: 'accepted' };
  }
}

function troubleOf(answer: Answer, name: string): DeliveryResult[] {
  if (answer.kind === 'ok') return [];
  if (answer.kind === 'lost') return [{ kind: 'retry', reason: `Home Assistant does not answer (${answer.reason})` }];
  if (answer.code === 'unauthorized')
    return [{ kind: 'unauthorised', reason: 'Home Assistant refuses the token: it must belong to an administrator' }];
  return [{ kind: 'malformed', detail: `Home Assistant refuses this ${name} (${answer.code})` }];
}

/** The answers; nothing when the signal was faster. */
function unlessAborted(answers: Promise<Answer>[], signal: AbortSignal): Promise<Answer[] | undefined> {
  return new Promise((resolve) => {
    const cut = () => resolve(undefined);
    signal.addEventListener('abort', cut);
    void Promise.all(answers).then((all) => {
      signal.removeEventListener('abort', cut);
      resolve(all);
    });
  });
}

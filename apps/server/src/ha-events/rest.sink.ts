import type { DeliveryResult, Sink } from '../relay/delivery.js';
import type { CoreStateGate } from './core-state.gate.js';
import type { HaEvent } from './ha-event.js';
import type { HomeAssistantClient, Reply } from '../home-assistant/link/home-assistant.client.js';
import { obstacleOf } from './obstacle.js';

/** Fires events on Home Assistant's bus over REST, one after the other: for where no WebSocket gets through. */
export class RestSink implements Sink<HaEvent> {
  constructor(
    private readonly client: HomeAssistantClient,
    private readonly gate: CoreStateGate,
  ) {}

  async deliver(events: readonly HaEvent[], signal: AbortSignal): Promise<DeliveryResult> {
    for (const { name, payload } of events) {
      const reply = await this.client.fireEvent(name, payload, signal);
      if (isRefusal(reply)) return { kind: 'malformed', detail: `Home Assistant refuses this ${name}` };
      if (reply.kind === 'silence' || reply.status !== 200) return obstacleOf(reply);
    }
    // A 200 counts only from a Home Assistant that still runs: one that is shutting down says 200, too.
    return (await this.gate.look(signal)) ?? { kind: 'accepted' };
  }
}

/** Home Assistant itself says that it will never take this; a Supervisor that is not ready says 400 for other reasons. */
function isRefusal(reply: Reply): boolean {
  if (reply.kind !== 'answer') return false;
  if (reply.status === 413) return true;
  return reply.status === 400 && !isFromSupervisor(reply.body);
}

const isFromSupervisor = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'result' in body && body.result === 'error';

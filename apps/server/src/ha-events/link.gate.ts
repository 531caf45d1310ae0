import type { Clock } from '@columba/core';
import type { HaLink } from '../home-assistant/link/ha-link.js';
import type { Gate, Obstacle } from '../relay/delivery.js';

/** Looking at the link costs nothing; it comes back by itself, at its own pace. */
const LOOK_MS = 1_000;

/** Open while Home Assistant listens, as the link knows it; where there is no WebSocket, another gate decides. */
export class LinkGate implements Gate {
  constructor(
    private readonly link: HaLink,
    private readonly rest: Gate,
    private readonly clock: Clock,
  ) {}

  check(signal: AbortSignal): Promise<{ kind: 'ready' } | Obstacle> {
    const { state } = this.link;
    return state.kind === 'rest_only' ? this.rest.check(signal) : Promise.resolve(this.look());
  }

  doubt(): void {
    this.rest.doubt();
  }

  private look(): { kind: 'ready' } | Obstacle {
    const { state } = this.link;
    switch (state.kind) {
      case 'running': {
        const wait = state.readyAt - this.clock.monotonic();
        return wait <= 0 ? { kind: 'ready' } : later('Home Assistant has just started', wait);
      }
      case 'unauthorised':
        return { kind: 'unauthorised', reason: state.reason, afterMs: LOOK_MS };
      case 'starting':
        return later('Home Assistant is not running yet');
      case 'connecting':
        return later(
          state.reason === undefined
            ? 'Home Assistant is being called'
            : `Home Assistant does not answer (${state.reason})`,
        );
      default:
        return later('The link to Home Assistant is closed');
    }
  }
}

const later = (reason: string, afterMs = LOOK_MS): Obstacle => ({ kind: 'retry', reason, afterMs });

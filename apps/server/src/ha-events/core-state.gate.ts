import type { Clock } from '@columba/core';
import type { Gate, Obstacle } from '../relay/delivery.js';
import type { HomeAssistantClient } from '../home-assistant/link/home-assistant.client.js';
import { obstacleOf } from './obstacle.js';

export interface CoreStateOptions {
  /** Automations are armed some moments after Home Assistant says RUNNING. */
  readyDelayMs: number;
  /** How long a seen RUNNING counts without asking again. Shorter than any restart. */
  trustMs: number;
  /** How often to ask while Home Assistant starts or stops. */
  pollMs: number;
}

/**
 * Open while Home Assistant listens: its state is RUNNING, and has been for some seconds. Its HTTP interface answers 200
 * before automations are armed and while it shuts down; what is fired then is lost without a word.
 */
export class CoreStateGate implements Gate {
  /** Monotonic; since when every look has seen RUNNING. */
  private runningSince: number | undefined;
  private seenAt = 0;

  constructor(
    private readonly client: HomeAssistantClient,
    private readonly clock: Clock,
    private readonly options: CoreStateOptions,
  ) {}

  async check(signal: AbortSignal): Promise<{ kind: 'ready' } | Obstacle> {
    const trusted = this.runningSince !== undefined && this.clock.monotonic() - this.seenAt < this.options.trustMs;
    const obstacle = trusted ? undefined : await this.look(signal);
    if (obstacle) return obstacle;
    const wait = this.options.readyDelayMs - (this.clock.monotonic() - (this.runningSince ?? 0));
    if (wait <= 0) return { kind: 'ready' };
    return { kind: 'retry', reason: 'Home Assistant has just started', afterMs: wait };
  }

  doubt(): void {
    this.runningSince = undefined;
  }

  /** Asks now. Nothing when the state is RUNNING. */
  async look(signal: AbortSignal): Promise<Obstacle | undefined> {
    const reply = await this.client.config(signal);
    const state = reply.kind === 'answer' && reply.status === 200 ? stateIn(reply.body) : undefined;
    if (state === 'RUNNING') {
      this.seenAt = this.clock.monotonic();
      this.runningSince ??= this.seenAt;
      return undefined;
    }
    this.doubt();
    if (state === undefined) return obstacleOf(reply);
    return { kind: 'retry', reason: 'Home Assistant is not running yet', afterMs: this.options.pollMs };
  }
}

function stateIn(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('state' in body)) return undefined;
  return typeof body.state === 'string' ? body.state : undefined;
}

import { canFollow, delay, type Clock, type SessionState, type StateChange } from '@columba/core';
import type { DisconnectPolicy } from './disconnect-policy.js';
import type { Disconnect, Rest } from './disconnects.js';
import type { SocketLife } from './socket-life.js';

export interface LoopParts {
  clock: Clock;
  policy: DisconnectPolicy;
  state(): SessionState;
  enter(change: StateChange): void;
  /** Waits for this session's turn. */
  permit(signal: AbortSignal): Promise<void>;
  /** Makes the next socket, which begins to connect at once. */
  connect(): SocketLife;
  /** After each socket, before anything follows. */
  disconnected(): Promise<void>;
  /** `true` when there is a newer version to try. */
  refreshVersion(signal: AbortSignal): Promise<boolean>;
  archive(reason: string): void;
}

/** Connects, and connects again as the table of disconnects says, until a state is reached that needs a person. */
export async function keepConnected(parts: LoopParts, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await parts.permit(signal);
    if (!isOnTheWay(parts.state())) parts.enter({ state: 'connecting' });
    const life = parts.connect();
    const stop = () => life.end({ message: 'Stopped', attrs: {} });
    signal.addEventListener('abort', stop, { once: true });
    const end = await life.ended;
    signal.removeEventListener('abort', stop);
    await parts.disconnected();
    if (signal.aborted || !(await follow(parts, end, life.openMs, signal))) return;
  }
}

/** Told once per outage, not once per attempt. */
const isOnTheWay = (state: SessionState): boolean => state === 'reconnecting' || state === 'connecting';

/** @returns whether to connect again. */
async function follow(
  parts: LoopParts,
  end: Disconnect,
  openMs: number | undefined,
  signal: AbortSignal,
): Promise<boolean> {
  const decision = parts.policy.decide(end, openMs);
  switch (decision.kind) {
    case 'refresh_version':
      if (await parts.refreshVersion(signal)) return true;
      rest(parts, decision.otherwise);
      return false;
    case 'rest':
      rest(parts, decision.rest, decision.until);
      if (!decision.until) return false;
      await delay(parts.clock, Math.max(0, decision.until.getTime() - parts.clock.now().getTime()), signal);
      parts.enter({ state: 'reconnecting', reason: 'temporary' });
      return true;
    default:
      parts.enter({ state: decision.immediate ? 'connecting' : 'reconnecting', reason: decision.reason });
      await delay(parts.clock, decision.waitMs, signal);
      return true;
  }
}

function rest(parts: LoopParts, { state, reason, archive, detail }: Rest, until?: Date): void {
  if (archive) parts.archive(reason ?? state);
  // Not every state leads to every other; by way of `reconnecting` all of them can be reached.
  if (!canFollow(parts.state(), state)) parts.enter({ state: 'reconnecting', ...(reason ? { reason } : {}) });
  parts.enter({
    state,
    ...(reason ? { reason } : {}),
    ...(detail ? { detail } : {}),
    ...(until ? { until } : {}),
  });
}

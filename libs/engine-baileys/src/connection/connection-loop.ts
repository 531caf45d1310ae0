import { canFollow, delay, type Clock, type SessionState, type StateChange } from '@columba/core';
import type { Decision, DisconnectPolicy } from './disconnect-policy.js';
import type { Rest } from './disconnects.js';
import type { SocketLife } from './socket-life.js';

type Retry = Extract<Decision, { kind: 'retry' }>;

export interface LoopParts {
  clock: Clock;
  policy: DisconnectPolicy;
  state(): SessionState;
  enter(change: StateChange): void;
  /** Waits for this session's turn. */
  permit(signal: AbortSignal): Promise<void>;
  /** Makes the next socket, which begins to connect at once. */
  connect(): Pick<SocketLife, 'ended' | 'end' | 'openMs'>;
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
    const decision = signal.aborted ? undefined : parts.policy.decide(end, life.openMs);
    const waited = decision?.kind === 'retry' ? retrying(parts, decision, signal) : Promise.resolve();
    waited.catch(() => {}); // it is heard below
    await parts.disconnected();
    await waited;
    if (!decision || signal.aborted || !(await follow(parts, decision, signal))) return;
  }
}

/** Told once per outage, not once per attempt. */
const isOnTheWay = (state: SessionState): boolean => state === 'reconnecting' || state === 'connecting';

/**
 * Told before what came is read to its end: that takes its time, and nobody may be called connected meanwhile.
 * Resolves when it is time to connect again.
 */
function retrying(parts: LoopParts, { immediate, reason, waitMs }: Retry, signal: AbortSignal): Promise<void> {
  parts.enter({ state: immediate ? 'connecting' : 'reconnecting', reason });
  return delay(parts.clock, waitMs, signal);
}

/** @returns whether to connect again. */
async function follow(parts: LoopParts, decision: Decision, signal: AbortSignal): Promise<boolean> {
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

import type { Obstacle } from '../relay/delivery.js';
import type { Reply } from '../home-assistant/link/home-assistant.client.js';

/** What an answer that is no success means for delivery. */
export function obstacleOf(reply: Reply): Obstacle {
  if (reply.kind === 'silence') return { kind: 'retry', reason: `Home Assistant does not answer (${reply.reason})` };
  const { status } = reply;
  if (status === 401 || status === 403)
    return {
      kind: 'unauthorised',
      reason: `Home Assistant refuses the token (${status}): it must be valid and belong to an administrator`,
    };
  // The Supervisor passes nothing on to a Home Assistant that does not run.
  if (status === 502 || status === 503) return { kind: 'retry', reason: `Home Assistant is not running (${status})` };
  return { kind: 'retry', reason: `Home Assistant answers ${status}` };
}

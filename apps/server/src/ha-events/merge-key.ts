import type { LoggedEvent } from '@columba/core';

/**
 * Of the waiting status changes of one message, and of the steps of a session on its way to or from a connection, the
 * newest says it all. That a connection came or ended is always told.
 */
export function mergeKeyOf({ type, session, data }: LoggedEvent): string | undefined {
  if (type === 'message.status_changed')
    return ['status', session, data.chat, data.messageId, data.participant ?? ''].join(' ');
  if (type === 'session.state_changed' && data.state !== 'connected' && data.previousState !== 'connected')
    return `state ${session}`;
  return undefined;
}

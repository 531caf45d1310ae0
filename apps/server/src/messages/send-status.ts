import { isProgress, type MessageStatus } from '@columba/core';
import type { SendState } from '@columba/storage';

/** What the outside sees of a send's stored state. */
export const STATUS_OF: Record<SendState, MessageStatus> = {
  accepted: 'pending',
  prepared: 'pending',
  dispatched: 'pending',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  played: 'played',
  failed: 'failed',
  expired: 'failed',
  uncertain: 'failed',
};

export type WaitFor = 'none' | 'sent' | 'delivered';

/** Whether a wait is over: the message is that far, or will never be. */
export function isFulfilled(status: MessageStatus, waitFor: WaitFor): boolean {
  if (waitFor === 'none') return status !== 'pending';
  return status === 'failed' || status === waitFor || isProgress(waitFor, status);
}

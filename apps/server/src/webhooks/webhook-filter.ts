import type { LoggedEvent } from '@columba/core';
import type { Storage, WebhookFilter } from '@columba/storage';
import type { LaneFilter } from '../relay/stored-lane-queue.js';

/** Reads a webhook's filter. A chat counts under every address that is known of it. */
export function laneFilter(
  { types, sessions, chats }: WebhookFilter,
  people: Pick<Storage['people'], 'resolve'>,
): LaneFilter {
  const wants = ({ session, chat }: LoggedEvent): boolean => {
    if (!chats) return true;
    if (chat === undefined) return false;
    const person = people.resolve(session, chat);
    return chats.some((wanted) => wanted === chat || people.resolve(session, wanted) === person);
  };
  return { ...(types && { types }), ...(sessions && { sessions }), wants };
}

import type { CallFact } from '../../facts.js';
import { createWid } from '../ids/wid.js';
import type { CallState, PageCall } from '../models/calls.js';
import type { Page } from '../page.js';

const ENDS: Record<Exclude<CallFact['change'], 'offer'>, CallState> = {
  cancelled: 'NOT_ANSWERED',
  timeout: 'NOT_ANSWERED',
  rejected: 'REJECTED',
  accepted: 'HANDLED_REMOTELY',
};

/** It rings, or rings no more. This page cannot take calls, as most browsers cannot. */
export function applyCall({ store }: Page, { id, peer, group, video, t, change }: CallFact): void {
  const { calls } = store.calls;
  const call = calls.get(id);
  if (change !== 'offer') {
    calls.delete(id);
    if (call) store.calls.trigger('remove', Object.assign(call, { getState: () => ENDS[change] }));
    return;
  }
  const rings: PageCall = {
    id,
    peerJid: createWid(peer),
    isVideo: video,
    isGroup: group !== undefined,
    outgoing: false,
    canHandleLocally: false,
    webClientShouldHandle: false,
    participants: [],
    offerTime: t,
    getState: () => 'INCOMING_RING',
  };
  calls.set(id, rings);
  store.calls.trigger('add', rings);
}

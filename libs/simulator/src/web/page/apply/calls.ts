import type { CallFact } from '../../facts.js';
import { createWid } from '../ids/wid.js';
import type { Page } from '../page.js';

/** It rings, or rings no more. This page cannot take calls, as most browsers cannot. */
export function applyCall({ store }: Page, { id, peer, group, video, t, change }: CallFact): void {
  const { calls } = store.calls;
  const call = calls.get(id);
  if (change !== 'offer') {
    calls.delete(id);
    if (call) store.calls.trigger('remove', call);
    return;
  }
  calls.set(id, {
    id,
    peerJid: createWid(peer),
    isVideo: video,
    isGroup: group !== undefined,
    outgoing: false,
    canHandleLocally: false,
    webClientShouldHandle: false,
    participants: [],
    offerTime: t,
  });
}

import { Emitter } from '../base/emitter.js';
import type { Wid } from '../ids/wid.js';

export interface PageCall {
  id: string;
  peerJid: Wid;
  isVideo: boolean;
  isGroup: boolean;
  outgoing: boolean;
  canHandleLocally: boolean;
  webClientShouldHandle: boolean;
  participants: Wid[];
  offerTime: number;
  getState(): CallState;
}

export type CallState = 'INCOMING_RING' | 'NOT_ANSWERED' | 'REJECTED' | 'HANDLED_REMOTELY';

/** Calls that ring. The library looks for the first own property that is a map, and listens to what is put into it. */
export class CallCollection extends Emitter {
  readonly calls = new Map<string, PageCall>();
}

import type { PhoneNumber, Target } from './ids.js';

export type CallEnd = 'cancelled' | 'timeout' | 'rejected' | 'accepted';

export interface Call {
  id: string;
  from: PhoneNumber;
  /** A person, or a group with all its members. */
  to: Target;
  video: boolean;
  /** World milliseconds. */
  at: number;
}

/** What devices are told of a call. */
export interface CallNotice {
  call: Call;
  at: number;
  /** `offer`: it begins to ring; otherwise why it no longer does. */
  change: 'offer' | CallEnd;
}

import type { Jid } from '../ids.js';

/**
 * Somebody, as far as known. `id` is the phone address when the phone is known, else the hidden identity (LID); every
 * alias ever seen stays accepted in requests.
 */
export interface Person {
  id: Jid;
  /** E.164, `+49…`. */
  phone?: string;
  lid?: Jid;
  name?: string;
}

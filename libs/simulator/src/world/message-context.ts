import type { PhoneNumber } from './ids.js';

/** What a message says beside its content. */
export interface MessageContext {
  /** Id of the message that this one answers. */
  quoted?: string;
  mentions?: PhoneNumber[];
  forwarded?: true;
  /** The chat's messages disappear after so long. */
  expiresSeconds?: number;
}

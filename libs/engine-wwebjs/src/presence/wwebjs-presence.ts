import type { PresencePort } from '@columba/core';
import { unsupported, type Able } from '../able.js';

export const PRESENCE_ABLE: Able = {};

export class WwebjsPresence implements PresencePort {
  set = unsupported;
  setInChat = unsupported;
  subscribe = unsupported;
}

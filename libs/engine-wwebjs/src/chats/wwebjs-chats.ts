import type { ChatsPort } from '@columba/core';
import { unsupported, type Able } from '../able.js';

export const CHATS_ABLE: Able = {};

export class WwebjsChats implements ChatsPort {
  archive = unsupported;
  pin = unsupported;
  mute = unsupported;
  markUnread = unsupported;
  clear = unsupported;
  delete = unsupported;
  setDisappearing = unsupported;
  listLabels = unsupported;
  setLabel = unsupported;
}

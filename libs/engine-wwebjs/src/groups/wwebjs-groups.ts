import type { GroupsPort } from '@columba/core';
import { unsupported, type Able } from '../able.js';

export const GROUPS_ABLE: Able = {};

export class WwebjsGroups implements GroupsPort {
  list = unsupported;
  get = unsupported;
  create = unsupported;
  update = unsupported;
  setPicture = unsupported;
  changeParticipants = unsupported;
  invite = unsupported;
  revokeInvite = unsupported;
  previewInvite = unsupported;
  join = unsupported;
  leave = unsupported;
  joinRequests = unsupported;
  answerJoinRequests = unsupported;
}

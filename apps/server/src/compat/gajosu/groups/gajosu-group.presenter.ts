import type { Group, GroupParticipant } from '@columba/core';
import { unixSeconds } from '../gajosu-content.presenter.js';
import { presentWid, type Wid } from '../gajosu-ids.js';

export interface GajosuParticipant {
  id: Wid;
  isAdmin: boolean;
  isSuperAdmin: boolean;
}

export interface GajosuGroupMetadata {
  id: Wid;
  creation?: number;
  owner?: Wid;
  subject: string;
  subjectTime: number;
  desc?: string;
  descTime: number;
  restrict: boolean;
  announce: boolean;
  ephemeralDuration: number;
  membershipApprovalMode: boolean;
  size: number;
  participants: GajosuParticipant[];
}

/** What no engine tells, with the values that WhatsApp Web has for an ordinary group. */
const ORDINARY = {
  noFrequentlyForwarded: false,
  support: false,
  suspended: false,
  terminated: false,
  uniqueShortNameMap: {},
  isParentGroup: false,
  isParentGroupClosed: false,
  defaultSubgroup: false,
  lastActivityTimestamp: 0,
  lastSeenActivityTimestamp: 0,
  incognito: false,
  pendingParticipants: [],
  pastParticipants: [],
  membershipApprovalRequests: [],
};

export function presentGroupMetadata(group: Group): GajosuGroupMetadata {
  const { createdAt, owner, subjectChangedAt, description, descriptionChangedAt } = group;
  return {
    id: presentWid(group.id),
    ...(createdAt && { creation: unixSeconds(createdAt) }),
    ...(owner && { owner: presentWid(owner.id) }),
    subject: group.subject,
    subjectTime: seconds(subjectChangedAt ?? createdAt),
    ...(description !== undefined && { desc: description }),
    descTime: seconds(descriptionChangedAt),
    restrict: group.locked,
    announce: group.announceOnly,
    ephemeralDuration: group.disappearingSeconds,
    membershipApprovalMode: group.joinApproval,
    size: group.participants.length,
    ...ORDINARY,
    participants: group.participants.map(presentParticipant),
  };
}

const presentParticipant = ({ id, role }: GroupParticipant): GajosuParticipant => ({
  id: presentWid(id),
  isAdmin: role !== 'member',
  isSuperAdmin: role === 'owner',
});

const seconds = (at: Date | undefined): number => (at ? unixSeconds(at) : 0);

import type { PagePerson, Wid } from './people-scope.js';

export interface PageMember extends PagePerson {
  role: 'owner' | 'admin' | 'member';
}

/** A group as it leaves the page. Times are seconds. */
export interface PageGroup {
  id: string;
  subject: string;
  subjectTime?: number;
  desc?: string;
  descTime?: number;
  owner?: PagePerson;
  creation?: number;
  announce: boolean;
  restrict: boolean;
  approval: boolean;
  membersCanAdd: boolean;
  ephemeral: number;
  participants: PageMember[];
}

export interface GroupMemberModel {
  id: Wid | string;
  isAdmin?: boolean;
  isSuperAdmin?: boolean;
}

export interface GroupData {
  id: Wid | string;
  subject?: string;
  subjectTime?: number;
  desc?: string;
  descId?: string;
  descTime?: number;
  owner?: Wid | string;
  creation?: number;
  announce?: boolean;
  restrict?: boolean;
  membershipApprovalMode?: boolean;
  memberAddMode?: string | boolean;
  ephemeralDuration?: number;
  participants?: GroupMemberModel[] | { getModelsArray(): GroupMemberModel[] };
}

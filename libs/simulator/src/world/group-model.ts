import type { Addressing, ChatId, PhoneNumber } from './ids.js';

export type GroupRole = 'creator' | 'admin' | 'member';

export interface GroupSettings {
  /** Only admins may write. */
  announce: boolean;
  /** Only admins may change subject, description and disappearing messages. */
  locked: boolean;
  /** Who comes with an invite waits until an admin agrees. */
  approval: boolean;
  membersCanAdd: boolean;
  /** Seconds after which messages disappear; 0: they stay. */
  ephemeral: number;
}

export interface Group {
  chat: ChatId;
  /** How the members are named in the group's traffic. */
  addressing: Addressing;
  subject: string;
  subjectBy: PhoneNumber;
  /** World milliseconds, like all times here. */
  subjectAt: number;
  description?: { id: string; text: string; by: PhoneNumber; at: number };
  creator: PhoneNumber;
  createdAt: number;
  members: Record<PhoneNumber, GroupRole>;
  settings: GroupSettings;
  invite: string;
  /** How many invite codes and descriptions there were; keys the next ones. */
  made: number;
  /** Who was in it once and is not now; they may still have its keys. */
  former?: PhoneNumber[];
  /** People who wait for an admin's consent. */
  requests: { number: PhoneNumber; at: number }[];
}

export type MemberAction = 'add' | 'remove' | 'promote' | 'demote';

/** What became of one person of a request; everyone has an outcome of their own. */
export type MemberOutcome =
  | 'done'
  | 'no_account'
  | 'already_in'
  | 'not_in'
  /** The person lets nobody add them. */
  | 'privacy'
  /** The person has blocked who asks. */
  | 'blocked'
  /** The creator can neither be removed nor demoted. */
  | 'protected'
  | 'full';

export interface MemberResult {
  number: PhoneNumber;
  outcome: MemberOutcome;
}

/** One thing that changed. `joined` is for those who come in, and shows them the group as it was then. */
export type GroupChange =
  | { kind: 'joined'; group: Group; reason?: 'invite' }
  | { kind: 'members'; action: MemberAction; who: PhoneNumber[]; reason?: 'invite' }
  | { kind: 'subject'; subject: string; at: number }
  | { kind: 'description'; id: string; text: string }
  | { kind: 'setting'; name: Exclude<keyof GroupSettings, 'ephemeral'>; on: boolean }
  | { kind: 'ephemeral'; seconds: number }
  | { kind: 'invite'; code: string }
  | { kind: 'requested'; who: PhoneNumber };

/** A change as members are told of it. */
export interface GroupNotice {
  chat: ChatId;
  by: PhoneNumber;
  at: number;
  addressing: Addressing;
  change: GroupChange;
}

/** What one request may change; several at once are told one by one. */
export type GroupUpdate = Partial<GroupSettings> & { subject?: string; description?: string };

export const isAdmin = (group: Group, number: PhoneNumber): boolean => {
  const role = group.members[number];
  return role !== undefined && role !== 'member';
};

import type { Jid } from '../ids.js';
import type { Person } from './person.js';

export type GroupRole = 'owner' | 'admin' | 'member';

export interface GroupParticipant extends Person {
  role: GroupRole;
}

export interface Group {
  id: Jid;
  subject: string;
  subjectChangedAt?: Date;
  description?: string;
  descriptionChangedAt?: Date;
  owner?: Person;
  createdAt?: Date;
  /** Only admins may send. */
  announceOnly: boolean;
  /** Only admins may change subject, description and picture. */
  locked: boolean;
  /** Admins must let new members in. */
  joinApproval: boolean;
  /** Every member may add others. */
  membersCanAdd: boolean;
  disappearingSeconds: number;
  participants: GroupParticipant[];
}

export type GroupChange = Partial<
  Pick<
    Group,
    'subject' | 'description' | 'announceOnly' | 'locked' | 'joinApproval' | 'membersCanAdd' | 'disappearingSeconds'
  >
>;

export type ParticipantAction = 'add' | 'remove' | 'promote' | 'demote';

export type ParticipantOutcome =
  | 'done'
  | 'invite_required'
  | 'already_member'
  | 'not_member'
  | 'not_on_whatsapp'
  | 'not_allowed'
  | 'recently_left'
  | 'group_full'
  | 'failed';

/** Partial success is data: one outcome per person asked for. */
export interface ParticipantResult {
  person: Person;
  outcome: ParticipantOutcome;
  /** WhatsApp's own code behind an outcome that is not `done`. */
  whatsappCode?: number;
}

export interface GroupInvite {
  code: string;
  expiresAt?: Date;
}

export interface JoinRequest {
  person: Person;
  requestedAt?: Date;
}

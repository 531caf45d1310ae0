import type { Jid } from '../ids.js';
import type {
  Group,
  GroupChange,
  GroupInvite,
  JoinRequest,
  ParticipantAction,
  ParticipantResult,
} from '../model/group.js';

/** Groups, as the groups service uses them. All throw `not_found`, `not_allowed`, `rate_limited`, `timeout`. */
export interface GroupsPort {
  list(): Promise<Group[]>;
  get(group: Jid): Promise<Group>;
  create(subject: string, participants: Jid[]): Promise<{ group: Group; results: ParticipantResult[] }>;
  update(group: Jid, change: GroupChange): Promise<void>;
  setPicture(group: Jid, jpeg: Uint8Array | null): Promise<void>;
  changeParticipants(group: Jid, action: ParticipantAction, who: Jid[]): Promise<ParticipantResult[]>;
  invite(group: Jid): Promise<GroupInvite>;
  revokeInvite(group: Jid): Promise<GroupInvite>;
  previewInvite(code: string): Promise<Group>;
  join(code: string): Promise<Jid>;
  leave(group: Jid): Promise<void>;
  joinRequests(group: Jid): Promise<JoinRequest[]>;
  answerJoinRequests(group: Jid, who: Jid[], approve: boolean): Promise<ParticipantResult[]>;
}

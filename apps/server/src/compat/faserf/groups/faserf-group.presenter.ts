import type { Group, GroupRole, ParticipantOutcome, ParticipantResult } from '@columba/core';
import { unixSeconds } from '../events/faserf-raw.presenter.js';
import { FaserfRefusal } from '../faserf-refusal.js';

export const presentGroup = ({ id, subject, participants, owner, createdAt }: Group) => ({
  id,
  name: subject,
  subject,
  participants: participants.length,
  participantsCount: participants.length,
  owner: owner?.id ?? null,
  creation: createdAt ? unixSeconds(createdAt) : null,
});

const ADMIN: Record<GroupRole, 'superadmin' | 'admin' | null> = { owner: 'superadmin', admin: 'admin', member: null };

/** Everything of a group, in the form of the Baileys library. */
export const presentGroupMetadata = (group: Group) => ({
  id: group.id,
  subject: group.subject,
  subjectTime: group.subjectChangedAt ? unixSeconds(group.subjectChangedAt) : null,
  creation: group.createdAt ? unixSeconds(group.createdAt) : null,
  owner: group.owner?.id ?? null,
  desc: group.description ?? null,
  descTime: group.descriptionChangedAt ? unixSeconds(group.descriptionChangedAt) : null,
  announce: group.announceOnly,
  restrict: group.locked,
  joinApprovalMode: group.joinApproval,
  memberAddMode: group.membersCanAdd,
  ephemeralDuration: group.disappearingSeconds,
  size: group.participants.length,
  participants: group.participants.map(({ id, lid, role }) => ({ id, lid: lid ?? null, admin: ADMIN[role] })),
});

/** WhatsApp's own numbers, where it did not say one. */
const CODE: Record<ParticipantOutcome, number> = {
  done: 200,
  invite_required: 403,
  not_allowed: 403,
  not_on_whatsapp: 404,
  not_member: 404,
  recently_left: 408,
  already_member: 409,
  group_full: 419,
  failed: 500,
};

export interface FaserfParticipant {
  jid: string;
  status: string;
}

/** @throws FaserfRefusal unless it worked for all */
export function requireAllDone(results: readonly ParticipantResult[]): FaserfParticipant[] {
  const result = results.map(({ person, outcome, whatsappCode }) => ({
    jid: person.id,
    status: String(outcome === 'done' ? CODE.done : (whatsappCode ?? CODE[outcome])),
  }));
  const failed = result.find(({ status }) => status !== '200' && status !== '201');
  if (!failed) return result;
  if (failed.status === '403' || failed.status === '500') throw notAdmin(result);
  throw new FaserfRefusal('invalid_input', `WhatsApp returned status ${failed.status}`, { result });
}

export const notAdmin = (result: readonly FaserfParticipant[], cause?: unknown): FaserfRefusal =>
  new FaserfRefusal('not_allowed', 'This needs the rights of a group admin (403)', { result }, { cause });

import type { BinaryNode, GroupMetadata } from '@whiskeysockets/baileys';
import {
  NotAllowedError,
  type Group,
  type GroupParticipant,
  type GroupRole,
  type Jid,
  type ParticipantAction,
  type ParticipantOutcome,
  type ParticipantResult,
  type Person,
} from '@columba/core';
import type { Me } from '../people/parties.js';
import { toJid, toPerson } from '../people/person.mapper.js';

const ROLES: Record<string, GroupRole> = { superadmin: 'owner', admin: 'admin' };

/** What WhatsApp's codes beside a person say, whatever was asked. */
const OUTCOMES: Record<string, ParticipantOutcome> = {
  '200': 'done',
  '401': 'not_allowed',
  '403': 'not_allowed',
  '406': 'not_allowed',
  '408': 'recently_left',
  '409': 'already_member',
  '419': 'group_full',
  '500': 'group_full',
};
/** The same codes say something else of who is to be added. */
const OUTCOMES_OF_ADDING: Record<string, ParticipantOutcome> = { '403': 'invite_required', '404': 'not_on_whatsapp' };
const OUTCOMES_OF_OTHERS: Record<string, ParticipantOutcome> = { '404': 'not_member' };

export function toOutcome(action: ParticipantAction, code: string): ParticipantOutcome {
  const special = action === 'add' ? OUTCOMES_OF_ADDING : OUTCOMES_OF_OTHERS;
  return special[code] ?? OUTCOMES[code] ?? 'failed';
}

/** Somebody in a group's traffic: `jid` by the name the group uses, the other name beside it where WhatsApp tells it. */
export const addressesOf = ({ attrs }: BinaryNode): (string | undefined)[] => [
  attrs.jid,
  attrs.phone_number,
  attrs.lid,
];

/** One result for each person asked for, in that order. */
export function toResults(who: Jid[], nodes: BinaryNode[], action: ParticipantAction): ParticipantResult[] {
  const answers = nodes.map((node) => ({ person: toPerson(addressesOf(node)), code: node.attrs.error ?? '200' }));
  return who.map((jid) => {
    const answer = answers.find(({ person }) => person?.id === jid || person?.lid === jid);
    const person: Person = answer?.person ?? toPerson([jid]) ?? { id: jid };
    if (!answer) return { person, outcome: 'failed' };
    const outcome = toOutcome(action, answer.code);
    return outcome === 'done' ? { person, outcome } : { person, outcome, whatsappCode: Number(answer.code) };
  });
}

export function toGroup(data: GroupMetadata): Group {
  const group: Group = {
    id: toJid(data.id) as Jid,
    subject: data.subject,
    announceOnly: data.announce ?? false,
    locked: data.restrict ?? false,
    joinApproval: data.joinApprovalMode ?? false,
    membersCanAdd: data.memberAddMode ?? false,
    disappearingSeconds: data.ephemeralDuration ?? 0,
    participants: data.participants.flatMap(toParticipant),
  };
  const [changed, described, created] = [data.subjectTime, data.descTime, data.creation].map(toDate);
  const owner = toPerson([data.owner, data.ownerPn]);
  if (changed) group.subjectChangedAt = changed;
  if (data.desc) group.description = data.desc;
  if (data.desc && described) group.descriptionChangedAt = described;
  if (owner) group.owner = owner;
  if (created) group.createdAt = created;
  return group;
}

function toParticipant({ id, phoneNumber, lid, admin }: GroupMetadata['participants'][number]): GroupParticipant[] {
  const person = toPerson([id, phoneNumber, lid]);
  return person ? [{ ...person, role: ROLES[admin ?? ''] ?? 'member' }] : [];
}

/** WhatsApp lets others through, too, and their phones do nothing then. @throws NotAllowedError */
export function assertAdmin({ participants }: GroupMetadata, me: Me): void {
  const names = [toJid(me.id), toJid(me.lid)].filter((jid) => jid !== undefined);
  const own = participants
    .flatMap(toParticipant)
    .find(({ id, lid }) => names.includes(id) || names.includes(lid ?? id));
  if (own?.role === 'member' || !own) throw new NotAllowedError('Only an admin of the group can do this');
}

/** Seconds, absent or not a number where WhatsApp did not say. */
const toDate = (seconds: number | undefined): Date | undefined => (seconds ? new Date(seconds * 1000) : undefined);

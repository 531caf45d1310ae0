import type {
  Group,
  GroupParticipant,
  Jid,
  ParticipantAction,
  ParticipantOutcome,
  ParticipantResult,
} from '@columba/core';
import { toTime } from '../mappers/message.mapper.js';
import { toJid, toPerson } from '../mappers/person.mapper.js';
import type { PageGroup, PageMember } from '../page/group-scope.js';
import type { MemberAnswer } from '../page/facets/members.page.js';

/** What WhatsApp's codes beside a person say, whatever was asked. */
const OUTCOMES: Readonly<Record<number, ParticipantOutcome>> = {
  200: 'done',
  401: 'not_allowed',
  403: 'not_allowed',
  406: 'not_allowed',
  408: 'recently_left',
  409: 'already_member',
  419: 'group_full',
  500: 'group_full',
};
/** The same codes say something else of who is to be added. */
const OUTCOMES_OF_ADDING: Readonly<Record<number, ParticipantOutcome>> = {
  403: 'invite_required',
  404: 'not_on_whatsapp',
};
const OUTCOMES_OF_OTHERS: Readonly<Record<number, ParticipantOutcome>> = { 404: 'not_member' };

function toOutcome(action: ParticipantAction, code: number): ParticipantOutcome {
  const special = action === 'add' ? OUTCOMES_OF_ADDING : OUTCOMES_OF_OTHERS;
  return special[code] ?? OUTCOMES[code] ?? 'failed';
}

/** One result for each person asked for, in that order. */
export const toResults = (who: Jid[], answers: MemberAnswer[], action: ParticipantAction): ParticipantResult[] =>
  who.map((jid, place) => {
    const answer = answers[place];
    const person = (answer && toPerson(answer)) ?? { id: jid };
    const outcome = answer ? toOutcome(action, answer.code) : 'failed';
    return outcome === 'done' || !answer?.code ? { person, outcome } : { person, outcome, whatsappCode: answer.code };
  });

export function toGroup(page: PageGroup): Group {
  const { subject, desc, announce, restrict, approval, membersCanAdd, ephemeral, participants } = page;
  const group: Group = {
    id: toJid(page.id) as Jid,
    subject,
    announceOnly: announce,
    locked: restrict,
    joinApproval: approval,
    membersCanAdd,
    disappearingSeconds: ephemeral,
    participants: participants.flatMap(toParticipant),
  };
  const owner = page.owner && toPerson(page.owner);
  if (page.subjectTime) group.subjectChangedAt = toTime(page.subjectTime);
  if (desc) group.description = desc;
  if (page.descTime) group.descriptionChangedAt = toTime(page.descTime);
  if (owner) group.owner = owner;
  if (page.creation) group.createdAt = toTime(page.creation);
  return group;
}

function toParticipant({ role, ...page }: PageMember): GroupParticipant[] {
  const person = toPerson(page);
  return person ? [{ ...person, role }] : [];
}

import type { Group, GroupInvite, JoinRequest, ParticipantResult } from '@columba/core';
import type { GroupSummary } from '@columba/storage';
import { z } from 'zod';
import { component, instant } from '../common/openapi/component.js';
import { listOf, pageOf } from '../common/openapi/page.js';
import { groupSchema } from '../events/event-data.schema.js';
import { jid, personSchema, toPersonDto } from '../messages/person.schema.js';

const { participants, ...facts } = groupSchema.shape;

export const groupSummarySchema = component(
  'GroupSummary',
  'A group, with its participants where they were asked for.',
  z.object({ ...facts, size: z.int().describe('How many are in it.'), participants: participants.optional() }),
);
export const groupPageSchema = pageOf('GroupPage', 'Groups that the account is in, by subject.', groupSummarySchema);

const OUTCOMES = [
  'done',
  'invite_required',
  'already_member',
  'not_member',
  'not_on_whatsapp',
  'not_allowed',
  'recently_left',
  'group_full',
  'failed',
] as const;

const participantResult = component(
  'ParticipantResult',
  'What became of one person.',
  z.object({
    person: personSchema,
    outcome: z.enum(OUTCOMES),
    whatsappCode: z.int().optional().describe("WhatsApp's own number behind an outcome that is not `done`."),
  } satisfies Record<keyof ParticipantResult, z.ZodType>),
);
export const participantResultsSchema = listOf('ParticipantResultList', 'One outcome per person.', participantResult);

export const createdGroupSchema = component(
  'CreatedGroup',
  'A new group, and what became of each person that was to be in it.',
  z.object({ group: groupSchema, results: z.array(participantResult) }),
);

export const groupInviteSchema = component(
  'GroupInvite',
  'How others can join a group.',
  z.object({ code: z.string(), link: z.url(), expiresAt: instant.optional() }),
);

export const joinedGroupSchema = component(
  'JoinedGroup',
  'The group that an invitation leads to. Where admins let new members in, it may still be to wait for.',
  z.object({ groupId: jid }),
);

export const joinRequestListSchema = listOf(
  'GroupJoinRequestList',
  'Who waits to be let in.',
  component(
    'GroupApplicant',
    'Somebody who wants to join.',
    z.object({ person: personSchema, requestedAt: instant.optional() }),
  ),
);

const times = (group: Pick<Group, 'createdAt' | 'subjectChangedAt' | 'descriptionChangedAt'>) => ({
  createdAt: group.createdAt?.toISOString(),
  subjectChangedAt: group.subjectChangedAt?.toISOString(),
  descriptionChangedAt: group.descriptionChangedAt?.toISOString(),
});

export const toGroupDto = (group: Group): z.output<typeof groupSchema> => ({
  ...group,
  ...times(group),
  owner: group.owner && toPersonDto(group.owner),
  participants: group.participants.map((member) => ({ ...toPersonDto(member), role: member.role })),
});

/** A group of a list. */
export type GroupListing = GroupSummary & Pick<Partial<Group>, 'participants'>;

export const toGroupSummaryDto = (group: GroupListing): z.output<typeof groupSummarySchema> => ({
  ...group,
  ...times(group),
  owner: group.owner && toPersonDto(group.owner),
  participants: group.participants?.map((member) => ({ ...toPersonDto(member), role: member.role })),
});

export const toResultDto = ({ person, outcome, whatsappCode }: ParticipantResult) => ({
  person: toPersonDto(person),
  outcome,
  whatsappCode,
});

export const toInviteDto = ({ code, expiresAt }: GroupInvite) => ({
  code,
  link: `https://chat.whatsapp.com/${code}`,
  expiresAt: expiresAt?.toISOString(),
});

export const toJoinRequestDto = ({ person, requestedAt }: JoinRequest) => ({
  person: toPersonDto(person),
  requestedAt: requestedAt?.toISOString(),
});

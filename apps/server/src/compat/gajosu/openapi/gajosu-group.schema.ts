import { z } from 'zod';
import { named } from './gajosu-components.js';
import { widSchema } from './gajosu-id.schema.js';

const addedSchema = named(
  'AddedParticipant',
  'What became of somebody who was to be in the group.',
  z.object({
    statusCode: z.int().meta({ example: 200 }),
    message: z.string(),
    isGroupCreator: z.boolean(),
    isInviteV4Sent: z.boolean(),
  }),
);

export const createdGroupSchema = named(
  'CreatedGroup',
  'A group that was made, and who is in it.',
  z.object({
    gid: z.string().meta({ example: '12345678899@g.us' }),
    missingParticipants: z
      .array(z.record(z.string(), z.int()))
      .describe('One object for each who was not added: address and status code.'),
    title: z.string(),
    gidObject: widSchema,
    participants: z.record(z.string(), addedSchema),
  }),
);

export const inviteCodeSchema = named(
  'InviteCode',
  'The invitation into a group.',
  z.object({ code: z.string(), url: z.string().meta({ example: 'https://chat.whatsapp.com/1d243d3d3d3' }) }),
);

export const joinedGroupSchema = named(
  'JoinedGroup',
  'The group that was joined.',
  z.object({ groupId: z.string().meta({ example: '121122121@g.us' }) }),
);

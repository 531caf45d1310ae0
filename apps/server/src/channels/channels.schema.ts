import type { Channel } from '@columba/core';
import { z } from 'zod';
import { component, instant } from '../common/openapi/component.js';
import { channelLink } from './channel-invite.js';

export const channelSchema = component(
  'Channel',
  'A channel, as this account sees it.',
  z.object({
    id: z.string().describe('Address of the channel.').meta({ example: '120363025246125486@newsletter' }),
    name: z.string(),
    description: z.string().optional(),
    inviteCode: z.string().optional().describe('The last part of the link.'),
    inviteLink: z.url().optional().describe('Leads others to it.'),
    subscribers: z.int().describe('How many follow it.'),
    verified: z.boolean().describe('WhatsApp knows whose it is.'),
    role: z
      .enum(['guest', 'subscriber', 'admin', 'owner'])
      .describe('What this account is to it; a guest gets nothing.'),
    muted: z.boolean().describe('No notifications of its posts.'),
    pictureUrl: z.url().optional().describe('Where WhatsApp gives out the picture.'),
    createdAt: instant.optional(),
  } satisfies Record<keyof Channel | 'inviteLink', z.ZodType>),
);

export const toChannelDto = (channel: Channel): z.output<typeof channelSchema> => ({
  ...channel,
  inviteLink: channel.inviteCode === undefined ? undefined : channelLink(channel.inviteCode),
  createdAt: channel.createdAt?.toISOString(),
});

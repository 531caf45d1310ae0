import { jidKind, phoneOf, type Jid, type JidKind } from '@columba/core';
import { z } from 'zod';
import { component } from '../common/openapi/component.js';
import { jid, phone } from './person.schema.js';

export const CHAT_KINDS = ['person', 'group', 'channel', 'broadcast', 'status'] as const;

export const chatRefSchema = component(
  'ChatRef',
  'The conversation that something belongs to.',
  z.object({
    id: jid,
    kind: z.enum(CHAT_KINDS),
    phone: phone.optional().describe('Of the person, where the phone is known.'),
  }),
);
export type ChatRefDto = z.output<typeof chatRefSchema>;

const KIND: Record<JidKind, (typeof CHAT_KINDS)[number]> = {
  phone: 'person',
  lid: 'person',
  group: 'group',
  channel: 'channel',
  broadcast: 'broadcast',
  status: 'status',
};

export const toChatRefDto = (chat: Jid): ChatRefDto => ({ id: chat, kind: KIND[jidKind(chat)], phone: phoneOf(chat) });

import { ENGINE_KINDS, SESSION_STATES, STATE_REASONS, type Account } from '@columba/core';
import { z } from 'zod';
import { jid, phone } from '../messages/person.schema.js';
import { component, instant } from '../common/openapi/component.js';

export const accountSchema = component(
  'Account',
  'The linked WhatsApp account.',
  z.object({
    id: jid,
    phone: phone.optional(),
    lid: jid.optional().describe('Hidden identity, `…@lid`.'),
    name: z.string().optional().describe('The name that the account shows to others.'),
  }),
);

export const toAccountDto = ({ id, phone, lid, name }: Account): z.output<typeof accountSchema> => ({
  id,
  phone,
  lid,
  name,
});

export const sessionSchema = component(
  'Session',
  'One linked WhatsApp account.',
  z.object({
    name: z.string().describe('Chosen by the user; it is the id everywhere.').meta({ example: 'home' }),
    engine: z.enum(ENGINE_KINDS).describe('What speaks with WhatsApp.'),
    state: z.enum(SESSION_STATES).describe('How far the link is.'),
    reason: z.enum(STATE_REASONS).optional().describe('Why it is in this state.'),
    detail: z.string().optional().describe('The same for a person.'),
    until: instant.optional().describe('When a temporary state ends, where WhatsApp says so.'),
    account: accountSchema.optional().describe('Known once the session has been linked.'),
    autoStart: z.boolean().describe('Starts together with the server.'),
    createdAt: instant.describe('When the session was made.'),
    lastActivityAt: instant.optional().describe('When something last happened in it, since the server started.'),
  }),
);
export type SessionDto = z.output<typeof sessionSchema>;

export const sessionListSchema = component(
  'SessionList',
  'All sessions that the key may see.',
  z.object({ data: z.array(sessionSchema).describe('Ordered by name.') }),
);

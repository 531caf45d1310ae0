import type { Person } from '@columba/core';
import { z } from 'zod';
import { component } from '../common/openapi/component.js';

export const jid = z.string().describe('A WhatsApp address.').meta({ example: '4915123456789@s.whatsapp.net' });
export const phone = z.string().describe('E.164.').meta({ example: '+4915123456789' });

export const personSchema = component(
  'Person',
  'Somebody, as far as known.',
  z.object({
    id: jid.describe('The address by phone when the phone is known, else the hidden identity.'),
    phone: phone.optional(),
    lid: jid.optional().describe('Hidden identity, `…@lid`.'),
    name: z.string().optional().describe('As far as known.'),
  }),
);
export type PersonDto = z.output<typeof personSchema>;

export const toPersonDto = ({ id, phone, lid, name }: Person): PersonDto => ({ id, phone, lid, name });

import type { Contact, NumberCheck } from '@columba/core';
import { z } from 'zod';
import { component, instant } from '../common/openapi/component.js';
import { listOf, pageOf } from '../common/openapi/page.js';
import { jid, personSchema, phone, toPersonDto } from '../messages/person.schema.js';

export const contactSchema = component(
  'Contact',
  'Somebody, with all that is known.',
  z.object({
    ...personSchema.shape,
    savedName: z.string().optional().describe("The name in the account's address book."),
    pushName: z.string().optional().describe('The name that the contact chose.'),
    verifiedName: z.string().optional().describe('The name of a business that WhatsApp has verified.'),
    business: z.boolean(),
    blocked: z.boolean(),
    pictureId: z.string().optional().describe('Changes with the profile picture.'),
    about: z.string().optional().describe('As last heard; `getContactAbout` asks.'),
  } satisfies Record<keyof Contact, z.ZodType>),
);
export const contactPageSchema = pageOf('ContactPage', 'People, by name.', contactSchema);
export const personListSchema = listOf('PersonList', 'People.', personSchema);

export const toContactDto = (contact: Contact): z.output<typeof contactSchema> => ({
  ...toPersonDto(contact),
  savedName: contact.savedName,
  pushName: contact.pushName,
  verifiedName: contact.verifiedName,
  business: contact.business,
  blocked: contact.blocked,
  pictureId: contact.pictureId,
  about: contact.about,
});

export const numberCheckListSchema = listOf(
  'NumberCheckList',
  'One answer for each number, in their order.',
  component(
    'NumberCheck',
    'Whether a number has an account.',
    z.object({
      asked: z.string().describe('As it was asked for.'),
      exists: z.boolean(),
      person: personSchema.optional().describe('Who has it, under the true address.'),
    }),
  ),
);
export const toNumberCheckDto = (asked: string, { exists, person }: NumberCheck) => ({
  asked,
  exists,
  person: person && toPersonDto(person),
});

export const contactAboutSchema = component(
  'ContactAbout',
  'What somebody says of themselves.',
  z.object({
    about: z.string().nullable().describe('null: nothing, or not shown to us.'),
    changedAt: instant.optional(),
  }),
);

export const identitySchema = component(
  'Identity',
  'One person and every address that was ever seen of them.',
  z.object({ id: jid, phone: phone.optional(), lid: jid.optional(), aliases: z.array(jid) }),
);

import { InvalidInputError, phoneJid, jidUser, type ContactCard, type OutgoingContent } from '@columba/core';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, ValidateNested } from 'class-validator';
import { TextField, TextsField } from '../../common/openapi/fields.js';
import type { OutgoingKindModule } from './outgoing-kind.js';

const MOST_CARDS = 50;
const MOST_PHONES = 20;

@ApiSchema({ name: 'OutgoingContactCard' })
export class OutgoingContactCardDto {
  @TextField({ description: 'How the person is called.', max: 255, example: 'Ada Lovelace' })
  name: string;

  @TextsField({
    description: 'Phone numbers, of which a card is made. Either these or `vcard`.',
    most: MOST_PHONES,
    max: 64,
    optional: true,
    example: ['+49 151 23456789'],
  })
  phones?: string[];

  @TextField({ description: 'A whole vCard, sent as it is.', max: 65_536, optional: true })
  vcard?: string;
}

@ApiSchema({ name: 'OutgoingContact' })
export class OutgoingContactDto {
  @ApiProperty({ enum: ['contact'], description: 'Cards of one or more people.' })
  @IsIn(['contact'])
  kind: 'contact';

  @ApiProperty({ description: 'The cards.', type: [OutgoingContactCardDto], minItems: 1, maxItems: MOST_CARDS })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_CARDS)
  @ValidateNested({ each: true })
  @Type(() => OutgoingContactCardDto)
  contacts: OutgoingContactCardDto[];
}

export const outgoingContact: OutgoingKindModule<OutgoingContactDto> = {
  component: 'OutgoingContact',
  dto: OutgoingContactDto,
  parse: ({ contacts }): OutgoingContent => ({ kind: 'contact', contacts: contacts.map(toCard) }),
};

function toCard({ name, phones, vcard }: OutgoingContactCardDto, index: number): ContactCard {
  if (vcard !== undefined && phones === undefined) return { name, phones: [], vcard };
  if (phones !== undefined && vcard === undefined) return { name, phones, vcard: toVcard(name, phones) };
  const pointer = `/content/contacts/${index}`;
  throw new InvalidInputError('A card has either phones or a vcard', {
    fields: [{ pointer, code: 'required', detail: 'Give either phones or vcard' }],
  });
}

/** `waid` makes the number a button to the WhatsApp account behind it. */
function toVcard(name: string, phones: readonly string[]): string {
  const shown = escaped(name);
  const numbers = phones.map((phone) => {
    const digits = jidUser(phoneJid(phone));
    return `TEL;type=CELL;type=VOICE;waid=${digits}:+${digits}`;
  });
  return ['BEGIN:VCARD', 'VERSION:3.0', `N:;${shown};;;`, `FN:${shown}`, ...numbers, 'END:VCARD'].join('\n');
}

const escaped = (text: string): string => text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n|\r/g, '\\n');

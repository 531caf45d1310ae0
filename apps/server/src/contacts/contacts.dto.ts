import { ApiSchema } from '@nestjs/swagger';
import { PageQuery } from '../common/http/page.dto.js';
import { CountField, FlagField, QueryFlag, TextField, TextsField } from '../common/openapi/fields.js';

/** As many as WhatsApp answers at once. */
const MOST_NUMBERS = 50;
const SAVED = { description: 'Only people in the address book, or only the others.', optional: true };
const BLOCKED = { description: 'Only blocked people, or only the others.', optional: true };
const BUSINESS = { description: 'Only businesses, or only the others.', optional: true };

export class ListContactsQuery extends PageQuery {
  @QueryFlag(SAVED)
  saved?: boolean;

  @QueryFlag(BLOCKED)
  blocked?: boolean;

  @QueryFlag(BUSINESS)
  business?: boolean;
}

/** In a body, because names and numbers do not belong into addresses, which end in logs. */
@ApiSchema({ name: 'SearchContactsRequest' })
export class SearchContactsDto {
  @TextField({ description: 'Part of a name or of a number.', max: 200, example: 'ada' })
  text: string;

  @FlagField(SAVED)
  saved?: boolean;

  @FlagField(BLOCKED)
  blocked?: boolean;

  @FlagField(BUSINESS)
  business?: boolean;

  @CountField({ description: 'How many at most.', min: 1, max: 200, default: 50, optional: true })
  limit = 50;

  @TextField({ description: '`nextCursor` of the page before, with the same search.', max: 500, optional: true })
  cursor?: string;
}

@ApiSchema({ name: 'CheckNumbersRequest' })
export class CheckNumbersDto {
  @TextsField({
    description: 'Phone numbers as people write them.',
    most: MOST_NUMBERS,
    max: 64,
    example: ['+49 151 23456789'],
  })
  phones: string[];
}

@ApiSchema({ name: 'UpdateContactRequest' })
export class UpdateContactDto {
  @TextField({ description: "The name in the account's address book.", max: 255, example: 'Ada' })
  savedName: string;
}

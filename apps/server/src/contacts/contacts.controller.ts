import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Operation } from '../common/openapi/operation.js';
import { toPageDto } from '../common/openapi/page.js';
import { given } from '../messages/content/given.js';
import { SESSION_PARAM } from '../sessions/session-param.js';
import { CheckNumbersDto, ListContactsQuery, SearchContactsDto, UpdateContactDto } from './contacts.dto.js';
import { ASKED, CHANGE } from './contacts.problems.js';
import {
  contactPageSchema,
  contactSchema,
  identitySchema,
  numberCheckListSchema,
  toContactDto,
  toNumberCheckDto,
} from './contacts.schema.js';
import { ContactsService } from './contacts.service.js';
import { CONTACT_PARAM } from './params.js';

@ApiTags('Contacts')
@ApiParam(SESSION_PARAM)
@Controller('v1/sessions/:session')
export class ContactsController {
  constructor(private readonly contacts: ContactsService) {}

  @Get('contacts')
  @Operation({
    id: 'listContacts',
    summary: 'List people, by name',
    scope: 'read',
    answers: { schema: contactPageSchema },
    problems: ['invalid_input', 'not_found'],
  })
  list(@Param('session') session: string, @Query() { limit, cursor, ...filter }: ListContactsQuery) {
    return toPageDto(this.contacts.list(session, { limit, ...given({ cursor }) }, given(filter)), toContactDto);
  }

  @Post('contacts/search')
  @Operation({
    id: 'searchContacts',
    summary: 'Search people by name or number',
    scope: 'read',
    answers: { schema: contactPageSchema },
    problems: ['invalid_input', 'not_found'],
  })
  search(@Param('session') session: string, @Body() { text, limit, cursor, ...filter }: SearchContactsDto) {
    const page = { limit, ...given({ cursor }) };
    return toPageDto(this.contacts.list(session, page, { ...given(filter), search: text }), toContactDto);
  }

  @Post('contacts/check')
  @Operation({
    id: 'checkNumbers',
    summary: 'Find out which numbers have an account',
    scope: 'read',
    answers: { schema: numberCheckListSchema },
    problems: [...ASKED, 'account_limited'],
  })
  async check(@Param('session') session: string, @Body() { phones }: CheckNumbersDto) {
    const checks = await this.contacts.check(session, phones);
    return { data: checks.map((check, index) => toNumberCheckDto(phones[index] ?? check.asked, check)) };
  }

  @Get('contacts/:contactId')
  @ApiParam(CONTACT_PARAM)
  @Operation({
    id: 'getContact',
    summary: 'Read what is known of a person',
    scope: 'read',
    answers: { schema: contactSchema },
    problems: ['invalid_input', 'not_found'],
  })
  get(@Param('session') session: string, @Param('contactId') contactId: string) {
    return toContactDto(this.contacts.get(session, contactId));
  }

  @Patch('contacts/:contactId')
  @ApiParam(CONTACT_PARAM)
  @Operation({
    ...CHANGE,
    id: 'updateContact',
    summary: 'Save a person under a name',
    answers: { schema: contactSchema },
  })
  async update(
    @Param('session') session: string,
    @Param('contactId') contactId: string,
    @Body() { savedName }: UpdateContactDto,
  ) {
    return toContactDto(await this.contacts.saveName(session, contactId, savedName));
  }

  @Get('identities/:id')
  @ApiParam({ ...CONTACT_PARAM, name: 'id' })
  @Operation({
    id: 'getIdentity',
    summary: 'Read every address that was seen of a person',
    scope: 'read',
    answers: { schema: identitySchema },
    problems: ['invalid_input', 'not_found'],
  })
  identity(@Param('session') session: string, @Param('id') id: string) {
    const { person, aliases } = this.contacts.identity(session, id);
    return { id: person.id, phone: person.phone, lid: person.lid, aliases };
  }
}

import { NotFoundError } from '@columba/core';
import { Controller, Delete, Get, Param, Put, Query, StreamableFile } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { PageQuery } from '../common/http/page.dto.js';
import { Operation } from '../common/openapi/operation.js';
import { toPageDto } from '../common/openapi/page.js';
import { groupPageSchema, toGroupSummaryDto } from '../groups/groups.schema.js';
import { given } from '../messages/content/given.js';
import { toPersonDto } from '../messages/person.schema.js';
import { SESSION_PARAM } from '../sessions/session-param.js';
import { ASKED, CHANGE } from './contacts.problems.js';
import { contactAboutSchema, contactSchema, personListSchema, toContactDto } from './contacts.schema.js';
import { ContactsService } from './contacts.service.js';
import { CONTACT_PARAM } from './params.js';

@ApiTags('Contacts')
@ApiParam(SESSION_PARAM)
@Controller('v1/sessions/:session')
export class ContactDetailsController {
  constructor(private readonly contacts: ContactsService) {}

  @Get('contacts/:contactId/picture')
  @ApiParam(CONTACT_PARAM)
  @Operation({
    id: 'getContactPicture',
    summary: 'The picture of a person or a group',
    scope: 'read',
    produces: { mimeType: 'image/jpeg', description: 'The picture.' },
    problems: ASKED,
  })
  async picture(@Param('session') session: string, @Param('contactId') contactId: string): Promise<StreamableFile> {
    const { bytes } = await this.contacts.picture(session, contactId);
    return new StreamableFile(bytes, { type: 'image/jpeg' });
  }

  @Get('contacts/:contactId/about')
  @ApiParam(CONTACT_PARAM)
  @Operation({
    id: 'getContactAbout',
    summary: 'Ask what somebody says of themselves',
    scope: 'read',
    answers: { schema: contactAboutSchema },
    problems: ASKED,
  })
  async about(@Param('session') session: string, @Param('contactId') contactId: string) {
    const about = await this.contacts.about(session, contactId);
    return { about: about?.text ?? null, changedAt: about?.changedAt?.toISOString() };
  }

  @Get('contacts/:contactId/groups')
  @ApiParam(CONTACT_PARAM)
  @Operation({
    id: 'listCommonGroups',
    summary: 'List groups that both are in',
    scope: 'read',
    answers: { schema: groupPageSchema },
    problems: ['invalid_input', 'not_found'],
  })
  groups(
    @Param('session') session: string,
    @Param('contactId') contactId: string,
    @Query() { limit, cursor }: PageQuery,
  ) {
    return toPageDto(
      this.contacts.commonGroups(session, contactId, { limit, ...given({ cursor }) }),
      toGroupSummaryDto,
    );
  }

  @Put('contacts/:contactId/block')
  @ApiParam(CONTACT_PARAM)
  @Operation({
    ...CHANGE,
    id: 'blockContact',
    summary: 'Take no messages and calls of a person any more',
    answers: { schema: contactSchema },
  })
  async block(@Param('session') session: string, @Param('contactId') contactId: string) {
    const contact = await this.contacts.block(session, contactId, true);
    if (!contact) throw new NotFoundError('Nobody was seen under this address');
    return toContactDto(contact);
  }

  @Delete('contacts/:contactId/block')
  @ApiParam(CONTACT_PARAM)
  @Operation({ ...CHANGE, id: 'unblockContact', summary: 'Take messages and calls of a person again' })
  async unblock(@Param('session') session: string, @Param('contactId') contactId: string): Promise<void> {
    await this.contacts.block(session, contactId, false);
  }

  @Get('blocked-contacts')
  @Operation({
    id: 'listBlockedContacts',
    summary: 'Ask WhatsApp who is blocked',
    scope: 'read',
    answers: { schema: personListSchema },
    problems: ASKED,
  })
  async blocked(@Param('session') session: string) {
    return { data: (await this.contacts.blocked(session)).map(toPersonDto) };
  }
}

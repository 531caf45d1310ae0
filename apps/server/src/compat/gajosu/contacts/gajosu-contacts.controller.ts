import { Controller, Get, Param, Post, Put, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { GajosuEtagInterceptor } from '../gajosu-etag.interceptor.js';
import { GajosuReadyGuard } from '../gajosu-ready.guard.js';
import { commonGroupSchema, contactSchema } from '../openapi/gajosu-contact.schema.js';
import { GajosuOperation } from '../openapi/gajosu-operation.js';
import { CONTACT_ID } from '../openapi/gajosu-params.js';
import { GajosuContacts } from './gajosu-contacts.service.js';

const act = (id: string, summary: string) => GajosuOperation({ id, summary, errors: [404] });

@ApiTags('Contacts')
@UseGuards(GajosuReadyGuard)
@UseInterceptors(GajosuEtagInterceptor)
@Controller('api/contacts')
export class GajosuContactsController {
  constructor(private readonly contacts: GajosuContacts) {}

  @Get()
  @GajosuOperation({
    id: 'listContacts',
    summary: 'List people and groups',
    scope: 'read',
    answers: { schema: contactSchema, many: true },
  })
  list() {
    return this.contacts.list();
  }

  @Get(':id')
  @ApiParam(CONTACT_ID)
  @GajosuOperation({
    id: 'getContact',
    summary: 'Read a contact',
    scope: 'read',
    answers: { schema: contactSchema },
    errors: [404],
  })
  get(@Param('id') id: string) {
    return this.contacts.get(id);
  }

  @Put(':id/block')
  @ApiParam(CONTACT_ID)
  @act('blockContact', 'Block a contact')
  block(@Param('id') id: string) {
    return this.contacts.block(id, true);
  }

  @Post(':id/block')
  @ApiParam(CONTACT_ID)
  @act('blockContactByPost', 'Block a contact (the same as with PUT)')
  blockToo(@Param('id') id: string) {
    return this.contacts.block(id, true);
  }

  @Put(':id/unblock')
  @ApiParam(CONTACT_ID)
  @act('unblockContact', 'Unblock a contact')
  unblock(@Param('id') id: string) {
    return this.contacts.block(id, false);
  }

  @Get(':id/common-groups')
  @ApiParam(CONTACT_ID)
  @GajosuOperation({
    id: 'listCommonGroups',
    summary: 'List the groups that a contact and this account are in',
    scope: 'read',
    answers: { schema: commonGroupSchema, many: true },
    errors: [404],
  })
  commonGroups(@Param('id') id: string) {
    return this.contacts.commonGroups(id);
  }
}

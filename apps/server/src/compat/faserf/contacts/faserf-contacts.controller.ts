import { Controller, Get, Post, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Call, type FaserfCall } from '../faserf-call.js';
import { FaserfGuard } from '../faserf.guard.js';
import { chatDoneSchema, chatRequestSchema } from '../openapi/faserf-act.schema.js';
import { FaserfOperation } from '../openapi/faserf-operation.js';
import {
  aboutSchema,
  contactCheckRequestSchema,
  contactCheckSchema,
  contactSchema,
  pictureSchema,
} from '../openapi/faserf-people.schema.js';
import { FaserfContacts } from './faserf-contacts.js';

/** The people that this account knows or asks about. */
@ApiTags('Contacts')
@UseGuards(FaserfGuard)
@Controller()
export class FaserfContactsController {
  constructor(private readonly contacts: FaserfContacts) {}

  @Get('contacts')
  @FaserfOperation({
    id: 'listContacts',
    summary: 'List the people that this account knows',
    scope: 'read',
    answers: { schema: contactSchema, many: true },
  })
  list(@Call() call: FaserfCall) {
    return this.contacts.list(call);
  }

  @Get('contacts/check')
  @FaserfOperation({
    id: 'getContactCheck',
    summary: 'Find out whether somebody has WhatsApp (the same, with the address)',
    scope: 'read',
    takes: { schema: contactCheckRequestSchema },
    inQuery: true,
    answers: { schema: contactCheckSchema },
  })
  check(@Call() call: FaserfCall) {
    return this.contacts.check(call);
  }

  @Post('contacts/check')
  @FaserfOperation({
    id: 'checkContact',
    summary: 'Find out whether somebody has WhatsApp',
    scope: 'read',
    takes: { schema: contactCheckRequestSchema },
    answers: { schema: contactCheckSchema },
  })
  postCheck(@Call() call: FaserfCall) {
    return this.contacts.check(call);
  }

  @Post('contacts/profile_picture')
  @FaserfOperation({
    id: 'getProfilePicture',
    summary: 'Get the picture of a person or a group',
    scope: 'read',
    takes: { schema: chatRequestSchema },
    answers: { schema: pictureSchema },
    errors: [404],
  })
  picture(@Call() call: FaserfCall) {
    return this.contacts.picture(call);
  }

  @Post('contacts/about')
  @FaserfOperation({
    id: 'getAbout',
    summary: 'Read what somebody says of themselves',
    scope: 'read',
    takes: { schema: chatRequestSchema },
    answers: { schema: aboutSchema },
    errors: [404],
  })
  about(@Call() call: FaserfCall) {
    return this.contacts.about(call);
  }

  @Post('contacts/block')
  @FaserfOperation({
    id: 'blockContact',
    summary: 'Block somebody',
    takes: { schema: chatRequestSchema },
    answers: { schema: chatDoneSchema },
    errors: [404],
  })
  block(@Call() call: FaserfCall) {
    return this.contacts.block(call, true);
  }

  @Post('contacts/unblock')
  @FaserfOperation({
    id: 'unblockContact',
    summary: 'Unblock somebody',
    takes: { schema: chatRequestSchema },
    answers: { schema: chatDoneSchema },
    errors: [404],
  })
  unblock(@Call() call: FaserfCall) {
    return this.contacts.block(call, false);
  }
}
